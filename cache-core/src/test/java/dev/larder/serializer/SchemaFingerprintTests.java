// SPDX-License-Identifier: Apache-2.0
package dev.larder.serializer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

class SchemaFingerprintTests {

    private static final JsonMapper MAPPER =
            FaithfulJson.from(JsonMapper.builder().build());

    /** These numbers stand in stored records; a change here makes every stored value of the type unreadable. */
    @ParameterizedTest
    @MethodSource("golden")
    void theFingerprintOfAShapeNeverChanges(Type type, String shape, int fingerprint) {
        assertThat(shapeOf(type)).isEqualTo(shape);
        assertThat(fingerprintOf(type)).isEqualTo(fingerprint);
    }

    static Stream<Arguments> golden() {
        return Stream.of(
                Arguments.of(String.class, "java.lang.String", 0x7772dde3),
                Arguments.of(int.class, "int", 0x1451dab1),
                Arguments.of(byte[].class, "byte[]", 0xe6e81a9a),
                Arguments.of(Object.class, "java.lang.Object", 0x4161c4a6),
                Arguments.of(
                        new TypeReference<Map<String, List<Optional<Long>>>>() {}.getType(),
                        "java.util.Map<java.lang.String,java.util.List<java.util.Optional<java.lang.Long>>>",
                        0xb4b1d79b),
                Arguments.of(Models.Feeling.class, "enum(HAPPY,NEITHER,SAD)", 0x011f1d4a),
                Arguments.of(
                        Models.Post.class,
                        "{at:java.time.Instant;author:{id:long;name:java.lang.String;};editor:java.util.Optional<#1>;tags:java.util.List<java.lang.String>;text:java.lang.String;}",
                        0x750fb54f),
                Arguments.of(
                        new TypeReference<Models.Page<Models.Author>>() {}.getType(),
                        "{first:{id:long;name:java.lang.String;};items:java.util.List<#1>;number:int;}",
                        0x27a073cf),
                Arguments.of(Models.Tree.class, "{children:java.util.List<#0>;label:java.lang.String;}", 0x6d60875a),
                Arguments.of(
                        Models.Shape.class,
                        "one of NAME PROPERTY @type(Models$Circle=one of NAME PROPERTY @type(){radius:double;};Models$Square=one of NAME PROPERTY @type(){side:int;};){}",
                        0x50446d8f),
                Arguments.of(
                        Models.Gallery.class,
                        "{items:java.util.List<{}>one of NAME PROPERTY @type(named={name:java.lang.String;};);}",
                        0x3520caeb),
                Arguments.of(
                        Models.Bean.class, "{count:int;name:java.lang.String;summary:java.lang.String;}", 0x3e0c7146),
                Arguments.of(Models.Tags.class, "value java.util.List<java.lang.String>", 0xd6e3d0eb));
    }

    private static final class Original {
        record Message(long id, String text, Instant at, List<Part> parts) {}

        record Part(String name, Kind kind, Optional<Part> inner) {}

        enum Kind {
            TEXT,
            IMAGE
        }
    }

    private static final class ElsewhereAndReordered {
        record Note(String text, List<Piece> parts, Instant at, long id) {}

        record Piece(Optional<Piece> inner, Sort kind, String name) {}

        enum Sort {
            IMAGE,
            TEXT
        }
    }

    @Test
    void namesOfClassesAndTheOrderOfComponentsDoNotMatter() {
        assertThat(fingerprintOf(ElsewhereAndReordered.Note.class)).isEqualTo(fingerprintOf(Original.Message.class));
    }

    private record Added(long id, String text, Instant at, List<Original.Part> parts, int more) {}

    private record Removed(long id, String text, List<Original.Part> parts) {}

    private record Renamed(long id, String body, Instant at, List<Original.Part> parts) {}

    private record Retyped(int id, String text, Instant at, List<Original.Part> parts) {}

    private record Boxed(Long id, String text, Instant at, List<Original.Part> parts) {}

    private record OtherContainer(long id, String text, Instant at, Set<Original.Part> parts) {}

    private record OtherConstants(long id, String text, Instant at, List<PartOfMoreKinds> parts) {}

    private record PartOfMoreKinds(String name, MoreKinds kind, Optional<PartOfMoreKinds> inner) {}

    private enum MoreKinds {
        TEXT,
        IMAGE,
        VIDEO
    }

    private record NoCycle(long id, String text, Instant at, List<FlatPart> parts) {}

    private record FlatPart(String name, Original.Kind kind, Optional<String> inner) {}

    @ParameterizedTest
    @ValueSource(
            classes = {
                Added.class,
                Removed.class,
                Renamed.class,
                Retyped.class,
                Boxed.class,
                OtherContainer.class,
                OtherConstants.class,
                NoCycle.class
            })
    void everyChangeOfAComponentChangesTheFingerprint(Class<?> changed) {
        assertThat(shapeOf(changed)).isNotEqualTo(shapeOf(Original.Message.class));
        assertThat(fingerprintOf(changed)).isNotEqualTo(fingerprintOf(Original.Message.class));
    }

    private static final class OtherSubtypes {
        @JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
        @JsonSubTypes({
            @JsonSubTypes.Type(value = Round.class, name = "Models$Circle"),
            @JsonSubTypes.Type(value = Square.class, name = "Models$Square")
        })
        interface Same {}

        record Round(double radius) implements Same {}

        record Square(int side) implements Same {}

        @JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
        @JsonSubTypes({
            @JsonSubTypes.Type(value = Wide.class, name = "Models$Circle"),
            @JsonSubTypes.Type(value = Box.class, name = "Models$Square")
        })
        interface Different {}

        record Wide(double diameter) implements Different {}

        record Box(int side) implements Different {}
    }

    @Test
    void aChangeWithinASubtypeChangesTheFingerprint() {
        assertThat(fingerprintOf(OtherSubtypes.Different.class)).isNotEqualTo(fingerprintOf(Models.Shape.class));
    }

    @Test
    void subtypesOfTheSameIdsAndShapesAreTheSame() {
        assertThat(shapeOf(OtherSubtypes.Same.class)).isEqualTo(shapeOf(Models.Shape.class));
    }

    @Test
    void theNamesThatStandInTheBytesAreTheOnesThatCount() {
        JsonMapper snakes = JsonMapper.builder()
                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .build();

        assertThat(CacheSerializer.json(snakes).forType(Models.Numbers.class).fingerprint())
                .isNotEqualTo(fingerprintOf(Models.Numbers.class));
    }

    private static String shapeOf(Type type) {
        return SchemaFingerprint.shapeOf(MAPPER.constructType(type), MAPPER.serializationConfig());
    }

    private static int fingerprintOf(Type type) {
        return CacheSerializer.json().forType(type).fingerprint();
    }
}
