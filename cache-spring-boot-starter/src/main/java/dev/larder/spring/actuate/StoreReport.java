// SPDX-License-Identifier: Apache-2.0
package dev.larder.spring.actuate;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.larder.store.StoreStatistics;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** What a store holds of a cache; {@code null} is what it cannot tell. The names are those of {@link StoreStatistics}. */
@JsonPropertyOrder(alphabetic = false)
record StoreReport(
        @Nullable Long keys,
        @Nullable Long memoryBytes,
        @Nullable Long evictions) {

    static StoreReport of(StoreStatistics statistics) {
        return new StoreReport(
                orNull(statistics.keys()), orNull(statistics.memoryBytes()), orNull(statistics.evictions()));
    }

    private static @Nullable Long orNull(OptionalLong number) {
        return number.isPresent() ? number.getAsLong() : null;
    }
}
