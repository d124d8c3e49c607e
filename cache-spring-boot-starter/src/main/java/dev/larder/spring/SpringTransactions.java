// SPDX-License-Identifier: Apache-2.0
package dev.larder.spring;

import dev.larder.CacheTransaction;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * The transactions that Spring manages for the calling thread, for one cache manager.
 *
 * <p>A suspended transaction is none, and so is a scope without an actual transaction. Reactive transactions belong to no thread: in them
 * changes apply at once, and loads are stored. Safe for use by many threads.
 */
public final class SpringTransactions implements CacheTransaction.Source {

    /** Makes a source, to be given to one cache manager. */
    public SpringTransactions() {}

    @Override
    public @Nullable CacheTransaction current() {
        if (!TransactionSynchronizationManager.isActualTransactionActive()
                || !TransactionSynchronizationManager.isSynchronizationActive()) {
            return null;
        }
        SpringTransaction known = (SpringTransaction) TransactionSynchronizationManager.getResource(this);
        return known == null ? SpringTransaction.begin(this) : known;
    }
}
