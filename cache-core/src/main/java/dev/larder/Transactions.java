// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The transactions of the threads that call one cache manager. */
final class Transactions {

    private final CacheTransaction.Source source;
    private final Background background;
    private final AtomicInteger withChanges = new AtomicInteger();

    Transactions(CacheTransaction.Source source, Background background) {
        this.source = source;
        this.background = background;
    }

    /** The calling thread's. */
    @Nullable
    CacheTransaction current() {
        return source.current();
    }

    /** Whether any transaction at all has changed something, so that hits need not look for theirs. */
    boolean anyChanges() {
        return withChanges.get() > 0;
    }

    /** What the calling thread's transaction has changed; null if nothing. */
    @Nullable
    TransactionChanges changes() {
        if (!anyChanges()) {
            return null;
        }
        CacheTransaction transaction = source.current();
        return transaction == null ? null : (TransactionChanges) transaction.participant();
    }

    /** Takes part in the calling thread's transaction; null if it is in none. */
    @Nullable
    TransactionChanges join() {
        CacheTransaction transaction = source.current();
        if (transaction == null) {
            return null;
        }
        TransactionChanges changes = (TransactionChanges) transaction.participant();
        if (changes == null) {
            changes = new TransactionChanges(transaction.readsCommitted(), background, withChanges::decrementAndGet);
            transaction.join(changes);
            withChanges.incrementAndGet();
        }
        return changes;
    }
}
