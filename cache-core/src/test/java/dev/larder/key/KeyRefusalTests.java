// SPDX-License-Identifier: Apache-2.0
package dev.larder.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.larder.key.KeyFixtures.FeedPage;
import dev.larder.key.KeyFixtures.Page;
import dev.larder.key.KeyFixtures.Pair;
import dev.larder.key.KeyFixtures.TenantAndName;
import dev.larder.key.KeyFixtures.UserId;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@SuppressWarnings({"ArrayRecordComponent", "JavaUtilDate", "ToStringReturnsNull"})
class KeyRefusalTests {

    record Ids(long[] ids) {}

    record Deep(String name, Pair<String, List<byte[]>> pair) {}

    record Unreadable(String name) {

        @Override
        public String name() {
            throw new IllegalStateException("no name");
        }
    }

    static class Identity {}

    static class TextOnly {

        @Override
        public String toString() {
            return "always";
        }
    }

    static final class Silent {

        @Override
        public boolean equals(Object other) {
            return other instanceof Silent;
        }

        @Override
        public int hashCode() {
            return 1;
        }

        @Override
        public String toString() {
            return null;
        }
    }

    static final class Amount extends BigDecimal {

        private static final long serialVersionUID = 1L;

        Amount(String amount) {
            super(amount);
        }
    }

    @Test
    void refusesArraysWhereverTheyAre() {
        assertRefused(
                Object.class, new long[] {1}, "a long[]", "an array (long[]) is equal only to itself; use a List");
        assertRefused(
                Object.class,
                List.of(Map.of("a", Collections.singleton(new String[0]))),
                "an array (java.lang.String[])",
                "use a List");
        assertRefused(Object.class, new Ids(new long[0]), "component ids of ", "an array (long[])", "use a List");
        assertRefused(
                KeyFixtures.generic(Pair.class, Object.class, Object.class),
                new Pair<>("a", new Object[0]),
                "use a List");
    }

    @Test
    void refusesADeclaredTypeWithArraysWhenTheBuilderIsMade() {
        assertTypeRefused(byte[].class, "an array (byte[]) is equal only to itself; use a List");
        assertTypeRefused(Ids.class, "component ids of " + Ids.class.getTypeName() + ": an array (long[])");
        assertTypeRefused(Deep.class, "component pair of ", "component second of ", "an array (byte[])");
        assertTypeRefused(KeyFixtures.generic(List.class, byte[].class), "an array (byte[])");
    }

    @Test
    void refusesClassesWhoseOnlyTextIsTheHashOfTheirIdentity() {
        assertRefused(
                Object.class, new Identity(), "Identity does not override equals()", "make it a record, or use its id");
        assertRefused(Object.class, new TextOnly(), "TextOnly does not override equals()");
        assertRefused(
                Object.class,
                List.of(new Object()),
                "java.lang.Object is not known to have one text",
                "use its value as a String");
        assertTypeRefused(Identity.class, "Identity does not override equals()");
        Runnable lambda = () -> {};
        assertRefused(Object.class, lambda, "does not override equals()");
    }

    static Stream<Object> jdkValues() {
        return Stream.of(
                new Date(),
                URI.create("HTTP://a"),
                new AtomicLong(),
                new StringJoiner(","),
                new ArrayDeque<>(List.of(1)),
                Map.entry("a", 1),
                Thread.currentThread(),
                List.of(1).iterator());
    }

    @ParameterizedTest
    @MethodSource("jdkValues")
    void refusesClassesOfTheJdkWithoutAKnownText(Object value) {
        assertRefused(
                Object.class, value, "is not known to have one text for each of its values; use its value as a String");
    }

    @Test
    void refusesADeclaredClassOfTheJdkWithoutAKnownText() {
        assertTypeRefused(Date.class, "java.util.Date is not known to have one text");
    }

    @Test
    void refusesASubclassThatInheritsTheEqualsOfTheJdk() {
        assertRefused(Object.class, new Amount("1.0"), "Amount does not override equals()");
    }

