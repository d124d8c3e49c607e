// SPDX-License-Identifier: Apache-2.0
package dev.larder.serializer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.lang.reflect.Type;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Calendar;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DefaultTyping;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsontype.BasicPolymorphicTypeValidator;

@ParameterizedClass
@EnumSource
class RefusalTests {

    private static final String SECRET = "s3cret";

    private final Form form;
    private final CacheSerializer serializers;

    RefusalTests(Form form) {
        this.form = form;
        this.serializers = form.serializer();
    }

    @ParameterizedTest
    @MethodSource("typesThatCannotComeBack")
    void aTypeThatCannotComeBackIsRefusedBeforeAnythingIsWritten(Type type, String part, String advice) {
        assertThatExceptionOfType(CacheSerializationException.class)
                .isThrownBy(() -> serializers.forType(type))
                .withMessageContaining(type.getTypeName())
                .withMessageContaining(part)
                .withMessageContaining(advice);
    }

    static Stream<Arguments> typesThatCannotComeBack() {
        return Stream.of(
                Arguments.of(Models.Unannotated.class, "is abstract", "@JsonTypeInfo"),
                Arguments.of(Models.HoldsUnannotated.class, ".parts[][] is abstract", "@JsonTypeInfo"),
                Arguments.of(
                        new TypeReference<Optional<Models.Unannotated>>() {}.getType(),
                        "<> is abstract",
                        "@JsonTypeInfo"),
                Arguments.of(Models.ByClass.class, "class names", "JsonTypeInfo.Id.NAME"),
                Arguments.of(Models.Chosen.class, "class names", "JsonTypeInfo.Id.NAME"),
                Arguments.of(Models.Measure.class, "value is a java.lang.Number", "Long"),
                Arguments.of(Models.Alarm.class, "lose the property 'kind'", "visible = true"),
                Arguments.of(Models.NoConstructor.class, "no constructor", "record"),
                Arguments.of(Models.Hidden.class, "lose all its fields", "record"),
                Arguments.of(new TypeReference<List<Number>>() {}.getType(), "[] is a java.lang.Number", "Long"),
                Arguments.of(new TypeReference<List<CharSequence>>() {}.getType(), "CharSequence", "String"),
                Arguments.of(new TypeReference<Map<String, Class<?>>>() {}.getType(), "Class", "String"),
                Arguments.of(Timestamp.class, "nanoseconds", "Instant"),
                Arguments.of(Calendar.class, "time zone", "ZonedDateTime"),
                Arguments.of(
                        new TypeReference<Optional<Optional<String>>>() {}.getType(),
                        "reference to a reference",
                        "one of"),
                Arguments.of(new TypeReference<Map<Models.PairKey, String>>() {}.getType(), "PairKey", "Key"),
                Arguments.of(new TypeReference<Map<Class<?>, String>>() {}.getType(), "Class", "String"));
    }

    @ParameterizedTest
    @MethodSource("valuesThatCannotComeBack")
    void aValueThatCannotComeBackIsRefusedWhenWritten(Type type, Object value, String part, String advice) {
        ValueSerializer<Object> serializer = serializers.forType(type);

        assertThatExceptionOfType(CacheSerializationException.class)
                .isThrownBy(() -> serializer.write(value))
                .withMessageContaining(type.getTypeName().replaceAll("<.*", ""))
                .withMessageContaining(part)
                .withMessageContaining(advice)
                .satisfies(RefusalTests::keepsTheSecret);
    }

