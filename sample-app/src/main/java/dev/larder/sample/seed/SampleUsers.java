// SPDX-License-Identifier: Apache-2.0
package dev.larder.sample.seed;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.springframework.jdbc.core.JdbcTemplate;

/** 200 users, each of whom follows 10 to 40 others; the lower the number, the more followers. */
final class SampleUsers {

    static final int COUNT = 200;

    private static final int FEWEST_FOLLOWED = 10;
    private static final int MOST_FOLLOWED = 40;
    private static final List<String> FIRST_NAMES = List.of(
            "Ada",
            "Barbara",
            "Claude",
            "Donald",
            "Edsger",
            "Frances",
            "Grace",
            "Hedy",
            "Ida",
            "Jean",
            "Ken",
            "Leslie",
            "Margaret",
            "Niklaus",
            "Ole",
            "Peter",
            "Radia",
            "Sophie",
            "Tony",
            "Ursula");
    private static final List<String> LAST_NAMES =
            List.of("Abel", "Blum", "Costa", "Dahl", "Eriksen", "Fontaine", "Garcia", "Huber", "Ito", "Jansen");

    private final Random random = new Random(1);
    private final SampleTexts texts = new SampleTexts(random);

    void fill(JdbcTemplate database) {
        database.batchUpdate(
                "insert into users (id, name, bio) values (?, ?, ?)",
                users().mapToObj(this::user).toList());
        database.batchUpdate(
                "insert into follows (follower_id, followed_id) values (?, ?)",
                users().boxed().flatMap(this::follows).toList());
    }

    /** Returns a user at random; one with a low number is more likely. */
    static int popular(Random random) {
        return 1 + (int) (COUNT * random.nextDouble() * random.nextDouble());
    }

    /** Returns different users at random, in the order in which they were drawn. */
    static Set<Integer> some(Random random, int count) {
        Set<Integer> users = new LinkedHashSet<>();
        while (users.size() < count) {
            users.add(1 + random.nextInt(COUNT));
        }
        return users;
    }

    private static IntStream users() {
        return IntStream.rangeClosed(1, COUNT);
    }

    private Object[] user(int id) {
        // Steps through both lists at once, so that no two users share a name and neighbours share no part of it.
        String first = FIRST_NAMES.get((id - 1) % FIRST_NAMES.size());
        String last = LAST_NAMES.get(((id - 1) + (id - 1) / FIRST_NAMES.size()) % LAST_NAMES.size());
        return new Object[] {id, first + " " + last, texts.bio()};
    }

    private Stream<Object[]> follows(int follower) {
        int count = FEWEST_FOLLOWED + random.nextInt(MOST_FOLLOWED - FEWEST_FOLLOWED + 1);
        Set<Integer> followed = new LinkedHashSet<>();
        while (followed.size() < count) {
            int other = popular(random);
            if (other != follower) {
                followed.add(other);
            }
        }
        return followed.stream().map(other -> new Object[] {follower, other});
    }
}
