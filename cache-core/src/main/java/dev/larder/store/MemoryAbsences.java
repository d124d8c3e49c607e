// SPDX-License-Identifier: Apache-2.0
package dev.larder.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import dev.larder.store.MemoryRecord.ValueRecord;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The room for absences of one region: which of them stand among its records, and which to drop when there are too many.
 *
 * <p>Never to be called while a key of the records is locked: dropping an absence locks its key.
 */
final class MemoryAbsences {

    private final Cache<Object, ValueRecord> absences;

    /**
     * Makes room for a number of absences.
     *
     * @param dropped is told of each absence that is dropped for want of room
     */
    MemoryAbsences(MemoryClock clock, long maximum, BiConsumer<Object, ValueRecord> dropped) {
        absences = Caffeine.newBuilder()
                .maximumSize(maximum)
                .expireAfter(new UntilTheEnd<>(clock, ValueRecord::endMillis))
                .ticker(clock::tick)
                .executor(Runnable::run)
                .removalListener((@Nullable Object key, @Nullable ValueRecord absence, RemovalCause cause) -> {
                    if (cause == RemovalCause.SIZE && key != null && absence != null) {
                        dropped.accept(key, absence);
                    }
                })
                .build();
    }

    /** Notes that an absence was read, so that another is dropped before it. */
    void read(Object key) {
        var unused = absences.getIfPresent(key);
    }

    /** Notes what stands under a key: an absence, or not. */
    void note(Object key, @Nullable MemoryRecord stands) {
        if (stands != null && stands.isAbsence()) {
            absences.put(key, (ValueRecord) stands);
        } else {
            absences.invalidate(key);
        }
    }

    /** Drops those that are too many and were not dropped yet. */
    void cleanUp() {
        absences.cleanUp();
    }

    /** Forgets all of them. */
    void drop() {
        absences.invalidateAll();
    }
}
