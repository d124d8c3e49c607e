// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import dev.larder.CacheTransaction.Outcome;
import dev.larder.CacheTransaction.Participant;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** Transactions of the test's thread, each of which ends as the test says; an inner one suspends the outer. */
final class TestTransactions implements CacheTransaction.Source {

    private final ThreadLocal<Deque<TestTransaction>> stack = ThreadLocal.withInitial(ArrayDeque::new);

    @Override
    public @Nullable CacheTransaction current() {
        return stack.get().peek();
    }

    TestTransaction begin() {
        TestTransaction transaction = new TestTransaction();
        stack.get().push(transaction);
        return transaction;
    }

    /** Takes part of the cache manager with this source as a framework would. */
    final class TestTransaction implements CacheTransaction {

        boolean readOnly;
        boolean readsCommitted = true;
        boolean remembersReads;
        private @Nullable Participant participant;

        @Override
        public boolean isReadOnly() {
            return readOnly;
        }

        @Override
        public boolean readsCommitted() {
            return readsCommitted;
        }

        @Override
        public boolean remembersReads() {
            return remembersReads;
        }

        @Override
        public @Nullable Participant participant() {
            return participant;
        }

        @Override
        public void join(Participant participant) {
            this.participant = participant;
        }

        void rollBackToSavepoint() {
            if (participant != null) {
                participant.rolledBackToSavepoint();
            }
        }

        /** Gets as far as where the origin commits. */
        void beforeCommit() {
            try {
                if (participant != null) {
                    participant.beforeCommit();
                }
            } catch (CacheStoreUnavailableException refused) {
                end(Outcome.ROLLED_BACK);
                throw refused;
            }
        }

        void commit() {
            beforeCommit();
            end(Outcome.COMMITTED);
        }

        void rollBack() {
            end(Outcome.ROLLED_BACK);
        }

        void end(Outcome outcome) {
            if (stack.get().peek() != this) {
                throw new IllegalStateException("an inner transaction must end first");
            }
            stack.get().pop();
            if (participant != null) {
                participant.completed(outcome);
            }
        }
    }
}
