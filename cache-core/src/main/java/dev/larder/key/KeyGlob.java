// SPDX-License-Identifier: Apache-2.0
package dev.larder.key;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A pattern over the keys of a cache, one thing for each part of a key: a value, which must be equal, {@link #any()},
 * or a {@link #glob(String) glob}.
 *
 * <pre>{@code
 * record FeedPage(long user, int number) {}
 *
 * KeyGlob.of(7L, KeyGlob.any())      // all pages of user 7
 * KeyGlob.of(KeyGlob.glob("ab*"))    // in a cache with String keys: those that begin with ab
 * KeyGlob.of("ab*")                  // the one key "ab*"
 * }</pre>
 *
 * <p>Values are taken literally, whatever signs they hold. Immutable, as long as nobody changes the values it was made
 * of.
 */
public final class KeyGlob {

    private static final Wildcard ANY = new Wildcard(null);

    private final List<@Nullable Object> parts;

    private KeyGlob(List<@Nullable Object> parts) {
        this.parts = parts;
    }

    /**
     * Makes a pattern.
     *
     * @param parts for each part of a key a value of its type, {@code null} for a component that is null, or a {@link
     *     Wildcard}
     * @return the pattern
     */
    public static KeyGlob of(@Nullable Object... parts) {
        List<@Nullable Object> copy = new ArrayList<>();
        Collections.addAll(copy, parts);
        return new KeyGlob(Collections.unmodifiableList(copy));
    }

    /**
     * Stands for one whole part of any value, {@code null} included.
     *
     * @return the wildcard
     */
    public static Wildcard any() {
        return ANY;
    }

    /**
     * Stands for the values of one part whose text matches: {@code *} for any characters or none, {@code ?} for one
     * character, {@code \} in front of one of the three to mean just that character.
     *
     * <p>The text is the value's own, before anything is escaped: {@code glob("a:*")} matches the string {@code a:b}. A
     * part of a type that is declared open, such as {@code Object}, matches only if it is a string; {@code null} never
     * matches.
     *
     * <p>Where a part can be so long that its text ends in a hash, only the beginning can be seen. There a glob may
     * have nothing after its first {@code *}, and what stands before it may take no more than 199 characters, escaped;
     * {@link CacheKeyBuilder#match} refuses another.
     *
     * @param glob the pattern
     * @return the wildcard
     */
    public static Wildcard glob(String glob) {
        return new Wildcard(PartGlob.parse(glob));
    }

    List<@Nullable Object> parts() {
        return parts;
    }

    @Override
    public String toString() {
        return parts.stream().map(KeyGlob::describe).collect(Collectors.joining(", ", "(", ")"));
    }

    private static String describe(@Nullable Object part) {
        if (part instanceof String text) {
            return '"' + Texts.shortened(text) + '"';
        }
        if (part == null || part instanceof Wildcard || part instanceof Number) {
            return Texts.shortened(String.valueOf(part));
        }
        return part.getClass().getTypeName();
    }

    /** What stands for the values of one part; made by {@link KeyGlob#any()} and {@link KeyGlob#glob(String)}. */
    public static final class Wildcard {

        private final @Nullable PartGlob glob;

        private Wildcard(@Nullable PartGlob glob) {
            this.glob = glob;
        }

        @Nullable
        PartGlob glob() {
            return glob;
        }

        @Override
        public String toString() {
            return glob == null ? "any" : "glob " + glob;
        }
    }
}
