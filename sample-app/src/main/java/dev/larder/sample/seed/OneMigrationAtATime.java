// SPDX-License-Identifier: Apache-2.0
package dev.larder.sample.seed;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.Flyway;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.stereotype.Component;

/**
 * Lets instances that start at once migrate one after the other. Flyway alone does not: in H2 it locks the rows of its history, and that
 * of a new database has none.
 */
@Component
class OneMigrationAtATime implements FlywayMigrationStrategy {

    @Override
    public void migrate(Flyway flyway) {
        try (Connection lock = flyway.getConfiguration().getDataSource().getConnection();
                Statement statement = lock.createStatement()) {
            // Not where Flyway looks, which wants a new database to be empty.
            create(statement, "create schema if not exists start");
            create(statement, "create table if not exists start.lock (id int primary key)");
            lock.setAutoCommit(false);
            // Waits for whoever has inserted this row, until he takes it back.
            statement.execute("insert into start.lock (id) values (1)");
            flyway.migrate();
            lock.rollback();
        } catch (SQLException failed) {
            throw new IllegalStateException("the database could not be locked for its migration", failed);
        }
    }

    /** H2's "if not exists" loses a race with another instance, with one of several errors; then the object is there. */
    private static void create(Statement statement, String ddl) throws SQLException {
        try {
            statement.execute(ddl);
        } catch (SQLException raced) {
            statement.execute(ddl);
        }
    }
}
