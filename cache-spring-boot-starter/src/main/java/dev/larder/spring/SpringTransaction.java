// SPDX-License-Identifier: Apache-2.0
package dev.larder.spring;

import dev.larder.CacheTransaction;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * One transaction of a thread, bound to it until it completes. It comes after all other synchronizations, so that it marks what they evict
 * before the commit too; its {@link End} comes before them.
 */
final class SpringTransaction implements CacheTransaction, TransactionSynchronization {

    private final SpringTransactions key;
    private final boolean readOnly;
    private @Nullable Boolean readsCommitted;
    private @Nullable Participant participant;
    private boolean completing;
    private boolean ended;

    private SpringTransaction(SpringTransactions key) {
        this.key = key;
        this.readOnly = TransactionSynchronizationManager.isCurrentTransactionReadOnly();
    }

    static SpringTransaction begin(SpringTransactions key) {
        SpringTransaction transaction = new SpringTransaction(key);
        TransactionSynchronizationManager.registerSynchronization(transaction);
        TransactionSynchronizationManager.registerSynchronization(transaction.new End());
        TransactionSynchronizationManager.bindResource(key, transaction);
        return transaction;
    }

    @Override
    public boolean isReadOnly() {
        return readOnly;
    }

    @Override
    public boolean readsCommitted() {
        Boolean known = readsCommitted;
        if (known == null) {
            known = TransactionIsolation.isReadCommitted();
            readsCommitted = known;
        }
        return known;
    }

    @Override
    public boolean remembersReads() {
        return TransactionIsolation.hasPersistenceContext();
    }

    @Override
    public @Nullable Participant participant() {
        return participant;
    }

    @Override
    public void join(Participant participant) {
        this.participant = participant;
    }

    @Override
    public void suspend() {
        TransactionSynchronizationManager.unbindResourceIfPossible(key);
    }

    /** What was suspended after it began to complete, as by a transaction of a callback's own, is over for its thread. */
    @Override
    public void resume() {
        if (!completing) {
            TransactionSynchronizationManager.bindResource(key, this);
        }
    }

    @Override
    public void savepointRollback(Object savepoint) {
        if (participant != null) {
            participant.rolledBackToSavepoint();
        }
    }

    @Override
    public void beforeCommit(boolean readOnly) {
        if (participant != null) {
            participant.beforeCommit();
        }
    }

    /** What is changed from here on, as by a flush, is marked by nobody: a transaction of its own evicts it afterwards. */
    @Override
    public void beforeCompletion() {
        completing = true;
        TransactionSynchronizationManager.unbindResourceIfPossible(key);
    }

    private void end(Outcome outcome) {
        if (ended) {
            return;
        }
        ended = true;
        completing = true;
        // One that began while the transaction completed has heard of nothing before. The thread may be another's.
        if (TransactionSynchronizationManager.getResource(key) == this) {
            TransactionSynchronizationManager.unbindResource(key);
        }
        if (participant != null) {
            participant.completed(outcome);
        }
    }

    /** Before all other synchronizations, so that they read what the transaction has changed once it has committed. */
    private final class End implements TransactionSynchronization {

        @Override
        public int getOrder() {
            return HIGHEST_PRECEDENCE;
        }

        @Override
        public void afterCommit() {
            end(Outcome.COMMITTED);
        }

        @Override
        public void afterCompletion(int status) {
            end(
                    switch (status) {
                        case STATUS_COMMITTED -> Outcome.COMMITTED;
                        case STATUS_ROLLED_BACK -> Outcome.ROLLED_BACK;
                        default -> Outcome.UNKNOWN;
                    });
        }
    }
}
