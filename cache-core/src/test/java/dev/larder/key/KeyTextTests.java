// SPDX-License-Identifier: Apache-2.0
package dev.larder.key;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.key.KeyFixtures.Circle;
import dev.larder.key.KeyFixtures.Color;
import dev.larder.key.KeyFixtures.FeedPage;
import dev.larder.key.KeyFixtures.Page;
import dev.larder.key.KeyFixtures.Pair;
import dev.larder.key.KeyFixtures.Shape;
import dev.larder.key.KeyFixtures.Tree;
import dev.larder.key.KeyFixtures.UserId;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.Currency;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The texts themselves: entries outlive deployments, so a change here orphans what is stored. */
class KeyTextTests {

    private static final String FIXTURES = "dev.larder.key.KeyFixtures$";

    static Stream<Arguments> values() {
        return Stream.of(
                Arguments.of("ab", "ab", "ab"),
                Arguments.of("", "", ""),
                Arguments.of(1L, "1", "%(long)1"),
                Arguments.of(-1, "-1", "%(int)-1"),
                Arguments.of((short) 1, "1", "%(short)1"),
                Arguments.of((byte) 1, "1", "%(byte)1"),
                Arguments.of('1', "1", "%(char)1"),
                Arguments.of(',', "%2C", "%(char)%2C"),
                Arguments.of(true, "true", "%(boolean)true"),
                Arguments.of(1.0, "1.0", "%(double)1.0"),
                Arguments.of(-0.0, "-0.0", "%(double)-0.0"),
                Arguments.of(0.1, "0.1", "%(double)0.1"),
                Arguments.of(0x1p70, "1.1805916207174113E+21", "%(double)1.1805916207174113E+21"),
                Arguments.of(Double.NaN, "NaN", "%(double)NaN"),
                Arguments.of(1.1f, "1.1", "%(float)1.1"),
                Arguments.of(Float.NEGATIVE_INFINITY, "-Infinity", "%(float)-Infinity"),
                Arguments.of(new BigDecimal("1.00"), "1.00", "%(BigDecimal)1.00"),
                Arguments.of(
                        new BigInteger("12345678901234567890"),
                        "12345678901234567890",
                        "%(BigInteger)12345678901234567890"),
                Arguments.of(
                        new UUID(1, 2),
                        "00000000-0000-0001-0000-000000000002",
                        "%(UUID)00000000-0000-0001-0000-000000000002"),
                Arguments.of(Color.RED, "RED", "%(" + FIXTURES + "Color)RED"),
                Arguments.of(Color.GREEN, "GREEN", "%(" + FIXTURES + "Color)GREEN"),
                Arguments.of(Instant.EPOCH, "1970-01-01T00%3A00%3A00Z", "%(Instant)1970-01-01T00%3A00%3A00Z"),
                Arguments.of(LocalDate.EPOCH, "1970-01-01", "%(LocalDate)1970-01-01"),
                Arguments.of(LocalTime.NOON, "12%3A00", "%(LocalTime)12%3A00"),
                Arguments.of(
                        LocalDateTime.of(2026, 1, 2, 3, 4), "2026-01-02T03%3A04", "%(LocalDateTime)2026-01-02T03%3A04"),
                Arguments.of(OffsetTime.of(LocalTime.NOON, ZoneOffset.UTC), "12%3A00Z", "%(OffsetTime)12%3A00Z"),
                Arguments.of(
                        OffsetDateTime.of(2026, 1, 2, 3, 4, 0, 0, ZoneOffset.UTC),
                        "2026-01-02T03%3A04Z",
                        "%(OffsetDateTime)2026-01-02T03%3A04Z"),
                Arguments.of(
                        ZonedDateTime.of(2026, 1, 2, 3, 4, 0, 0, ZoneId.of("Europe/Paris")),
                        "2026-01-02T03%3A04+01%3A00%5BEurope/Paris%5D",
                        "%(ZonedDateTime)2026-01-02T03%3A04+01%3A00%5BEurope/Paris%5D"),
                Arguments.of(Year.of(2026), "2026", "%(Year)2026"),
                Arguments.of(YearMonth.of(2026, 11), "2026-11", "%(YearMonth)2026-11"),
                Arguments.of(MonthDay.of(11, 20), "--11-20", "%(MonthDay)--11-20"),
                Arguments.of(Duration.ofMillis(-500), "PT-0.5S", "%(Duration)PT-0.5S"),
                Arguments.of(Period.ofDays(3), "P3D", "%(Period)P3D"),
                Arguments.of(ZoneOffset.UTC, "Z", "%(ZoneId)Z"),
                Arguments.of(Locale.UK, "en-GB", "%(Locale)en-GB"),
                Arguments.of(Currency.getInstance("EUR"), "EUR", "%(Currency)EUR"),
                Arguments.of(String.class, "java.lang.String", "%(Class)java.lang.String"),
                Arguments.of(new UserId("a b"), "UserId(id=a%20b)", "%(" + FIXTURES + "UserId)UserId(id=a%20b)"));
    }

