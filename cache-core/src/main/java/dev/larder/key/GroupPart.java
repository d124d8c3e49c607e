// SPDX-License-Identifier: Apache-2.0
package dev.larder.key;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Several values in one part, joined by commas, which the text of a value never holds.
 *
 * <p>Among other values a group stands in brackets. Alone in its part it goes without, unless it has a single value
 * whose text begins with a mark or an escape: that could be taken for a null, an empty group or a group in a group. The
 * empty group has a mark of its own, since nothing is also the text of a group that holds an empty string.
 */
abstract class GroupPart implements KeyPart {

    private final String mark;

    GroupPart(String mark) {
        this.mark = mark;
    }

    static KeyPart list(KeyPart values) {
        return new ListPart(values);
    }

    static KeyPart set(KeyPart values) {
        return new SetPart(values);
    }

    static KeyPart map(KeyPart keys, KeyPart values) {
        return new MapPart(keys, values);
    }

    static KeyPart optional(KeyPart value) {
        return new OptionalPart(value);
    }

    /** Writes the values, joined by commas, and returns how many there are. */
    abstract int writeValues(KeyWriter out, Object group);

    @Override
    public final void write(KeyWriter out, Object group) {
        int start = out.length();
        if (writeNested(out, group) > 0) {
            out.bracket(start);
        }
    }

    @Override
    public final void writeAlone(KeyWriter out, Object group) {
        int start = out.length();
        if (writeNested(out, group) == 1 && out.hasMarkOrEscapeAt(start)) {
            out.bracket(start);
        }
    }

    private int writeNested(KeyWriter out, Object group) {
        out.enter();
        int count = writeValues(out, group);
        out.leave();
        if (count == 0) {
            out.raw(KeyEscapes.EMPTY);
        }
        return count;
    }

    @Override
    public final String mark() {
        return mark;
    }

    @Override
    public final boolean isShort() {
        return false;
    }

    @Override
    public final boolean isText() {
        return false;
    }

    static <T> T cast(Class<T> type, Object value) {
        if (!type.isInstance(value)) {
            throw InvalidCacheKeyException.mismatch(type, value);
        }
        return type.cast(value);
    }

    private static final class ListPart extends GroupPart {

        private final KeyPart values;

        ListPart(KeyPart values) {
            super("List");
            this.values = values;
        }

        @Override
        int writeValues(KeyWriter out, Object group) {
            int count = 0;
            for (Object value : cast(List.class, group)) {
                if (count++ > 0) {
                    out.raw(",");
                }
                out.value(values, value);
            }
            return count;
        }

        @Override
        public boolean mayBe(String plain) {
            return plain.indexOf(',') >= 0 || values.mayBe(plain);
        }
    }

    private static final class OptionalPart extends GroupPart {

        private final KeyPart value;

        OptionalPart(KeyPart value) {
            super("Optional");
            this.value = value;
        }

        @Override
        int writeValues(KeyWriter out, Object group) {
            Optional<?> held = cast(Optional.class, group);
            held.ifPresent(present -> out.value(value, present));
            return held.isPresent() ? 1 : 0;
        }

        @Override
        public boolean mayBe(String plain) {
            return value.mayBe(plain);
        }
    }

    /** A group without an order of its own, so its texts are sorted. */
    private abstract static class SortedPart extends GroupPart {

        SortedPart(String mark) {
            super(mark);
        }

        abstract Iterable<?> valuesOf(Object group);

        abstract void writeValue(KeyWriter out, @Nullable Object value);

        @Override
        final int writeValues(KeyWriter out, Object group) {
            List<String> texts = new ArrayList<>();
            int start = out.length();
            for (Object value : valuesOf(group)) {
                writeValue(out, value);
                texts.add(out.take(start));
            }
            Collections.sort(texts);
            out.raw(String.join(",", texts));
            return texts.size();
        }
    }

    private static final class SetPart extends SortedPart {

        private final KeyPart values;

        SetPart(KeyPart values) {
            super("Set");
            this.values = values;
        }

        @Override
        Iterable<?> valuesOf(Object group) {
            return cast(Set.class, group);
        }

        @Override
        void writeValue(KeyWriter out, @Nullable Object value) {
            out.value(values, value);
        }

        @Override
        public boolean mayBe(String plain) {
            return plain.indexOf(',') >= 0 || values.mayBe(plain);
        }
    }

    private static final class MapPart extends SortedPart {

        private final KeyPart keys;
        private final KeyPart values;

        MapPart(KeyPart keys, KeyPart values) {
            super("Map");
            this.keys = keys;
            this.values = values;
        }

        @Override
        Iterable<?> valuesOf(Object group) {
            return cast(Map.class, group).entrySet();
        }

        @Override
        void writeValue(KeyWriter out, @Nullable Object value) {
            Map.Entry<?, ?> entry = cast(Map.Entry.class, Objects.requireNonNull(value));
            out.value(keys, entry.getKey());
            out.raw(KeyEscapes.TO);
            out.value(values, entry.getValue());
        }

        @Override
        public boolean mayBe(String plain) {
            return false;
        }
    }
}
