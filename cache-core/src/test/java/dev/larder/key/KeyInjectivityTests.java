// SPDX-License-Identifier: Apache-2.0
package dev.larder.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.larder.key.KeyFixtures.FeedPage;
import dev.larder.key.KeyFixtures.Page;
import dev.larder.key.KeyFixtures.Pair;
import dev.larder.key.KeyFixtures.Search;
import dev.larder.key.KeyFixtures.Tree;
import dev.larder.key.KeyFixtures.Wrapper;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Compares every key with every other of its type, by way of two maps: 6,000 keys of a type are 18 million pairs.
 *
 * <p>Another run: {@code -Dlarder.test.seed=…}; longer: {@code -Dlarder.test.keys=…}.
 */
class KeyInjectivityTests {

    private static final long SEED = Long.getLong("larder.test.seed", 20261120L);
    private static final int KEYS = Integer.getInteger("larder.test.keys", 6_000);

    static Stream<Arguments> keys() {
        return Stream.of(
                of(Object.class, keys -> keys.any(3)),
                of(Object.class, HostileKeys::single),
                of(String.class, HostileKeys::text),
                of(Long.class, HostileKeys::number),
                of(Double.class, HostileKeys::floating),
                of(Float.class, keys -> (float) keys.floating()),
                of(
                        Number.class,
                        keys -> keys.<Number>oneOf(
                                keys::number,
                                () -> (int) keys.number(),
                                keys::floating,
                                () -> (float) keys.floating(),
                                () -> (short) keys.below(3))),
                of(FeedPage.class, keys -> new FeedPage(keys.number(), (int) keys.number())),
                of(Page.class, HostileKeys::page),
                of(Search.class, keys -> keys.search(2)),
                of(Tree.class, keys -> keys.tree(3)),
                of(Wrapper.class, HostileKeys::wrapper),
                of(
                        KeyFixtures.generic(Pair.class, String.class, Object.class),
                        keys -> new Pair<>(keys.textOrNull(), keys.anyOrNull(2))),
                of(
                        KeyFixtures.generic(Pair.class, Page.class, KeyFixtures.OPTIONAL_STRING),
                        keys -> new Pair<>(
                                keys.below(4) == 0 ? null : keys.page(),
                                keys.below(4) == 0 ? null : Optional.ofNullable(keys.textOrNull()))),
                of(KeyFixtures.OBJECTS, keys -> keys.list(() -> keys.anyOrNull(2))),
                of(KeyFixtures.STRINGS, keys -> keys.list(keys::textOrNull)),
                of(
                        KeyFixtures.NESTED_STRINGS,
                        keys -> keys.list(() -> keys.below(6) == 0 ? null : keys.list(keys::textOrNull))),
                of(KeyFixtures.STRING_SET, keys -> keys.set(keys::textOrNull)),
                of(KeyFixtures.STRING_TO_OBJECT, keys -> keys.map(keys::textOrNull, () -> keys.anyOrNull(1))));
    }

    @ParameterizedTest(name = "{0} #{index}")
    @MethodSource("keys")
    void everyTextIsCompletedFromAllOfItAndFromItsParts(Type declared, Function<HostileKeys, ?> next) {
        HostileKeys hostile = new HostileKeys(SEED);
        CacheKeyBuilder builder = CacheKeyBuilder.of("cache", declared);

        for (int i = 0; i < KEYS / 10; i++) {
            String text = builder.text(next.apply(hostile));
            assertThat(builder.complete(text)).isEqualTo(text);
            assertThat(builder.complete(text.substring(builder.head().length())))
                    .isEqualTo(text);
        }
    }

    @ParameterizedTest(name = "{0} #{index}")
    @MethodSource("keys")
    void equalKeysAndOnlyTheyHaveEqualTexts(Type declared, Function<HostileKeys, ?> next) {
        System.out.printf("seed %d, %d keys of %s%n", SEED, KEYS, declared.getTypeName());
        HostileKeys hostile = new HostileKeys(SEED);
        Texts texts = new Texts(CacheKeyBuilder.of("cache", declared));

        for (int i = 0; i < KEYS; i++) {
            Object key = next.apply(hostile);
            String text = texts.add(key);
            texts.add(hostile.twin(key));
            if (declared == Object.class) {
                List<String> pieces =
                        Arrays.asList(text.substring("cache:v1:".length()).split(",", -1));
                texts.add(pieces.size() == 1 ? pieces.get(0) : pieces);
            }
            if (declared.equals(String.class)) {
                texts.add(text.substring("cache:v1:".length()));
            }
        }

        assertThat(texts.byKey.size()).isEqualTo(texts.byText.size()).isGreaterThan(20);
    }

    private static Arguments of(Type declared, Function<HostileKeys, ?> next) {
        return Arguments.of(declared, next);
    }

    /** All keys seen, by text, and all texts, by key. */
    private static final class Texts {

        private final CacheKeyBuilder builder;
        private final Map<String, Object> byText = new HashMap<>();
        private final Map<Object, String> byKey = new HashMap<>();

        Texts(CacheKeyBuilder builder) {
            this.builder = builder;
        }

        String add(Object key) {
            String text = builder.text(key);
            Object other = byText.putIfAbsent(text, key);
            if (other == null) {
                requireClean(text);
            } else if (!other.equals(key)) {
                fail(
                        "seed %d: the unequal keys %s and %s have one text: %s",
                        SEED, describe(other), describe(key), text);
            }
            String otherText = byKey.putIfAbsent(key, text);
            if (otherText != null && !otherText.equals(text)) {
                fail("seed %d: the key %s has two texts: %s and %s", SEED, describe(key), otherText, text);
            }
            return text;
        }

        private static void requireClean(String text) {
            for (int i = "cache:v1:".length(); i < text.length(); i++) {
                char c = text.charAt(i);
                boolean clean = c < 0x80 ? c > ' ' && c != 0x7F && "{}*?[]\\".indexOf(c) < 0 : isClean(text, i);
                if (!clean) {
                    fail("seed %d: the text %s has a character raw that must not be, at %d", SEED, describe(text), i);
                }
            }
        }

        private static boolean isClean(String text, int at) {
            char c = text.charAt(at);
            if (Character.isSurrogate(c)) {
                return Character.isHighSurrogate(c)
                        ? at + 1 < text.length() && Character.isLowSurrogate(text.charAt(at + 1))
                        : Character.isHighSurrogate(text.charAt(at - 1));
            }
            return !Character.isISOControl(c) && !Character.isWhitespace(c) && !Character.isSpaceChar(c);
        }

        private static String describe(Object key) {
            StringBuilder out = new StringBuilder(key.getClass().getSimpleName()).append(' ');
            key.toString()
                    .chars()
                    .limit(300)
                    .forEach(c -> out.append(c > ' ' && c < 0x7F ? "" + (char) c : "\\u%04X".formatted(c)));
            return out.toString();
        }
    }
}