    @ParameterizedTest
    @MethodSource("values")
    void writesValuesPlainWhereTheDeclaredTypeFixesTheClassAndMarkedWhereItDoesNot(
            Object value, String plain, String marked) {
        Class<?> declared = value instanceof Enum<?> constant ? constant.getDeclaringClass() : value.getClass();

        assertThat(text(declared, value)).isEqualTo(plain);
        assertThat(text(Object.class, value)).isEqualTo(marked);
    }

    static Stream<Arguments> groups() {
        return Stream.of(
                Arguments.of(List.of(), "%-"),
                Arguments.of(List.of(""), ""),
                Arguments.of(List.of("", ""), ","),
                Arguments.of(List.of("a", "b,c"), "a,b%2Cc"),
                Arguments.of(Collections.singletonList(null), "%<%~%>"),
                Arguments.of(Arrays.asList(null, "a"), "%~,a"),
                Arguments.of(List.of(":"), "%<%3A%>"),
                Arguments.of(List.of(1L, 1), "%(long)1,%(int)1"),
                Arguments.of(List.of(List.of()), "%<%(List)%-%>"),
                Arguments.of(List.of(List.of("")), "%<%(List)%<%>%>"),
                Arguments.of(List.of(List.of("a", "b"), "c"), "%(List)%<a,b%>,c"),
                Arguments.of(List.of(new FeedPage(1, 2), "c"), "%(" + FIXTURES + "FeedPage)%<1,2%>,c"),
                Arguments.of(List.of(Map.of("k", 1)), "%<%(Map)%<k%=%(int)1%>%>"),
                Arguments.of(List.of(Optional.of("a"), Optional.empty()), "%(Optional)%<a%>,%(Optional)%-"));
    }

    @ParameterizedTest
    @MethodSource("groups")
    void joinsTheValuesOfAListByCommas(List<?> list, String expected) {
        assertThat(text(KeyFixtures.OBJECTS, list)).isEqualTo(expected);
        assertThat(text(Object.class, list)).isEqualTo("%(List)" + expected);
    }

    @Test
    void marksNoValuesInAListOfADeclaredType() {
        assertThat(text(KeyFixtures.generic(List.class, Long.class), List.of(1L, 2L)))
                .isEqualTo("1,2");
        assertThat(text(
                        KeyFixtures.generic(ArrayList.class, FeedPage.class),
                        List.of(new FeedPage(1, 2), new FeedPage(3, 4))))
                .isEqualTo("%<1,2%>,%<3,4%>");
        assertThat(text(
                        KeyFixtures.generic(List.class, KeyFixtures.generic(Pair.class, Long.class, String.class)),
                        List.of(new Pair<>(1L, "a"))))
                .isEqualTo("%<%<1,a%>%>");
    }

