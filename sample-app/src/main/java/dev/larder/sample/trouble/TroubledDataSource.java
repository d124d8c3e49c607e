// SPDX-License-Identifier: Apache-2.0
package dev.larder.sample.trouble;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** A database that has the trouble it is told to have. */
final class TroubledDataSource extends DelegatingDataSource {

    private volatile Trouble trouble = Trouble.NONE;

    TroubledDataSource(DataSource database) {
        super(database);
    }

    void have(Trouble trouble) {
        this.trouble = trouble;
    }

    @Override
    public Connection getConnection() throws SQLException {
        befall(trouble);
        return super.getConnection();
    }

    private static void befall(Trouble trouble) throws SQLException {
        try {
            Thread.sleep(trouble.delay().toMillis());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new SQLTransientConnectionException("interrupted while waiting for a connection", interrupted);
        }
        if (trouble.failing()) {
            throw new SQLTransientConnectionException("the database was told to fail");
        }
    }
}