    @Test
    void refusesAClassWithSeveralFieldsOfText() {
        assertThat(new TenantAndName("a, name=b", "c")).hasToString(new TenantAndName("a", "b, name=c").toString());

        assertRefused(
                Object.class,
                new TenantAndName("a", "b"),
                "joins several fields that can hold any text",
                "make it a record");
        assertTypeRefused(TenantAndName.class, "joins several fields that can hold any text");
        assertThat(CacheKeyBuilder.of("c", UserId.class).text(new UserId("a"))).isEqualTo("c:v1:UserId(id=a)");
    }

    @Test
    void refusesAToStringThatReturnsNull() {
        assertRefused(Object.class, new Silent(), "the toString() of ", "Silent returned null");
    }

    @Test
    void refusesARecordThatCannotBeRead() {
        assertRefused(Unreadable.class, new Unreadable("a"), "Unreadable.name() threw java.lang.IllegalStateException");
    }

    @Test
    void refusesALocaleThatNoLanguageTagStandsFor() {
        assertRefused(
                Locale.class,
                new Locale("en_US"),
                "the locale 'en_us' is not well-formed",
                "use Locale.forLanguageTag");
    }

    @Test
    void refusesAValueOfAnotherClassThanDeclared() {
        assertRefused(
                Long.class,
                1,
                "a java.lang.Integer",
                "where its declared type has a java.lang.Long; pass what was declared");
        assertRefused(Long.class, "1", "a java.lang.String");
        assertRefused(
                FeedPage.class,
                new Page("a", "b"),
                "KeyFixtures$Page where its declared type has a dev.larder.key.KeyFixtures$FeedPage");
        assertRefused(
                KeyFixtures.STRINGS, List.of(1), "a java.lang.Integer where its declared type has a java.lang.String");
        assertRefused(KeyFixtures.STRINGS, "a", "a java.lang.String where its declared type has a java.util.List");
        assertRefused(KeyFixtures.Color.class, KeyFixtures.Mood.RED, "where its declared type has a ");
        assertRefused(UserId.class, "a", "where its declared type has a dev.larder.key.KeyFixtures$UserId");
    }

    @Test
    void refusesACollectionThatHoldsItself() {
        List<Object> list = new ArrayList<>();
        list.add(list);
        list.add(list);

        assertRefused(Object.class, list, "nested more than 64 levels deep", "a flatter key that does not hold itself");
    }

    @Test
    void refusesACollectionThatUnfoldsWithoutEnd() {
        List<?> list = List.of();
        for (int i = 0; i < 60; i++) {
            list = List.of(list, list);
        }

        assertRefused(Object.class, list, "more than 1000000 values", "use something shorter, such as an id");
    }

    @Test
    void acceptsNullsButNotAsTheKey() {
        assertThat(CacheKeyBuilder.of("c", Object.class).text(new HashSet<>(Collections.singleton(null))))
                .isEqualTo("c:v1:%(Set)%<%~%>");
    }

    private static void assertRefused(Type declared, Object key, String... reasons) {
        CacheKeyBuilder keys = CacheKeyBuilder.of("feed", declared);
        assertThatExceptionOfType(InvalidCacheKeyException.class)
                .isThrownBy(() -> keys.text(key))
                .satisfies(e -> assertThat(e.getMessage())
                        .startsWith("Cache 'feed' cannot use this key, a "
                                + key.getClass().getTypeName() + ": ")
                        .contains(reasons)
                        .hasSizeLessThan(500));
    }

    private static void assertTypeRefused(Type declared, String... reasons) {
        assertThatExceptionOfType(InvalidCacheKeyException.class)
                .isThrownBy(() -> CacheKeyBuilder.of("feed", declared))
                .satisfies(e -> assertThat(e.getMessage())
                        .startsWith("Cache 'feed' cannot have keys of type " + declared.getTypeName() + ": ")
                        .contains(reasons)
                        .hasSizeLessThan(500));
    }
}
