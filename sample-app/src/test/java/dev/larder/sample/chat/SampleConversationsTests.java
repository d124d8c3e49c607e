// SPDX-License-Identifier: Apache-2.0
package dev.larder.sample.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabase;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseBuilder;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseType;

class SampleConversationsTests {

    private final EmbeddedDatabase first = filled();
    private final EmbeddedDatabase second = filled();

    @AfterEach
    void shutDown() {
        first.shutdown();
        second.shutdown();
    }

    @Test
    void fillsInFiftyConversationsAndTenThousandMessages() {
        JdbcTemplate database = new JdbcTemplate(first);
        assertThat(database.queryForObject("select count(*) from conversation", Long.class))
                .isEqualTo(50);
        assertThat(database.queryForObject("select count(*) from message", Long.class))
                .isEqualTo(10_000);
        assertThat(database.queryForList("select distinct conversation_id from message"))
                .hasSize(50);
    }

    @Test
    void fillsInTheSameMessagesEachTime() {
        assertThat(rows(second)).isEqualTo(rows(first));
    }

    private static List<?> rows(EmbeddedDatabase database) {
        return new JdbcTemplate(database).queryForList("select * from message order by id");
    }

    private static EmbeddedDatabase filled() {
        EmbeddedDatabase database = new EmbeddedDatabaseBuilder()
                .setType(EmbeddedDatabaseType.H2)
                .generateUniqueName(true)
                .addScript("schema.sql")
                .build();
        new SampleConversations(new JdbcTemplate(database)).afterPropertiesSet();
        return database;
    }
}
