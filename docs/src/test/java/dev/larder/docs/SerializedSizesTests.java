// SPDX-License-Identifier: Apache-2.0
package dev.larder.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.serializer.CacheSerializer;
import dev.larder.serializer.Compression;
import dev.larder.serializer.ValueSerializer;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The sizes in docs/serialization.md are measured. */
class SerializedSizesTests {

    private static final List<String> WORDS =
            List.of(("coffee green tea small large paper travel winter summer note light heavy"
                            + " morning evening river lamp table chair window garden")
                    .split(" "));
    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

    record Line(String sku, String title, int quantity, BigDecimal price) {}

    record Order(long id, String customer, Instant placed, List<Line> lines) {}

    record Post(long id, String author, String text, Instant at, List<String> tags, int likes) {}

    record Posts(List<Post> posts, Optional<String> next) {}

    private final Random random = new Random(1);

    private String words(int count) {
        return Stream.generate(() -> WORDS.get(random.nextInt(WORDS.size())))
                .limit(count)
                .collect(Collectors.joining(" "));
    }

    private Order order() {
        return new Order(
                9_000_000_123L,
                "Ada Lovelace",
                NOON.plusMillis(123),
                IntStream.range(0, 20)
                        .mapToObj(i -> new Line(
                                "SKU-" + (10_000 + random.nextInt(90_000)),
                                words(3),
                                1 + random.nextInt(9),
                                BigDecimal.valueOf(100 + random.nextInt(9_900), 2)))
                        .toList());
    }

    private Posts posts() {
        return new Posts(
                IntStream.range(0, 50)
                        .mapToObj(i -> new Post(
                                9_000_000_000L + random.nextInt(1_000_000),
                                "user" + random.nextInt(200),
                                words(8 + random.nextInt(25)),
                                NOON.minusSeconds(random.nextInt(1_000_000)),
                                List.of(words(1), words(1)),
                                random.nextInt(1_000)))
                        .toList(),
                Optional.of("p2"));
    }

    @Test
    void theSizesOnThePageAreThoseOfTheseValues() {
        String page = Guide.read(Guide.root().resolve("docs/serialization.md"));
        Stream<String> rows = Stream.of(
                        Map.entry("an order of 20 lines", order()), Map.entry("a page of 50 posts", posts()))
                .flatMap(value -> Stream.of(
                        row(value.getKey(), value.getValue(), Compression.none()),
                        row(value.getKey() + ", LZ4", value.getValue(), Compression.lz4()),
                        row(value.getKey() + ", Zstandard", value.getValue(), Compression.zstd())));

        assertThat(page).contains(rows.collect(Collectors.joining("\n")));
    }

    private static String row(String name, Object value, Compression compression) {
        return Stream.of(CacheSerializer.json(), CacheSerializer.smile(), CacheSerializer.messagePack())
                .map(serializer -> size(serializer, value, compression.threshold(0)))
                .map(size -> String.format(Locale.ROOT, "%,d", size))
                .collect(Collectors.joining(" | ", "| " + name + " | ", " |"));
    }

    private static int size(CacheSerializer serializer, Object value, Compression compression) {
        ValueSerializer<Object> bound = serializer.forType(value.getClass());
        return compression.pack(bound.write(value), Integer.MAX_VALUE).bytes().length;
    }
}
