// SPDX-License-Identifier: Apache-2.0
package dev.larder.key;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Key types for tests. */
final class KeyFixtures {

    static final Type STRINGS = generic(List.class, String.class);
    static final Type OBJECTS = generic(List.class, Object.class);
    static final Type NESTED_STRINGS = generic(List.class, STRINGS);
    static final Type STRING_SET = generic(Set.class, String.class);
    static final Type STRING_TO_OBJECT = generic(Map.class, String.class, Object.class);
    static final Type OPTIONAL_STRING = generic(Optional.class, String.class);

    private KeyFixtures() {}

    record Page(@Nullable String user, @Nullable String query) {}

    record FeedPage(long user, int number) {}

    record Search(
            @Nullable Page page,
            @Nullable List<@Nullable String> tags,
            @Nullable Object filter) {}

    record Pair<A, B>(A first, B second) {}

    record Tree(
            @Nullable String name,
            @Nullable Tree left,
            @Nullable Tree right) {}

    record Everything() {}

    record Wrapper(@Nullable Wrapped wrapped, @Nullable String text) {}

    record Wrapped(@Nullable Page page) {}

    sealed interface Shape permits Circle, Square {}

    record Circle(long size) implements Shape {}

    record Square(long size) implements Shape {}

    enum Color {
        RED,
        GREEN {
            @Override
            String tone() {
                return "cold";
            }
        };

        String tone() {
            return "warm";
        }
    }

    enum Mood {
        RED
    }

    /** A class of a user's own with one field of text. */
    static final class UserId {

        private final String id;

        UserId(String id) {
            this.id = id;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof UserId that && id.equals(that.id);
        }

        @Override
        public int hashCode() {
            return id.hashCode();
        }

        @Override
        public String toString() {
            return "UserId(id=" + id + ")";
        }
    }

    /** Like a generated value class: with the right text in one field, two different ones read the same. */
    static final class TenantAndName {

        private final String tenant;
        private final String name;

        TenantAndName(String tenant, String name) {
            this.tenant = tenant;
            this.name = name;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof TenantAndName that && tenant.equals(that.tenant) && name.equals(that.name);
        }

        @Override
        public int hashCode() {
            return Objects.hash(tenant, name);
        }

        @Override
        public String toString() {
            return "TenantAndName(tenant=" + tenant + ", name=" + name + ")";
        }
    }

    static Type generic(Class<?> raw, Type... arguments) {
        return new ParameterizedType() {
            @Override
            public Type[] getActualTypeArguments() {
                return arguments.clone();
            }

            @Override
            public Type getRawType() {
                return raw;
            }

            @Override
            public @Nullable Type getOwnerType() {
                return raw.getDeclaringClass();
            }

            @Override
            public String toString() {
                return raw.getTypeName() + List.of(arguments);
            }
        };
    }
}