    static Stream<Arguments> valuesThatCannotComeBack() {
        Models.SubBean sub = new Models.SubBean();
        sub.setName(SECRET);
        List<Object> circular = new ArrayList<>();
        circular.add(new ArrayList<>(List.of(circular)));
        return Stream.of(
                Arguments.of(Models.Bean.class, sub, "SubBean", "declare the subclass"),
                Arguments.of(
                        new TypeReference<List<Models.Bean>>() {}.getType(), List.of(sub), "SubBean", "@JsonSubTypes"),
                Arguments.of(Models.HoldsBean.class, new Models.HoldsBean(sub, List.of()), "(at .bean)", "SubBean"),
                Arguments.of(
                        Models.HoldsBean.class,
                        new Models.HoldsBean(Models.Bean.of("x", 1), List.of(sub)),
                        ".beans",
                        "SubBean"),
                Arguments.of(Object.class, new Models.Author(1, SECRET), "Author", "declare the type"),
                Arguments.of(Object.class, 5L, "Long", "declare the type"),
                Arguments.of(Object.class, Double.NaN, "Double", "declare the type"),
                Arguments.of(Object.class, BigInteger.ONE, "BigInteger", "declare the type"),
                Arguments.of(Object.class, Set.of(SECRET), "Set", "declare the type"),
                Arguments.of(Object.class, new String[] {SECRET}, "String[]", "declare the type"),
                Arguments.of(Object.class, Map.of(1, SECRET), "Integer", "type of the keys"),
                Arguments.of(
                        new TypeReference<Map<String, Object>>() {}.getType(),
                        Map.of(SECRET, List.of(Instant.EPOCH)),
                        "java.time.Instant",
                        "declare the type"),
                Arguments.of(
                        Models.Event.class,
                        new Models.Event(Instant.EPOCH, Map.of(SECRET, List.of(Models.Feeling.SAD))),
                        ".attributes",
                        "Feeling"),
                Arguments.of(Models.Payment.class, new Models.Cash(1), "Cash", "@JsonSubTypes"),
                Arguments.of(
                        new TypeReference<Map<Models.TextKey, String>>() {}.getType(),
                        Map.of(new Models.TextKey(SECRET), SECRET),
                        "TextKey",
                        "@JsonKey"),
                Arguments.of(BigInteger.class, BigInteger.TEN.pow(2000), "digits", "String"),
                Arguments.of(List.class, circular, "holds itself", "ids"),
                Arguments.of(Models.Failing.class, new Models.Failing(SECRET), "see the cause", "JsonMapper"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "hello",
                "\u00c1\u0010",
                "{",
                "[]",
                "\"s3cret\"",
                "{\"id\":1,\"name\":\"s3cret\"",
                "{\"id\":1,\"name\":\"s3cret\"}}",
                "{\"id\":1,\"name\":\"s3cret\"} {}",
                "{\"id\":1,\"name\":\"s3cret\",\"s3cret\":1}",
                "{\"id\":\"s3cret\",\"name\":\"\"}",
                "{\"id\":\"1\",\"name\":\"s3cret\"}",
                "{\"id\":1.5,\"name\":\"s3cret\"}",
                "{\"id\":null,\"name\":\"s3cret\"}",
                "{\"name\":\"s3cret\"}",
                "{\"id\":1,\"name\":[\"s3cret\"]}",
                "{\"id\":99999999999999999999,\"name\":\"s3cret\"}",
                "{\"@class\":\"java.lang.ProcessBuilder\",\"id\":1,\"name\":\"s3cret\"}",
                "[\"javax.swing.JEditorPane\",{\"page\":\"http://s3cret\"}]",
            })
    void bytesThatAreNotAValueOfTheTypeAreRefusedWhateverTheMapperTolerates(String text) {
        List<byte[]> readings = new ArrayList<>(List.of(text.getBytes(StandardCharsets.ISO_8859_1)));
        form.bytesOf(text).ifPresent(readings::add);
        for (CacheSerializer any : List.of(serializers, form.with(RoundTripTests.unhelpfulMapper()))) {
            ValueSerializer<Models.Author> serializer = any.forType(Models.Author.class);
            for (byte[] bytes : readings) {
                assertThatExceptionOfType(CacheSerializationException.class)
                        .isThrownBy(() -> serializer.read(bytes, 0, bytes.length))
                        .withMessageStartingWith(
                                "Cannot read " + bytes.length + " bytes as " + serializers + " of type")
                        .withMessageContaining("Models$Author")
                        .satisfies(RefusalTests::keepsTheSecret);
            }
        }
    }

    @Test
    void namesOfClassesInTheBytesAreJustData() {
        ValueSerializer<Map<String, Object>> serializer =
                serializers.forType(new TypeReference<Map<String, Object>>() {}.getType());
        byte[] bytes = form.bytesOf("{\"@class\":\"java.lang.ProcessBuilder\",\"command\":[\"x\"]}")
                .orElseThrow();

        assertThat(serializer.read(bytes, 0, bytes.length))
                .isEqualTo(Map.of("@class", "java.lang.ProcessBuilder", "command", List.of("x")));
    }

    @Test
    void aSubtypeThatNobodyNamedIsRefused() {
        ValueSerializer<Models.Shape> serializer = serializers.forType(Models.Shape.class);
        byte[] bytes = form.bytesOf("{\"@type\":\"java.lang.ProcessBuilder\",\"radius\":1.0}")
                .orElseThrow();

        assertThatExceptionOfType(CacheSerializationException.class)
                .isThrownBy(() -> serializer.read(bytes, 0, bytes.length));
    }

    @Test
    void whatAConstructorThrowsIsAFailureToReadThatKeepsTheSecret() {
        ValueSerializer<Models.Picky> serializer = serializers.forType(Models.Picky.class);
        byte[] bytes = form.bytesOf("{\"text\":\"bad s3cret\"}").orElseThrow();

        assertThatExceptionOfType(CacheSerializationException.class)
                .isThrownBy(() -> serializer.read(bytes, 0, bytes.length))
                .satisfies(RefusalTests::keepsTheSecret)
                .satisfies(e -> assertThat(e)
                        .rootCause()
                        .hasMessageContaining("IllegalArgumentException")
                        .satisfies(cause -> assertThat(cause.getStackTrace())
                                .anyMatch(frame -> frame.getClassName().equals(Models.Picky.class.getName()))));
    }

    @Test
    void causesThatLeadBackToThemselvesAreCutOff() {
        ValueSerializer<Models.Circling> serializer = serializers.forType(Models.Circling.class);

        assertThatExceptionOfType(CacheSerializationException.class)
                .isThrownBy(() -> serializer.write(new Models.Circling("x")))
                .satisfies(RefusalTests::keepsTheSecret);
    }

    @Test
    void keysOfMapsDoNotStandInTheMessage() {
        ValueSerializer<Map<String, Models.Author>> serializer =
                serializers.forType(new TypeReference<Map<String, Models.Author>>() {}.getType());
        byte[] bytes = form.bytesOf("{\"s3cret\":{\"id\":1,\"name\":{}}}").orElseThrow();

        assertThatExceptionOfType(CacheSerializationException.class)
                .isThrownBy(() -> serializer.read(bytes, 0, bytes.length))
                .withMessageContaining("(at [].name)")
                .satisfies(RefusalTests::keepsTheSecret);
    }

    @Test
    void aMapperWithDefaultTypingIsRefused() {
        JsonMapper mapper = JsonMapper.builder()
                .activateDefaultTyping(
                        BasicPolymorphicTypeValidator.builder()
                                .allowIfBaseType(Object.class)
                                .build(),
                        DefaultTyping.NON_FINAL)
                .build();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> form.with(mapper))
                .withMessageContaining("default typing")
                .withMessageContaining("Give a JsonMapper without it");
    }

    @Test
    void theMapperOfTheUserIsLeftAlone() {
        JsonMapper mapper = JsonMapper.builder().build();

        form.with(mapper).forType(Models.Author.class);

        assertThat(mapper.readValue("{\"id\":1,\"name\":\"x\",\"more\":2}", Models.Author.class))
                .isEqualTo(new Models.Author(1, "x"));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 4})
    void aRangeOutsideTheArrayIsAnErrorOfTheCaller(int offset) {
        ValueSerializer<String> serializer = serializers.forType(String.class);

        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> serializer.read(new byte[3], offset, 1));
    }

    private static void keepsTheSecret(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            assertThat(cause.toString()).doesNotContain(SECRET);
            assertThat(cause.getSuppressed()).isEqualTo(new Throwable[0]);
        }
    }
}