    @Test
    void sortsSetsAndMapsByTheTextsOfTheirValues() {
        assertThat(text(KeyFixtures.STRING_SET, new TreeSet<>(Set.of("b", "a", "c")).descendingSet()))
                .isEqualTo("a,b,c");
        assertThat(text(Object.class, EnumSet.allOf(Color.class)))
                .isEqualTo("%(Set)%(" + FIXTURES + "Color)GREEN,%(" + FIXTURES + "Color)RED");
        assertThat(text(KeyFixtures.STRING_TO_OBJECT, new TreeMap<>(Map.of("b", 1, "a", "x")).descendingMap()))
                .isEqualTo("a%=x,b%=%(int)1");
    }

    @Test
    void resolvesTheTypeVariablesOfARecord() {
        Type declared = KeyFixtures.generic(
                Pair.class, Long.class, KeyFixtures.generic(Pair.class, Color.class, KeyFixtures.STRINGS));

        assertThat(text(declared, new Pair<>(1L, new Pair<>(Color.RED, List.of("a", "b")))))
                .isEqualTo("1:RED:a,b");
        assertThat(text(Pair.class, new Pair<>(1L, "a"))).isEqualTo("%(long)1:a");
    }

    @Test
    void takesARecordWithinItselfAsAValueOfAnyClass() {
        Tree tree = new Tree("root", new Tree("left", null, null), null);

        assertThat(text(Tree.class, tree)).isEqualTo("root:%(" + FIXTURES + "Tree)left,%~,%~:%~");
    }

    @Test
    void marksTheValuesOfASealedInterface() {
        assertThat(text(Shape.class, new Circle(1))).isEqualTo("%(" + FIXTURES + "Circle)1");
    }

    @Test
    void escapesWhatHasAMeaningOrCannotBeSeen() {
        assertThat(text(String.class, ":%{}*?[]\\,")).isEqualTo("%3A%25%7B%7D%2A%3F%5B%5D%5C%2C");
        assertThat(text(String.class, " \t\n\0\u007F\u0085\u00A0\u2028\u3000\uFEFF"))
                .isEqualTo("%20%09%0A%00%7F%C2%85%C2%A0%E2%80%A8%E3%80%80%EF%BB%BF");
        assertThat(text(String.class, "\uD800a\uDC00")).isEqualTo("%ED%A0%80a%ED%B0%80");
        assertThat(text(String.class, "grün-\uD83D\uDE00_=~<>#()!\"'/;@^`|$&+"))
                .isEqualTo("grün-\uD83D\uDE00_=~<>#()!\"'/;@^`|$&+");
    }

    @Test
    void keepsTheHeadOfALongPartAndEndsItInAHash() throws Exception {
        String key = "x".repeat(5_000) + ":";
        byte[] hash = MessageDigest.getInstance("SHA-256")
                .digest(("x".repeat(5_000) + "%3A").getBytes(StandardCharsets.UTF_8));

        assertThat(text(String.class, key))
                .isEqualTo("x".repeat(200) + "%#"
                        + Base64.getUrlEncoder().withoutPadding().encodeToString(hash));
        assertThat(text(String.class, "x".repeat(256))).isEqualTo("x".repeat(256));
        assertThat(text(String.class, "x".repeat(257))).hasSize(245);
    }

    @Test
    void hashesEachPartOfALongKeyByItself() {
        String text = text(Page.class, new Page("x".repeat(300), "query"));

        assertThat(text).startsWith("x".repeat(200) + "%#").endsWith(":query").hasSize(251);
    }

    @Test
    void neverCutsACharacterInTwo() {
        assertThat(text(String.class, "x".repeat(199) + "\uD83D\uDE00".repeat(100)))
                .startsWith("x".repeat(199) + "\uD83D\uDE00%#");
        assertThat(text(String.class, "x".repeat(193) + "\u2028".repeat(100)))
                .startsWith("x".repeat(193) + "%E2%80%A8%#");
        assertThat(text(Object.class, Arrays.asList("x".repeat(191), null, "y".repeat(100))))
                .startsWith("%(List)" + "x".repeat(191) + ",%~%#");
    }

    private static String text(Type declared, Object key) {
        String text = CacheKeyBuilder.of("c", declared).text(key);
        assertThat(text).startsWith("c:v1:");
        return text.substring("c:v1:".length());
    }
}
