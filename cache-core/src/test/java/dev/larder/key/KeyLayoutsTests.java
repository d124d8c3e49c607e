// SPDX-License-Identifier: Apache-2.0
package dev.larder.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.larder.key.KeyFixtures.Color;
import dev.larder.key.KeyFixtures.Pair;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Year;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Caches that share a namespace, with random patterns and key types. */
class KeyLayoutsTests {

    private static final long SEED = Long.getLong("larder.test.seed", 20261120L);

    private static final String LONG_TEXT = "x".repeat(300);

    private static final List<String> LITERALS = List.of(
            "a",
            "1",
            "-1",
            "01",
            "1.0",
            "1.",
            "true",
            "RED",
            "x",
            "clock",
            "v1",
            "2026-11-20",
            "2026",
            "NaN",
            UUID.nameUUIDFromBytes(new byte[0]).toString());

    private static final Map<Type, List<?>> VALUES = Map.ofEntries(
            Map.entry(
                    String.class,
                    List.of(
                            "a",
                            "1",
                            "RED",
                            "true",
                            "",
                            "a:1",
                            LONG_TEXT,
                            LONG_TEXT + "y",
                            "%~",
                            "2026",
                            "clock",
                            "v1",
                            "1.0",
                            "NaN")),
            Map.entry(Object.class, List.of("a", "1", 1L, 1, true, Color.RED, LONG_TEXT, List.of("a"), "%(long)1")),
            Map.entry(Long.class, List.of(1L, -1L, Long.MAX_VALUE)),
            Map.entry(Integer.class, List.of(1, -1, 2026)),
            Map.entry(Character.class, List.of('a', '1', 'x', ':')),
            Map.entry(Boolean.class, List.of(true, false)),
            Map.entry(Double.class, List.of(1.0, -1.0, Double.NaN, 0.1)),
            Map.entry(BigDecimal.class, List.of(new BigDecimal("1"), new BigDecimal("1.0"), new BigDecimal("-1"))),
            Map.entry(BigInteger.class, List.of(BigInteger.ONE, BigInteger.valueOf(2026))),
            Map.entry(Color.class, List.of(Color.RED, Color.GREEN)),
            Map.entry(UUID.class, List.of(UUID.nameUUIDFromBytes(new byte[0]))),
            Map.entry(LocalDate.class, List.of(LocalDate.of(2026, 11, 20))),
            Map.entry(Year.class, List.of(Year.of(2026), Year.of(1))),
            Map.entry(Instant.class, List.of(Instant.EPOCH)),
            Map.entry(
                    KeyFixtures.STRINGS,
                    List.of(List.of("a"), List.of("1"), List.of(), List.of("a", "1"), List.of("x"))),
            Map.entry(KeyFixtures.generic(Set.class, Long.class), List.of(Set.of(1L), Set.of(), Set.of(-1L))),
            Map.entry(KeyFixtures.STRING_TO_OBJECT, List.of(Map.of(), Map.of("a", "1"))),
            Map.entry(KeyFixtures.OPTIONAL_STRING, List.of(Optional.of("a"), Optional.empty(), Optional.of("1"))));

    private static final List<Type> TYPES = VALUES.keySet().stream()
            .sorted((a, b) -> a.toString().compareTo(b.toString()))
            .toList();

    private final Random random = new Random(SEED);

    /** One cache and the texts of some of its keys. */
    private record Cache(CacheKeyBuilder keys, Set<String> texts) {}

    @Test
    void cachesThatDoNotMeetShareNoText() {
        System.out.printf("seed %d%n", SEED);
        List<Cache> caches = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            caches.add(cache());
        }
        int apart = 0;
        int meeting = 0;
        int colliding = 0;
        for (Cache one : caches) {
            KeyMatcher all = one.keys()
                    .match(KeyGlob.of(
                            Collections.nCopies(holes(one), KeyGlob.any()).toArray()));
            for (Cache other : caches) {
                boolean meets = one.keys().meets(other.keys());
                boolean collides = !Collections.disjoint(one.texts(), other.texts());
                if (collides && !meets) {
                    fail("seed %d: %s and %s do not meet, but share %s", SEED, one, other, shared(one, other));
                }
                if (!meets && other.texts().stream().limit(3).anyMatch(all::matches)) {
                    fail("seed %d: a pattern over %s matches texts of %s, which does not meet it", SEED, one, other);
                }
                assertThat(other.keys().meets(one.keys())).isEqualTo(meets);
                apart += meets ? 0 : 1;
                meeting += meets ? 1 : 0;
                colliding += collides ? 1 : 0;
            }
            assertThat(one.texts()).allMatch(all::matches);
        }
        System.out.printf("%d pairs apart, %d meeting, of which %d seen to collide%n", apart, meeting, colliding);
        assertThat(apart).isGreaterThan(100_000);
        assertThat(colliding).as("pairs that meet and do share a text").isGreaterThan(meeting / 10);
    }

    @Test
    void namespacesAndPrefixesShareNoTextAndNoneIsTheClock() {
        List<CacheKeyBuilder> builders = new ArrayList<>();
        for (String prefix : new String[] {null, "a", "b", "v1", "clock"}) {
            for (String namespace : List.of("a", "b", "clock", "v", "v1x")) {
                for (int version : new int[] {1, 11}) {
                    builders.add(CacheKeyBuilder.of("a", String.class)
                            .prefix(prefix)
                            .namespace(namespace)
                            .version(version));
                }
            }
        }
        Set<String> clocks = builders.stream()
                .map(keys -> keys.head().substring(0, keys.head().lastIndexOf(":v")) + ":clock")
                .collect(Collectors.toSet());
        for (CacheKeyBuilder one : builders) {
            for (CacheKeyBuilder other : builders) {
                for (String pattern : List.of("{}", "clock:{}", "v1:{}", "a:v1:{}", "v1:a:{}", "a:a:{}", "v1:v1:{}")) {
                    String text = other.pattern(pattern).text("clock");
                    assertThat(text.startsWith(one.pattern("{}").head())).isEqualTo(one == other);
                    assertThat(clocks).doesNotContain(text);
                }
            }
        }
    }

    private Cache cache() {
        int holes = 1 + random.nextInt(2);
        Type first = TYPES.get(random.nextInt(TYPES.size()));
        Type second = TYPES.get(random.nextInt(TYPES.size()));
        List<String> positions = new ArrayList<>(Collections.nCopies(holes, "{}"));
        for (int literals = random.nextInt(3 - holes + 1); literals > 0; literals--) {
            positions.add(random.nextInt(positions.size() + 1), LITERALS.get(random.nextInt(LITERALS.size())));
        }
        Type type = holes == 1 ? first : KeyFixtures.generic(Pair.class, first, second);
        CacheKeyBuilder keys = CacheKeyBuilder.of("cache", type).pattern(String.join(":", positions));
        Set<String> texts = new HashSet<>();
        for (Object one : VALUES.get(first)) {
            if (holes == 1) {
                texts.add(keys.text(one));
            } else {
                VALUES.get(second).forEach(other -> texts.add(keys.text(new Pair<>(one, other))));
            }
        }
        return new Cache(keys, texts);
    }

    private static int holes(Cache cache) {
        return cache.keys().toString().split("\\{}", -1).length - 1;
    }

    private static Set<String> shared(Cache one, Cache other) {
        Set<String> shared = new TreeSet<>(one.texts());
        shared.retainAll(other.texts());
        return shared;
    }
}
