// SPDX-License-Identifier: Apache-2.0
package dev.larder.benchmarks;

import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;

/** How large the values are. */
public enum Size {
    /** One post, about 300 bytes of JSON. */
    SMALL(1),
    /** A page of posts, about 8 KB of JSON. */
    PAGE(31);

    private static final String TEXT =
            "We walked along the harbour until the lights came on, and then the rain made up its mind. Tomorrow the market, "
                    + "if it holds; bring a coat and someone to carry the oranges.";

    private final int posts;

    Size(int posts) {
        this.posts = posts;
    }

    Feed feed(long user) {
        List<Post> feed = LongStream.range(0, posts)
                .mapToObj(
                        i -> new Post(user * 100 + i, "reader" + i, TEXT, Instant.ofEpochSecond(1_790_000_000 + i), 12))
                .toList();
        return new Feed(user, feed);
    }

    /** What a user sees. */
    record Feed(long user, List<Post> posts) {}

    /** One entry of it. */
    record Post(long id, String author, String text, Instant postedAt, int comments) {}
}
