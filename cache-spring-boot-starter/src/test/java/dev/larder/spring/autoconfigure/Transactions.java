// SPDX-License-Identifier: Apache-2.0
package dev.larder.spring.autoconfigure;

import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;

/** Transactions of Spring's over no resource; counts what it commits. */
final class Transactions extends AbstractPlatformTransactionManager {

    private static final long serialVersionUID = 1L;

    private int committed;

    int committed() {
        return committed;
    }

    @Override
    protected Object doGetTransaction() {
        return new Object();
    }

    @Override
    protected void doBegin(Object transaction, TransactionDefinition definition) {}

    @Override
    protected void doCommit(DefaultTransactionStatus status) {
        committed++;
    }

    @Override
    protected void doRollback(DefaultTransactionStatus status) {}
}
