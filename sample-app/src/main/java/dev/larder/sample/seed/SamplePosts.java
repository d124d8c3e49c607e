// SPDX-License-Identifier: Apache-2.0
package dev.larder.sample.seed;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.springframework.jdbc.core.JdbcTemplate;

/** 5,000 posts, with up to 8 reactions and 4 comments each. */
final class SamplePosts {

    static final int COUNT = 5_000;

    private static final int MOST_REACTIONS = 8;
    private static final int MOST_COMMENTS = 4;
    private static final Instant FIRST = Instant.parse("2026-01-01T08:00:00Z");
    private static final List<String> KINDS =
            List.of("LIKE", "LIKE", "LIKE", "LOVE", "LOVE", "LAUGH", "WOW", "SAD", "ANGRY");

    private final Random random = new Random(2);
    private final SampleTexts texts = new SampleTexts(random);
    private final List<Object[]> posts = new ArrayList<>();
    private final List<Object[]> reactions = new ArrayList<>();
    private final List<Object[]> comments = new ArrayList<>();

    void fill(JdbcTemplate database) {
        Instant time = FIRST;
        for (int id = 1; id <= COUNT; id++) {
            time = time.plusSeconds(600 + random.nextInt(7_200));
            add(id, time);
        }
        database.batchUpdate("insert into posts (id, author_id, text, posted_at) values (?, ?, ?, ?)", posts);
        database.batchUpdate("insert into reactions (post_id, user_id, kind) values (?, ?, ?)", reactions);
        database.batchUpdate(
                "insert into comments (id, post_id, author_id, text, written_at) values (?, ?, ?, ?, ?)", comments);
    }

    private void add(int post, Instant time) {
        posts.add(new Object[] {post, SampleUsers.popular(random), texts.post(), time.atOffset(ZoneOffset.UTC)});
        for (int user : SampleUsers.some(random, random.nextInt(MOST_REACTIONS + 1))) {
            reactions.add(new Object[] {post, user, KINDS.get(random.nextInt(KINDS.size()))});
        }
        Instant commented = time;
        for (int count = random.nextInt(MOST_COMMENTS + 1); count > 0; count--) {
            commented = commented.plus(Duration.ofMinutes(1 + random.nextInt(60)));
            comments.add(new Object[] {
                comments.size() + 1,
                post,
                SampleUsers.popular(random),
                texts.comment(),
                commented.atOffset(ZoneOffset.UTC)
            });
        }
    }
}
