// SPDX-License-Identifier: Apache-2.0
package dev.larder.serializer;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonKey;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.TreeNode;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.annotation.JsonPOJOBuilder;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.ser.std.StdSerializer;

/** Types as users have them, for the tests of this package. */
final class Models {

    private Models() {}

    record Author(long id, String name) {

        /** Derived; must not stand in the way of reading. */
        public String getInitial() {
            return name.substring(0, 1);
        }
    }

    record Post(Author author, String text, Instant at, List<String> tags, Optional<Author> editor) {}

    record Page<T>(List<T> items, int number, @Nullable T first) {}

    record Numbers(
            boolean flag,
            byte octet,
            short small,
            int whole,
            long large,
            float single,
            double real,
            char letter,
            Integer boxed,
            Double boxedReal) {}

    record Maybe(Optional<String> text, OptionalInt count, OptionalLong total, Optional<List<Long>> ids) {}

    record Empty() {}

    enum Feeling {
        HAPPY,
        SAD {
            @Override
            public String toString() {
                return "a text of its own";
            }
        },
        @JsonProperty("so-so")
        NEITHER
    }

    record UserId(@JsonKey @JsonValue String text) {}

    record TextKey(String text) {}

    record PairKey(int left, int right) {}

    record Tags(@JsonValue List<String> all) {

        @JsonCreator
        Tags {}
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Sparse(String title, @Nullable String subtitle) {}

    record Outer(int id, @JsonUnwrapped Inner name) {}

    record Inner(String name, String nick) {}

    record Tree(String label, List<Tree> children) {}

    record Event(Instant at, Map<String, Object> attributes) {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
    sealed interface Shape permits Circle, Square {}

    record Circle(double radius) implements Shape {}

    record Square(int side) implements Shape {}

    record Drawing(String title, Shape main, List<Shape> all, Map<String, Shape> named) {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.DEDUCTION)
    @JsonSubTypes({@JsonSubTypes.Type(Card.class), @JsonSubTypes.Type(Transfer.class)})
    interface Payment {}

    record Card(String number) implements Payment {}

    record Transfer(String iban, String bic) implements Payment {}

    record Cash(int amount) implements Payment {}

    /** An enum is sealed too, by the classes of those of its constants that have bodies. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
    sealed interface Discount permits Percentage, Fixed {}

    record Percentage(int percent) implements Discount {}

    enum Fixed implements Discount {
        NONE,
        HALF {
            @Override
            int share() {
                return 2;
            }
        };

        int share() {
            return 1;
        }
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.EXISTING_PROPERTY, property = "kind")
    sealed interface Notice permits Told {}

    @JsonTypeName("told")
    record Told(String text) implements Notice {

        @JsonProperty
        String kind() {
            return "told";
        }
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.EXISTING_PROPERTY, property = "kind")
    sealed interface Alarm permits Bell {}

    @JsonTypeName("bell")
    record Bell(String kind, int volume) implements Alarm {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
    sealed interface Measure permits Weight {}

    record Weight(Number value) implements Measure {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.CLASS)
    interface ByClass {}

    record Chosen(@JsonTypeInfo(use = JsonTypeInfo.Id.CLASS) Object anything) {}

    interface Unannotated {}

    record Named(String name) implements Unannotated {}

    record Gallery(
            @JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
            @JsonSubTypes(@JsonSubTypes.Type(value = Named.class, name = "named"))
            List<Unannotated> items) {}

    record HoldsUnannotated(String name, Map<String, List<Unannotated>> parts) {}

    /** A bean in the old manner, with a derived property. */
    static class Bean {

        private @Nullable String name;
        private int count;

        public @Nullable String getName() {
            return name;
        }

        public void setName(String name) {
            this.name = name;
        }

        public int getCount() {
            return count;
        }

        public void setCount(int count) {
            this.count = count;
        }

        public String getSummary() {
            return name + "×" + count;
        }

        static Bean of(String name, int count) {
            Bean bean = new Bean();
            bean.name = name;
            bean.count = count;
            return bean;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Bean that && count == that.count && Objects.equals(name, that.name);
        }

        @Override
        public int hashCode() {
            return Objects.hash(name, count);
        }
    }

    static final class SubBean extends Bean {}

    record HoldsBean(Bean bean, List<Bean> beans) {}

    static final class Hidden {

        private final int secret = 1;

        int secret() {
            return secret;
        }
    }

    static final class NoConstructor {

        private final int size;

        NoConstructor(int size, String... rest) {
            this.size = size + rest.length;
        }

        public int getSize() {
            return size;
        }
    }

    /** Immutable, by a creator. */
    static final class Created {

        private final String name;
        private final int age;

        @JsonCreator
        Created(@JsonProperty("name") String name, @JsonProperty("age") int age) {
            this.name = name;
            this.age = age;
        }

        public String getName() {
            return name;
        }

        public int getAge() {
            return age;
        }

        public boolean isAdult() {
            return age >= 18;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Created that && name.equals(that.name) && age == that.age;
        }

        @Override
        public int hashCode() {
            return Objects.hash(name, age);
        }
    }

    /** Immutable, by a builder. */
    @JsonDeserialize(builder = Built.Builder.class)
    static final class Built {

        private final String name;

        private Built(String name) {
            this.name = name;
        }

        public String getName() {
            return name;
        }

        public int getLength() {
            return name.length();
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Built that && name.equals(that.name);
        }

        @Override
        public int hashCode() {
            return name.hashCode();
        }

        @JsonPOJOBuilder
        static final class Builder {

            private String name = "";

            Builder withName(String name) {
                this.name = name;
                return this;
            }

            Built build() {
                return new Built(name);
            }
        }

        static Built named(String name) {
            return new Built(name);
        }
    }

    /** Throws with the value in its message, as careful records do. */
    record Picky(String text) {

        Picky {
            if (text.startsWith("bad")) {
                throw new IllegalArgumentException("cannot take " + text);
            }
        }
    }

    record Failing(String text) {

        @Override
        public String text() {
            throw new IllegalStateException("cannot give " + text);
        }
    }

    record Circling(String text) {

        @Override
        public String text() {
            IllegalStateException first = new IllegalStateException("s3cret");
            first.initCause(new IllegalStateException("s3cret", first));
            throw first;
        }
    }

    /** Has no properties; a module writes and reads it, part by part. */
    record Opaque(Author author, Map<String, Integer> counts) {}

    static final class OpaqueSerializer extends StdSerializer<Opaque> {

        OpaqueSerializer() {
            super(Opaque.class);
        }

        @Override
        public void serialize(Opaque value, JsonGenerator generator, SerializationContext context) {
            generator.writeStartArray();
            generator.writePOJO(value.author());
            generator.writeTree(JsonNodeFactory.instance
                    .objectNode()
                    .put("size", value.counts().size()));
            generator.writePOJO(value.counts());
            generator.writeEndArray();
        }
    }

    static final class OpaqueDeserializer extends StdDeserializer<Opaque> {

        OpaqueDeserializer() {
            super(Opaque.class);
        }

        @Override
        public Opaque deserialize(JsonParser parser, DeserializationContext context) {
            parser.nextToken();
            Author author = parser.readValueAs(Author.class);
            parser.nextToken();
            TreeNode size = parser.readValueAsTree();
            parser.nextToken();
            Map<String, Integer> counts = parser.readValueAs(new TypeReference<Map<String, Integer>>() {});
            parser.nextToken();
            if (!size.equals(JsonNodeFactory.instance.objectNode().put("size", counts.size()))) {
                throw new IllegalStateException("the parts do not fit");
            }
            return new Opaque(author, counts);
        }
    }
}
