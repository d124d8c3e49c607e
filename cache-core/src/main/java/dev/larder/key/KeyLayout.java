// SPDX-License-Identifier: Apache-2.0
package dev.larder.key;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where the parts of a cache's keys stand: the text in front of all positions, and for each position a literal or a
 * hole for a part.
 *
 * <p>Two starts that differ never lead to one text. Prefix and namespace hold no colon and a namespace is never {@code
 * v} and a number, so the version shows whether there is a prefix. For the same reasons no key is ever {@code
 * {prefix:}{namespace}:clock}.
 */
record KeyLayout(String start, List<String> positions) {

    static final String HOLE = "{}";

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]+");
    private static final Pattern VERSION = Pattern.compile("v[0-9]+");

    /** Lays out keys of so many parts; a pattern has a hole for each of them already. */
    static KeyLayout of(
            @Nullable String prefix, String namespace, int version, String name, @Nullable String pattern, int parts) {
        String start = (prefix == null ? "" : prefix + ":") + namespace + ":v" + version + ":";
        if (pattern != null) {
            return new KeyLayout(start, positionsOf(pattern));
        }
        List<String> positions = new ArrayList<>(Collections.nCopies(parts, HOLE));
        if (!name.equals(namespace)) {
            positions.add(0, name);
        }
        return new KeyLayout(start, List.copyOf(positions));
    }

    static int holes(String pattern) {
        return Collections.frequency(positionsOf(pattern), HOLE);
    }

    /** Returns the text of a key that has these parts, one for each hole. */
    String fill(List<String> parts) {
        Iterator<String> next = parts.iterator();
        return start
                + positions.stream()
                        .map(position -> position.equals(HOLE) ? next.next() : position)
                        .collect(Collectors.joining(":"));
    }

    /** Returns what stands before the first part, between the parts and after the last one. */
    String[] gaps() {
        return toString().split(Pattern.quote(HOLE), -1);
    }

    @Override
    public String toString() {
        return start + String.join(":", positions);
    }

    static void requireName(String what, String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "%s '%s' must be letters, digits, dots, underscores and hyphens, at least one"
                            .formatted(what, Texts.shortened(name)));
        }
    }

    static void requireNamespace(String namespace) {
        requireName("namespace", namespace);
        if (VERSION.matcher(namespace).matches()) {
            throw new IllegalArgumentException(
                    "namespace '%s' reads like a version; choose another name".formatted(namespace));
        }
    }

    static void requirePattern(String pattern) {
        for (String position : positionsOf(pattern)) {
            if (!position.equals(HOLE) && !NAME.matcher(position).matches()) {
                throw new IllegalArgumentException(
                        ("key pattern '%s' has the part '%s'; each part between colons must be {} or letters, "
                                        + "digits, dots, underscores and hyphens, such as conversation:{}:messages")
                                .formatted(Texts.shortened(pattern), Texts.shortened(position)));
            }
        }
    }

    private static List<String> positionsOf(String pattern) {
        return List.of(pattern.split(":", -1));
    }
}
