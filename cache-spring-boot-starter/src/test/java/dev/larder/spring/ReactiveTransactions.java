// SPDX-License-Identifier: Apache-2.0
package dev.larder.spring;

import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.reactive.AbstractReactiveTransactionManager;
import org.springframework.transaction.reactive.GenericReactiveTransaction;
import org.springframework.transaction.reactive.TransactionSynchronizationManager;
import reactor.core.publisher.Mono;

/** Reactive transactions of Spring's over no resource. */
final class ReactiveTransactions extends AbstractReactiveTransactionManager {

    private static final long serialVersionUID = 1L;

    @Override
    protected Object doGetTransaction(TransactionSynchronizationManager synchronizations) {
        return new Object();
    }

    @Override
    protected Mono<Void> doBegin(
            TransactionSynchronizationManager synchronizations, Object transaction, TransactionDefinition definition) {
        return Mono.empty();
    }

    @Override
    protected Mono<Void> doCommit(
            TransactionSynchronizationManager synchronizations, GenericReactiveTransaction status) {
        return Mono.empty();
    }

    @Override
    protected Mono<Void> doRollback(
            TransactionSynchronizationManager synchronizations, GenericReactiveTransaction status) {
        return Mono.empty();
    }
}
