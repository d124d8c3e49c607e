// SPDX-License-Identifier: Apache-2.0
package dev.larder.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.larder.key.KeyFixtures.Everything;
import dev.larder.key.KeyFixtures.FeedPage;
import dev.larder.key.KeyFixtures.Page;
import dev.larder.key.KeyFixtures.Search;
import dev.larder.key.KeyFixtures.Wrapped;
import dev.larder.key.KeyFixtures.Wrapper;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CacheKeyBuilderTests {

    private final CacheKeyBuilder messages = CacheKeyBuilder.of("messages", Long.class);

    @Test
    void startsWithNamespaceAndVersionAndLeavesOutANameThatEqualsTheNamespace() {
        assertThat(messages.text(123L)).isEqualTo("messages:v1:123");
    }

    @Test
    void putsTheNameInFrontOfTheKeyInANamespaceOfAnotherName() {
        assertThat(messages.namespace("chat").text(123L)).isEqualTo("chat:v1:messages:123");
    }

    @Test
    void putsThePrefixOfTheApplicationFirst() {
        CacheKeyBuilder prefixed = messages.prefix("shop").namespace("chat").version(7);

        assertThat(prefixed.text(123L)).isEqualTo("shop:chat:v7:messages:123");
        assertThat(prefixed.prefix(null).text(123L)).isEqualTo("chat:v7:messages:123");
    }

    @Test
    void putsTheKeyWhereThePatternSays() {
        CacheKeyBuilder patterned = messages.namespace("chat").pattern("conversation:{}:messages");

        assertThat(patterned.text(123L)).isEqualTo("chat:v1:conversation:123:messages");
        assertThat(patterned.head()).isEqualTo("chat:v1:conversation:");
        assertThat(patterned).hasToString("chat:v1:conversation:{}:messages");
        assertThat(patterned.pattern(null).text(123L)).isEqualTo("chat:v1:messages:123");
    }

    @Test
    void putsEachComponentOfARecordIntoAPartOfItsOwn() {
        CacheKeyBuilder feed = CacheKeyBuilder.of("feed", FeedPage.class);

        assertThat(feed.text(new FeedPage(7, 2))).isEqualTo("feed:v1:7:2");
        assertThat(feed.pattern("user:{}:page:{}").text(new FeedPage(7, 2))).isEqualTo("feed:v1:user:7:page:2");
        assertThat(feed.head()).isEqualTo("feed:v1:");
    }

    @Test
    void flattensNestedRecordsAndTellsANullRecordFromOneOfNulls() {
        CacheKeyBuilder keys = CacheKeyBuilder.of("c", Wrapper.class);

        assertThat(keys.text(new Wrapper(new Wrapped(new Page("a", null)), "b")))
                .isEqualTo("c:v1:a:%~:b");
        assertThat(keys.text(new Wrapper(new Wrapped(new Page(null, null)), null)))
                .isEqualTo("c:v1:%~:%~:%~");
        assertThat(keys.text(new Wrapper(new Wrapped(null), null))).isEqualTo("c:v1:%~~:%~~:%~");
        assertThat(keys.text(new Wrapper(null, null))).isEqualTo("c:v1:%~~~:%~~~:%~");
    }

    @Test
    void givesARecordWithoutComponentsOnePart() {
        assertThat(CacheKeyBuilder.of("c", Everything.class).text(new Everything()))
                .isEqualTo("c:v1:%-");
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "shop:chat:v2:conversation:7:messages"})
    void completesATextFromItsPartsOrFromAllOfIt(String text) {
        CacheKeyBuilder patterned =
                messages.prefix("shop").namespace("chat").version(2).pattern("conversation:{}:messages");

        assertThat(patterned.complete(text))
                .isEqualTo(patterned.text(7L))
                .isEqualTo("shop:chat:v2:conversation:7:messages");
    }

    @Test
    void completesTextsOfSeveralPartsThatReadLikeTheirOwnBeginning() {
        CacheKeyBuilder pairs = CacheKeyBuilder.of("c", Page.class);

        assertThat(pairs.complete("c:v1")).isEqualTo(pairs.text(new Page("c", "v1")));
        assertThat(pairs.complete("c:v1:c:v1")).isEqualTo(pairs.text(new Page("c", "v1")));
        assertThat(pairs.complete(":")).isEqualTo(pairs.text(new Page("", "")));
        assertThat(pairs.complete("%~:a%3Ab")).isEqualTo(pairs.text(new Page(null, "a:b")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "seven",
                "07",
                "7:0",
                "conversation:7:messages",
                "chat:v1:conversation:7",
                "chat:v1:conversation:7:typing",
                "chat:v1:conversation:7:messages:0",
                "chat:v2:conversation:7:messages",
                "chats:v1:conversation:7:messages",
                "chat:v1:conversation:seven:messages"
            })
    void refusesToCompleteWhatNoKeyHas(String text) {
        CacheKeyBuilder patterned = messages.namespace("chat").pattern("conversation:{}:messages");

        assertThatExceptionOfType(InvalidCacheKeyException.class)
                .isThrownBy(() -> patterned.complete(text))
                .withMessage(
                        "Cache 'messages' has no key of this text: its texts read 'chat:v1:conversation:{}:messages', "
                                + "where a key has 1 part (java.lang.Long); give a whole text, or only what stands for each {}, "
                                + "joined by colons");
    }

    @Test
    void refusesToCompleteWhatWouldStandThereEscapedOrShortened() {
        CacheKeyBuilder names = CacheKeyBuilder.of("names", String.class);

        assertThatExceptionOfType(InvalidCacheKeyException.class)
                .isThrownBy(() -> names.complete("Ada Lovelace"))
                .withMessageContaining("such as %20 for a blank")
                .withMessageNotContaining("Ada");
        assertThatExceptionOfType(InvalidCacheKeyException.class)
                .isThrownBy(() -> names.complete("x".repeat(257)))
                .withMessageContaining("a part of 257 characters");
        assertThat(names.complete(names.text("x".repeat(257)))).isEqualTo(names.text("x".repeat(257)));
    }

    @Test
    void leavesTheBuilderItWasDerivedFromAsItWas() {
        messages.namespace("chat").version(3).prefix("p").pattern("x:{}");

        assertThat(messages.text(1L)).isEqualTo("messages:v1:1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a:b", "a b", "ä", "a*", "{}", "a\n"})
    void refusesNamesThatCouldNotStandInAKey(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CacheKeyBuilder.of(name, Long.class))
                .withMessageContaining("cache name '")
                .withMessageContaining("must be letters, digits, dots, underscores and hyphens");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> messages.namespace(name))
                .withMessageContaining("Cache 'messages': namespace '");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> messages.prefix(name))
                .withMessageContaining("Cache 'messages': key prefix '");
    }

    @Test
    void refusesANamespaceThatReadsLikeAVersion() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> messages.namespace("v2"))
                .withMessage("Cache 'messages': namespace 'v2' reads like a version; choose another name");
        assertThat(messages.namespace("v2x").text(1L)).isEqualTo("v2x:v1:messages:1");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
    void refusesAVersionBelowOne(int version) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> messages.version(version))
                .withMessage("Cache 'messages': version must be at least 1, but was " + version);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ":{}", "{}:", "a::{}", "user-{}", "{}{}", "a:{id}", "a*:{}", "a b:{}", "%3A:{}"})
    void refusesAPatternWhosePartsAreNeitherLiteralsNorHoles(String pattern) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> messages.pattern(pattern))
                .withMessageContaining("Cache 'messages': key pattern '")
                .withMessageContaining("such as conversation:{}:messages");
    }

    @Test
    void refusesAPatternWithAnotherNumberOfHolesThanTheKeyHasParts() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> messages.pattern("conversation:messages"))
                .withMessage("Cache 'messages': key pattern 'conversation:messages' has {} 0 times, but a key has"
                        + " 1 part (java.lang.Long); write {} once for each");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CacheKeyBuilder.of("search", Search.class).pattern("{}:{}"))
                .withMessageContaining("has {} 2 times, but a key has 4 parts (page.user, page.query, tags, filter)");
    }

    @Test
    void keepsMessagesShortForLongPatterns() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> messages.pattern("a b".repeat(10_000)))
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(400));
    }

    @Test
    void neverLetsTwoNamespacesOrPrefixesMeet() {
        assertThat(messages.meets(messages.version(2))).isFalse();
        assertThat(messages.meets(messages.namespace("chat"))).isFalse();
        assertThat(messages.meets(messages.prefix("shop"))).isFalse();
        assertThat(CacheKeyBuilder.of("b", String.class).prefix("a").text("x")).isEqualTo("a:b:v1:x");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CacheKeyBuilder.of("v1", String.class).prefix("a"));
    }

    @Test
    void meetsUnlessAPartHasDifferentLiterals() {
        CacheKeyBuilder chat = messages.namespace("chat");

        assertThat(chat.meets(chat)).isTrue();
        assertNeverMeet(chat.pattern("conversation:{}:messages"), chat.pattern("conversation:{}:typing"));
        assertNeverMeet(chat.pattern("conversation:{}"), chat.pattern("conversation:{}:typing"));
        assertNeverMeet(chat.pattern("{}"), named("online", Long.class));
        assertMeet(chat.pattern("x:{}"), named("x", String.class));
    }

    @Test
    void meetsALiteralThatTheOtherKeyTypeCanWrite() {
        CacheKeyBuilder literal = named("a", Long.class).pattern("online:{}");

        assertNeverMeet(literal, named("b", Long.class).pattern("{}:5"));
        assertNeverMeet(literal, named("b", UUID.class).pattern("{}:5"));
        assertNeverMeet(literal, named("b", KeyFixtures.Color.class).pattern("{}:5"));
        assertNeverMeet(
                literal, named("b", KeyFixtures.generic(List.class, Long.class)).pattern("{}:5"));
        assertNeverMeet(literal, named("b", KeyFixtures.STRING_TO_OBJECT).pattern("{}:5"));
        assertMeet(literal, named("b", String.class).pattern("{}:5"));
        assertMeet(literal, named("b", Object.class).pattern("{}:5"));
        assertMeet(literal, named("b", KeyFixtures.STRINGS).pattern("{}:5"));
        assertMeet(literal, named("b", KeyFixtures.UserId.class).pattern("{}:5"));
        assertNeverMeet(literal.pattern("RED:{}"), named("b", Long.class).pattern("{}:5"));
        assertMeet(
                literal.pattern("RED:{}"), named("b", KeyFixtures.Color.class).pattern("{}:5"));
        assertMeet(literal.pattern("7:{}"), named("b", Long.class).pattern("{}:5"));
        assertNeverMeet(literal.pattern("007:{}"), named("b", Long.class).pattern("{}:5"));
    }

    @Test
    void namesTheCacheThatWasGivenANullKey() {
        assertThatExceptionOfType(InvalidCacheKeyException.class)
                .isThrownBy(() -> messages.text(null))
                .withMessage("Cache 'messages' was given a null key; check it before the call, "
                        + "or use a record with a null component");
    }

    private static CacheKeyBuilder named(String name, java.lang.reflect.Type type) {
        return CacheKeyBuilder.of(name, type).namespace("chat");
    }

    private static void assertMeet(CacheKeyBuilder one, CacheKeyBuilder other) {
        assertThat(one.meets(other)).as("%s meets %s", one, other).isTrue();
        assertThat(other.meets(one)).as("%s meets %s", other, one).isTrue();
    }

    private static void assertNeverMeet(CacheKeyBuilder one, CacheKeyBuilder other) {
        assertThat(one.meets(other)).as("%s meets %s", one, other).isFalse();
        assertThat(other.meets(one)).as("%s meets %s", other, one).isFalse();
    }
}
