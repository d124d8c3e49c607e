// SPDX-License-Identifier: Apache-2.0
package dev.larder.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.fail;

import dev.larder.key.KeyFixtures.Color;
import dev.larder.key.KeyFixtures.FeedPage;
import dev.larder.key.KeyFixtures.Page;
import dev.larder.key.KeyFixtures.Search;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyGlobTests {

    private static final long SEED = Long.getLong("larder.test.seed", 20261120L);

    private final CacheKeyBuilder feed =
            CacheKeyBuilder.of("feed", FeedPage.class).pattern("user:{}:page:{}");
    private final CacheKeyBuilder strings = CacheKeyBuilder.of("names", String.class);
    private final CacheKeyBuilder pages = CacheKeyBuilder.of("pages", Page.class);

    @Test
    void matchesAllKeysWithAValueInOnePartAndAnyInAnother() {
        KeyMatcher pagesOf7 = feed.match(KeyGlob.of(7L, KeyGlob.any()));

        assertThat(pagesOf7.redisPattern()).isEqualTo("feed:v1:user:7:page:*");
        assertThat(pagesOf7.literalHead()).isEqualTo("feed:v1:user:7:page:");
        assertThat(pagesOf7.matches(feed.text(new FeedPage(7, 3)))).isTrue();
        assertThat(pagesOf7.matches(feed.text(new FeedPage(77, 3)))).isFalse();
        assertThat(pagesOf7.matches("feed:v1:user:7:page")).isFalse();
        assertThat(pagesOf7.matches("feed:v1:user:7:page:3:more")).isFalse();
        assertThat(pagesOf7.matches("feed:v1:user:7:page:three")).isFalse();
        assertThat(pagesOf7.matches("feed:v2:user:7:page:3")).isFalse();
    }

    @Test
    void matchesOneKeyWhenEveryPartIsAValue() {
        KeyMatcher one = feed.match(KeyGlob.of(7L, 3));

        assertThat(one.redisPattern()).isEqualTo(feed.text(new FeedPage(7, 3))).isEqualTo(one.literalHead());
        assertThat(one.matches(feed.text(new FeedPage(7, 3)))).isTrue();
    }

    @Test
    void takesValuesLiterallyWhateverSignsTheyHold() {
        KeyMatcher star = strings.match(KeyGlob.of("a*[b]?\\"));

        assertThat(star.redisPattern()).isEqualTo("names:v1:a%2A%5Bb%5D%3F%5C");
        assertThat(star.matches(strings.text("a*[b]?\\"))).isTrue();
        assertThat(star.matches(strings.text("axx[b]?\\"))).isFalse();
    }

    @Test
    void matchesNullOnlyByNullAndAny() {
        String text = pages.text(new Page(null, "q"));

        assertThat(pages.match(KeyGlob.of(null, "q")).matches(text)).isTrue();
        assertThat(pages.match(KeyGlob.of(KeyGlob.any(), "q")).matches(text)).isTrue();
        assertThat(pages.match(KeyGlob.of(KeyGlob.glob("*"), "q")).matches(text))
                .isFalse();
        assertThat(pages.match(KeyGlob.of("", "q")).matches(text)).isFalse();
    }

    @Test
    void matchesGlobsAgainstTheTextBeforeItIsEscaped() {
        KeyMatcher matcher = strings.match(KeyGlob.of(KeyGlob.glob("a:*")));

        assertThat(matcher.redisPattern()).isEqualTo("names:v1:a%3A*");
        assertThat(matcher.matches(strings.text("a:b c"))).isTrue();
        assertThat(matcher.matches(strings.text("a%3Ab"))).isFalse();
        assertThat(strings.match(KeyGlob.of(KeyGlob.glob("?"))).matches(strings.text("\u2028")))
                .isTrue();
        assertThat(strings.match(KeyGlob.of(KeyGlob.glob("?"))).matches(strings.text("\uD83D\uDE00")))
                .isTrue();
        assertThat(strings.match(KeyGlob.of(KeyGlob.glob("\\*\\?\\\\"))).matches(strings.text("*?\\")))
                .isTrue();
        assertThat(strings.match(KeyGlob.of(KeyGlob.glob("\\*"))).matches(strings.text("a")))
                .isFalse();
    }

    @Test
    void matchesGlobsAgainstNumbersAndEnumsButNotAgainstTheMarksOfOpenTypes() {
        assertThat(feed.match(KeyGlob.of(KeyGlob.glob("1*3"), KeyGlob.any())).matches(feed.text(new FeedPage(123, 1))))
                .isTrue();
        CacheKeyBuilder colors = CacheKeyBuilder.of("c", Color.class);
        assertThat(colors.match(KeyGlob.of(KeyGlob.glob("*EE?"))).matches(colors.text(Color.RED)))
                .isFalse();
        assertThat(colors.match(KeyGlob.of(KeyGlob.glob("*EE?"))).matches(colors.text(Color.GREEN)))
                .isTrue();
        CacheKeyBuilder open = CacheKeyBuilder.of("c", Object.class);
        KeyMatcher all = open.match(KeyGlob.of(KeyGlob.glob("*")));
        assertThat(all.matches(open.text("1"))).isTrue();
        assertThat(all.matches(open.text(1))).isFalse();
        assertThat(all.matches(open.text(List.of("x".repeat(400))))).isFalse();
    }

    @Test
    void matchesLongKeysByTheirReadableHead() {
        KeyMatcher matcher = strings.match(KeyGlob.of(KeyGlob.glob("x?x*")));

        assertThat(matcher.matches(strings.text("x".repeat(1000)))).isTrue();
        assertThat(matcher.matches(strings.text("y".repeat(1000)))).isFalse();
        assertThat(strings.match(KeyGlob.of(KeyGlob.glob("x".repeat(199)))).matches(strings.text("x".repeat(1000))))
                .isFalse();
        assertThat(strings.match(KeyGlob.of("x".repeat(1000))).matches(strings.text("x".repeat(1000))))
                .isTrue();
        assertThat(strings.match(KeyGlob.of("x".repeat(1000))).matches(strings.text("x".repeat(1001))))
                .isFalse();
        Page page = new Page("x".repeat(1000), "q");
        assertThat(pages.match(KeyGlob.of(KeyGlob.any(), "q")).matches(pages.text(page)))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"*x", "a*b", "**", "a*?"})
    void refusesAGlobThatWouldReachIntoTheHash(String glob) {
        assertRefused(
                strings,
                KeyGlob.of(KeyGlob.glob(glob)),
                "the glob \"" + glob + "\" would reach into the hash",
                "use one * at the end");
        assertRefused(
                strings,
                KeyGlob.of(KeyGlob.glob("x".repeat(200) + "*")),
                "would reach into the hash",
                "after at most 199 characters");
        assertRefused(strings, KeyGlob.of(KeyGlob.glob("\u2028".repeat(23) + "*")), "would reach into the hash");
        assertThat(CacheKeyBuilder.of("c", UUID.class)
                        .match(KeyGlob.of(KeyGlob.glob(glob)))
                        .redisPattern())
                .startsWith("c:v1:");
    }

    @Test
    void refusesAPatternWithAnotherNumberOfPartsThanTheKeyHas() {
        assertRefused(
                feed,
                KeyGlob.of(7L),
                "Cache 'feed' cannot match the pattern (7): it gives 1 where a key has 2 parts (user, number)",
                "use KeyGlob.any()");
        assertRefused(strings, KeyGlob.of(), "it gives 0 where a key has 1 part (java.lang.String)");
    }

    @Test
    void refusesAValueThatTheKeyTypeCannotHaveThere() {
        assertRefused(
                feed,
                KeyGlob.of(7, KeyGlob.any()),
                "(7, any): it holds a java.lang.Integer where its declared type has a java.lang.Long");
        assertRefused(feed, KeyGlob.of(new FeedPage(1, 2), 1), "where its declared type has a java.lang.Long");
    }

    @Test
    void refusesAGlobInAGroup() {
        CacheKeyBuilder search = CacheKeyBuilder.of("search", Search.class);
        KeyGlob.Wildcard any = KeyGlob.any();

        assertRefused(
                search,
                KeyGlob.of(any, any, KeyGlob.glob("a*"), any),
                "the glob \"a*\" for tags stands where a key has a group of values");
        assertThat(search.match(KeyGlob.of(any, any, Arrays.asList("a", "b"), any))
                        .redisPattern())
                .isEqualTo("search:v1:*:*:a,b:*");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\", "a\\b", "**\\"})
    void refusesABackslashThatEscapesNothing(String glob) {
        assertThatExceptionOfType(InvalidCacheKeyException.class)
                .isThrownBy(() -> KeyGlob.glob(glob))
                .withMessageContaining("has a \\ that is not followed by *, ? or \\");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "%", "%3", "%ZZ", "%E2", "%E2%80", "%61", "%FF%FF%FF", "%F0%9F%98%80", "\uD800"})
    void answersForTextsThatNobodyWrote(String part) {
        KeyMatcher all = strings.match(KeyGlob.of(KeyGlob.glob("?*")));

        assertThat(all.matches("names:v1:" + part)).isEqualTo(part.equals("\uD800"));
        assertThat(all.matches(part)).isFalse();
        assertThat(all.matches("names:v1")).isFalse();
    }

    @Test
    void matchesExactlyTheKeysThatAreMeantAndItsRedisPatternFindsThemAll() {
        System.out.printf("seed %d%n", SEED);
        HostileKeys hostile = new HostileKeys(SEED);
        int matched = 0;
        for (int i = 0; i < 20_000; i++) {
            Page key = hostile.page();
            String text = pages.text(key);
            String globbed = glob(hostile, key.user());
            String literal = hostile.below(2) == 0 ? key.query() : hostile.textOrNull();
            KeyMatcher matcher;
            try {
                matcher = pages.match(KeyGlob.of(KeyGlob.glob(globbed), literal));
            } catch (InvalidCacheKeyException e) {
                assertThat(e).hasMessageContaining("would reach into the hash");
                continue;
            }
            boolean expected = key.user() != null && means(globbed, key.user()) && Objects.equals(literal, key.query());
            if (matcher.matches(text) != expected) {
                fail("seed %d: %s must %s %s", SEED, matcher, expected ? "match" : "not match", text);
            }
            if (expected && !redisMatches(matcher.redisPattern(), text)) {
                fail("seed %d: Redis does not find %s by %s", SEED, text, matcher);
            }
            assertThat(text.startsWith(matcher.literalHead()) || !expected).isTrue();
            matched += expected ? 1 : 0;
        }
        assertThat(matched).as("how many matched").isGreaterThan(1_000);
    }

    @Test
    void everyTextThatMatchesBeginsWithTheLiteralHead() {
        System.out.printf("seed %d%n", SEED);
        HostileKeys hostile = new HostileKeys(SEED);
        List<CacheKeyBuilder> builders = List.of(
                pages,
                pages.prefix("app").namespace("a_b").version(12),
                pages.pattern("{}:{}"),
                pages.pattern("{}:of:{}:more"));
        int matched = 0;
        int longer = 0;
        for (int i = 0; i < 20_000; i++) {
            CacheKeyBuilder keys = builders.get(hostile.below(builders.size()));
            Page key = hostile.page();
            KeyMatcher matcher;
            try {
                matcher = keys.match(KeyGlob.of(wanted(hostile, key.user()), wanted(hostile, key.query())));
            } catch (InvalidCacheKeyException e) {
                assertThat(e).hasMessageContaining("would reach into the hash");
                continue;
            }
            for (String text : List.of(keys.text(key), damaged(hostile, keys.text(key)))) {
                if (matcher.matches(text)) {
                    assertThat(text).as("seed %d: %s", SEED, matcher).startsWith(matcher.literalHead());
                    matched++;
                    longer += matcher.literalHead().length() > keys.head().length() ? 1 : 0;
                }
            }
        }
        assertThat(matched).as("how many matched").isGreaterThan(5_000);
        assertThat(longer).as("of which by a longer head than all keys have").isGreaterThan(1_000);
    }

    /** A value, a glob that nearly fits one, or anything. */
    private static Object wanted(HostileKeys hostile, String value) {
        return hostile.<Object>oneOf(() -> value, () -> KeyGlob.glob(glob(hostile, value)), KeyGlob::any);
    }

    /** A text that nobody may have written: something is put into it, or taken out. */
    private static String damaged(HostileKeys hostile, String text) {
        int at = hostile.below(text.length() + 1);
        int taken = hostile.below(Math.min(3, text.length() - at + 1));
        return text.substring(0, at) + hostile.text() + text.substring(at + taken);
    }

    /** A glob that nearly fits a text: some of its beginning, signs in between, at times a star at the end. */
    private static String glob(HostileKeys hostile, String text) {
        int[] points =
                (text == null ? "a" : text).codePoints().limit(hostile.below(6)).toArray();
        StringBuilder glob = new StringBuilder();
        for (int point : points) {
            if (hostile.below(5) == 0) {
                glob.append('?');
            } else {
                glob.append("*?\\".indexOf(point) < 0 ? "" : "\\").appendCodePoint(point);
            }
        }
        return glob.append(hostile.below(4) == 0 ? "" : "*").toString();
    }

    /** What a glob means, said recursively. */
    private static boolean means(String glob, String text) {
        return means(glob.codePoints().toArray(), 0, text.codePoints().toArray(), 0);
    }

    private static boolean means(int[] glob, int g, int[] text, int t) {
        if (g == glob.length) {
            return t == text.length;
        }
        if (glob[g] == '*') {
            return means(glob, g + 1, text, t) || (t < text.length && means(glob, g, text, t + 1));
        }
        boolean escaped = glob[g] == '\\';
        int sign = escaped ? glob[g + 1] : glob[g];
        return t < text.length
                && (sign == text[t] || (sign == '?' && !escaped))
                && means(glob, g + (escaped ? 2 : 1), text, t + 1);
    }

    /** The globs of Redis over bytes, as its stringmatchlen has them, without character classes. */
    private static boolean redisMatches(String pattern, String text) {
        assertThat(pattern).doesNotContain("[", "]", "\\", "?");
        List<String> pieces = new ArrayList<>(List.of(latin(pattern).split("\\*", -1)));
        String bytes = latin(text);
        if (pieces.size() == 1) {
            return bytes.equals(pieces.get(0));
        }
        String first = pieces.remove(0);
        String last = pieces.remove(pieces.size() - 1);
        if (!bytes.startsWith(first) || !bytes.endsWith(last) || bytes.length() < first.length() + last.length()) {
            return false;
        }
        int at = first.length();
        for (String piece : pieces) {
            at = bytes.indexOf(piece, at);
            if (at < 0) {
                return false;
            }
            at += piece.length();
        }
        return at <= bytes.length() - last.length();
    }

    private static String latin(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    private static void assertRefused(CacheKeyBuilder keys, KeyGlob glob, String... reasons) {
        assertThatExceptionOfType(InvalidCacheKeyException.class)
                .isThrownBy(() -> keys.match(glob))
                .satisfies(e -> assertThat(e.getMessage())
                        .startsWith("Cache '")
                        .contains(reasons)
                        .hasSizeLessThan(500));
    }
}
