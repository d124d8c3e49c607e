// SPDX-License-Identifier: Apache-2.0
package dev.larder.key;

import dev.larder.key.KeyType.Leaf;
import dev.larder.store.KeyFilter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Tells which texts of keys a {@link KeyGlob} means, in one cache. Made by {@link CacheKeyBuilder#match}. Immutable.
 */
public final class KeyMatcher implements KeyFilter {

    private final String start;
    private final List<Predicate<String>> positions;
    private final String redisPattern;

    private KeyMatcher(String start, List<Predicate<String>> positions, String redisPattern) {
        this.start = start;
        this.positions = List.copyOf(positions);
        this.redisPattern = redisPattern;
    }

    static KeyMatcher compile(KeyLayout layout, List<Leaf> leaves, List<@Nullable Object> wanted) {
        List<Predicate<String>> positions = new ArrayList<>();
        List<String> redis = new ArrayList<>();
        int hole = 0;
        for (String position : layout.positions()) {
            String literal = position;
            if (position.equals(KeyLayout.HOLE)) {
                Leaf leaf = leaves.get(hole);
                Object value = wanted.get(hole++);
                if (value instanceof KeyGlob.Wildcard wildcard) {
                    PartGlob glob = wildcard.glob();
                    positions.add(glob == null ? part -> mayBe(leaf.part(), part) : checked(glob, leaf)::matches);
                    redis.add(glob == null ? "*" : glob.redisPattern());
                    continue;
                }
                literal = KeyWriter.textOf(leaf.part(), value);
            }
            positions.add(literal::equals);
            redis.add(literal);
        }
        return new KeyMatcher(layout.start(), positions, layout.start() + String.join(":", redis));
    }

    /** Matches every key of a cache. */
    static KeyMatcher ofAll(KeyLayout layout, List<Leaf> leaves) {
        return compile(layout, leaves, Collections.nCopies(leaves.size(), KeyGlob.any()));
    }

    /**
     * Returns whether a text is that of a key which is meant. Of texts that no key of this namespace has, it may say
     * either.
     *
     * @param text the text of a key
     * @return whether it matches
     */
    @Override
    public boolean matches(String text) {
        if (!text.startsWith(start)) {
            return false;
        }
        int at = start.length();
        int last = positions.size() - 1;
        for (int i = 0; i <= last; i++) {
            int colon = text.indexOf(':', at);
            int end = colon < 0 ? text.length() : colon;
            if (colon < 0 != (i == last) || !positions.get(i).test(text.substring(at, end))) {
                return false;
            }
            at = end + 1;
        }
        return true;
    }

    /**
     * Returns a pattern for {@code SCAN … MATCH} that finds every text which {@link #matches} accepts. It finds others
     * too, since a {@code *} of Redis does not stop at a colon, so each one found must be asked for.
     *
     * @return the pattern; nothing in it but {@code *} has a meaning to Redis, since keys hold none of its signs
     */
    String redisPattern() {
        return redisPattern;
    }

    /**
     * Returns the literal text that all matching texts begin with.
     *
     * @return prefix, namespace, version and the parts up to the first wildcard
     */
    @Override
    public String literalHead() {
        int star = redisPattern.indexOf('*');
        return star < 0 ? redisPattern : redisPattern.substring(0, star);
    }

    @Override
    public String toString() {
        return redisPattern;
    }

    private static boolean mayBe(KeyPart part, String text) {
        return text.indexOf('%') >= 0 || part.mayBe(text);
    }

    private static PartGlob checked(PartGlob glob, Leaf leaf) {
        String where = leaf.name().isEmpty() ? "" : " for " + leaf.name();
        if (!leaf.part().isText()) {
            throw new InvalidCacheKeyException(
                    "the %s%s stands where a key has a group of values; use KeyGlob.any() or a whole value"
                            .formatted("glob " + glob, where));
        }
        if (!leaf.part().isShort() && !glob.needsOnlyTheBeginning()) {
            throw new InvalidCacheKeyException(
                    ("the glob %s%s would reach into the hash in which a long text ends; use one * at the end, "
                                    + "after at most %d characters, or KeyGlob.any()")
                            .formatted(glob, where, PartGlob.LONGEST_START));
        }
        return glob;
    }
}
