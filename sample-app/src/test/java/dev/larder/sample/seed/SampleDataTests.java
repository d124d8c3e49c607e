// SPDX-License-Identifier: Apache-2.0
package dev.larder.sample.seed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class SampleDataTests {

    private static final JdbcTemplate FILLED = filled();

    @ParameterizedTest
    @CsvSource({"users, 200", "posts, 5000", "conversations, 50", "messages, 10000"})
    void fillsIn(String table, long count) {
        assertThat(count("select count(*) from " + table)).isEqualTo(count);
    }

    @Test
    void twoInstancesThatStartAtOnceFillInTheSameDataOnce() throws InterruptedException, ExecutionException {
        String url = newDatabase();
        CyclicBarrier start = new CyclicBarrier(2);
        ExecutorService instances = Executors.newFixedThreadPool(2);
        try {
            List<Future<?>> migrations = new ArrayList<>();
            for (int instance = 0; instance < 2; instance++) {
                migrations.add(instances.submit(() -> {
                    start.await();
                    new OneMigrationAtATime().migrate(flyway(url));
                    return true;
                }));
            }
            for (Future<?> migration : migrations) {
                migration.get();
            }
        } finally {
            instances.shutdownNow();
        }
        for (String table : List.of("users", "follows", "posts", "comments", "reactions", "members", "messages")) {
            assertThat(rows(database(url), table)).as(table).isNotEmpty().isEqualTo(rows(FILLED, table));
        }
    }

    @Test
    void nobodyMigratesWhileSomebodyElseDoes() throws SQLException {
        String url = "jdbc:h2:mem:%s;DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=1".formatted(UUID.randomUUID());
        OneMigrationAtATime migrations = new OneMigrationAtATime();
        database(url).execute("create schema start; create table start.lock (id int primary key)");
        try (Connection other = DriverManager.getConnection(url)) {
            other.setAutoCommit(false);
            other.createStatement().execute("insert into start.lock (id) values (1)");

            assertThatIllegalStateException()
                    .isThrownBy(() -> migrations.migrate(flyway(url)))
                    .withMessage("the database could not be locked for its migration");
            other.rollback();
        }
        migrations.migrate(flyway(url));
        assertThat(rows(database(url), "users")).hasSize(200);
    }

    @Test
    void noTwoUsersHaveOneName() {
        assertThat(count("select count(distinct name) from users")).isEqualTo(200);
    }

    @Test
    void eachUserFollowsTenToFortyOthers() {
        assertThat(FILLED.queryForList("select count(*) from follows group by follower_id", Long.class))
                .hasSize(200)
                .allSatisfy(followed -> assertThat(followed).isBetween(10L, 40L));
    }

    @Test
    void messagesAreOfMembers() {
        assertThat(count("""
                select count(*) from messages where (conversation_id, author_id) not in
                    (select conversation_id, user_id from members)""")).isZero();
    }

    @ParameterizedTest
    @CsvSource({"posts, posted_at", "messages, sent_at"})
    void timeGoesOnWithTheIds(String table, String time) {
        assertThat(FILLED.queryForList("select id from %s order by %s".formatted(table, time), Long.class))
                .isSorted();
    }

    @ParameterizedTest
    @CsvSource({
        "posts, 'author_id, text, posted_at', '1, ''new'', now()'",
        "comments, 'post_id, author_id, text, written_at', '1, 1, ''new'', now()'",
        "messages, 'conversation_id, author_id, text, sent_at', '1, 1, ''new'', now()'"
    })
    void newIdsGoOnAfterThoseFilledIn(String table, String columns, String values) {
        long last = count("select max(id) from " + table);
        new TransactionTemplate(new JdbcTransactionManager(FILLED.getDataSource())).executeWithoutResult(status -> {
            FILLED.update("insert into %s (%s) values (%s)".formatted(table, columns, values));
            assertThat(count("select max(id) from " + table)).isEqualTo(last + 1);
            status.setRollbackOnly();
        });
    }

    private static long count(String query) {
        return FILLED.queryForObject(query, Long.class);
    }

    private static List<?> rows(JdbcTemplate database, String table) {
        return database.queryForList("select * from %s order by 1, 2".formatted(table));
    }

    private static JdbcTemplate filled() {
        String url = newDatabase();
        flyway(url).migrate();
        return database(url);
    }

    private static String newDatabase() {
        return "jdbc:h2:mem:%s;DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=60000".formatted(UUID.randomUUID());
    }

    private static JdbcTemplate database(String url) {
        return new JdbcTemplate(new DriverManagerDataSource(url));
    }

    private static Flyway flyway(String url) {
        return Flyway.configure()
                .dataSource(url, null, null)
                .javaMigrations(new SampleDataMigration())
                .load();
    }
}
