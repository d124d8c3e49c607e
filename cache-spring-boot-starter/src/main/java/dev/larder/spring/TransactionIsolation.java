// SPDX-License-Identifier: Apache-2.0
package dev.larder.spring;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import org.springframework.jdbc.datasource.ConnectionHolder;
import org.springframework.orm.jpa.EntityManagerHolder;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.util.ClassUtils;

/** What the calling thread's transaction can see. */
final class TransactionIsolation {

    private static final boolean JDBC = isPresent("org.springframework.jdbc.datasource.ConnectionHolder");
    private static final boolean JPA = isPresent("org.springframework.orm.jpa.EntityManagerHolder");

    private TransactionIsolation() {}

    private static boolean isPresent(String name) {
        return ClassUtils.isPresent(name, TransactionIsolation.class.getClassLoader());
    }

    /** Whether it is at READ COMMITTED; not, if nobody can tell. */
    static boolean isReadCommitted() {
        Integer asked = TransactionSynchronizationManager.getCurrentTransactionIsolationLevel();
        return asked == null
                ? JDBC && Jdbc.isReadCommitted(resources())
                : asked == Connection.TRANSACTION_READ_COMMITTED;
    }

    /** Whether reads may be answered by what was read before, in the transaction or around it. */
    static boolean hasPersistenceContext() {
        return JPA && Jpa.isIn(resources());
    }

    private static Collection<Object> resources() {
        return TransactionSynchronizationManager.getResourceMap().values();
    }

    /** Apart, since Spring's JDBC support need not be there. */
    private static final class Jdbc {

        static boolean isReadCommitted(Collection<Object> resources) {
            List<ConnectionHolder> connections = resources.stream()
                    .filter(ConnectionHolder.class::isInstance)
                    .map(ConnectionHolder.class::cast)
                    .toList();
            return !connections.isEmpty() && connections.stream().allMatch(Jdbc::isReadCommitted);
        }

        private static boolean isReadCommitted(ConnectionHolder holder) {
            try {
                return holder.getConnection().getTransactionIsolation() == Connection.TRANSACTION_READ_COMMITTED;
            } catch (SQLException | RuntimeException unknown) {
                return false;
            }
        }
    }

    /** Apart, since Spring's JPA support need not be there. */
    private static final class Jpa {

        static boolean isIn(Collection<Object> resources) {
            return resources.stream().anyMatch(EntityManagerHolder.class::isInstance);
        }
    }
}
