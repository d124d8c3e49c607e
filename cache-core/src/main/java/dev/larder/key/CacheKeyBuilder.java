// SPDX-License-Identifier: Apache-2.0
package dev.larder.key;

import dev.larder.key.KeyType.Leaf;
import java.lang.reflect.Type;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Makes the text under which a store keeps the value of a key: {@code {prefix:}{namespace}:v{version}:{parts}}, such as
 * {@code chat:v1:conversation:123:messages}.
 *
 * <p>The parts are the cache's name, left out where it equals the namespace, and the parts of the key; a
 * {@linkplain #pattern(String) pattern} puts them elsewhere. A key has as many parts as its declared type says: a
 * record those of its components, anything else one.
 *
 * <p>Keys that are {@code equals} have the same text, and others have another one, whatever texts they hold:
 *
 * <ul>
 *   <li>A string stands as it is. Colons, {@code % { } * ? [ ] \} and commas, blanks, control characters and halves of
 *       surrogate pairs are written as {@code %} and the hex digits of their UTF-8; any other {@code %} is a mark of
 *       Larder's.
 *   <li>Numbers, characters, booleans, enums (by name), UUIDs, {@code java.time}, locales (by tag), currencies and
 *       classes (by name) have the text one expects. Where the declared key type leaves the class open ({@code Object},
 *       an interface, an abstract class, a type variable, a class that is not final and not one of these), what is not
 *       a string has its type in front: {@code 1L} is {@code %(long)1}, and a class of yours is named in full, so
 *       renaming it changes the text.
 *   <li>A list is one part, its values joined by commas; sets and maps are sorted; a record in a list is one value of
 *       it. {@code Optional} is a list of one or none. {@code null} is allowed within a key, and is {@code %~}.
 *   <li>A record is its components. Should it override {@code equals} with something else than comparing them, equal
 *       keys may have different texts.
 *   <li>A part longer than 256 characters keeps 200 of them and ends in {@code %#} and a SHA-256 of the whole.
 *   <li>Another class has the text of its {@code toString()}, if it overrides {@code equals}, {@code hashCode} and
 *       {@code toString} and not more than one of its fields can hold any text. That this text differs exactly when
 *       {@code equals} does is for the class to promise; a record needs no promise.
 * </ul>
 *
 * <p>Refused with an {@link InvalidCacheKeyException}: {@code null} as the key, arrays, classes whose only text is the
 * hash of their identity, classes of the JDK not named above, a value of another class than the declared key type says,
 * collections nested more than 64 levels deep (so one that holds itself) or with more than a million values. What the
 * declared type already shows is refused when the builder is made.
 *
 * <p>Immutable and safe for use by several threads, as long as nobody changes a key while its text is made. The text is
 * the same on every Java release.
 */
public final class CacheKeyBuilder {

    private final String name;
    private final Type declared;
    private final KeyType type;
    private final @Nullable String prefix;
    private final String namespace;
    private final int version;
    private final @Nullable String pattern;
    private final KeyLayout layout;
    private final String[] gaps;

    private CacheKeyBuilder(
            String name,
            Type declared,
            KeyType type,
            @Nullable String prefix,
            String namespace,
            int version,
            @Nullable String pattern) {
        this.name = name;
        this.declared = declared;
        this.type = type;
        this.prefix = prefix;
        this.namespace = namespace;
        this.version = version;
        this.pattern = pattern;
        this.layout = KeyLayout.of(
                prefix, namespace, version, name, pattern, type.leaves().size());
        this.gaps = layout.gaps();
    }

    /**
     * Makes a builder for the keys of one cache: its namespace is its name, its version 1, without prefix and pattern.
     *
     * @param name the cache's name; letters, digits, dots, underscores and hyphens
     * @param keyType the declared type of the keys, generic arguments included
     * @return the builder
     * @throws InvalidCacheKeyException if no key of that type can have a text of its own
     */
    public static CacheKeyBuilder of(String name, Type keyType) {
        KeyLayout.requireName("cache name", name);
        KeyLayout.requireNamespace(name);
        Objects.requireNonNull(keyType, "keyType must not be null");
        try {
            return new CacheKeyBuilder(name, keyType, KeyTypes.keyType(keyType), null, name, 1, null);
        } catch (InvalidCacheKeyException e) {
            throw e.in("Cache '%s' cannot have keys of type %s".formatted(name, keyType.getTypeName()));
        }
    }

    /**
     * Sets what all keys of an application begin with.
     *
     * @param prefix the prefix; letters, digits, dots, underscores and hyphens; {@code null} for none
     * @return a copy
     */
    public CacheKeyBuilder prefix(@Nullable String prefix) {
        if (prefix != null) {
            checked(() -> KeyLayout.requireName("key prefix", prefix));
        }
        return new CacheKeyBuilder(name, declared, type, prefix, namespace, version, pattern);
    }

    /**
     * Sets the namespace, which several caches may share.
     *
     * @param namespace the namespace; letters, digits, dots, underscores and hyphens, but not {@code v} and a number
     * @return a copy
     */
    public CacheKeyBuilder namespace(String namespace) {
        checked(() -> KeyLayout.requireNamespace(namespace));
        return new CacheKeyBuilder(name, declared, type, prefix, namespace, version, pattern);
    }

    /**
     * Sets the version.
     *
     * @param version the version, at least 1
     * @return a copy
     */
    public CacheKeyBuilder version(int version) {
        if (version < 1) {
            throw new IllegalArgumentException(
                    "Cache '%s': version must be at least 1, but was %d".formatted(name, version));
        }
        return new CacheKeyBuilder(name, declared, type, prefix, namespace, version, pattern);
    }

    /**
     * Sets where the parts of a key stand.
     *
     * @param pattern parts with colons between them, each one {@code {}} for a part of the key or a literal of letters,
     *     digits, dots, underscores and hyphens, such as {@code conversation:{}:messages}; {@code null} for the default
     * @return a copy
     * @throws IllegalArgumentException if the pattern has not exactly one {@code {}} for each part of the key type
     */
    public CacheKeyBuilder pattern(@Nullable String pattern) {
        if (pattern != null) {
            checked(() -> KeyLayout.requirePattern(pattern));
            int holes = KeyLayout.holes(pattern);
            if (holes != type.leaves().size()) {
                throw new IllegalArgumentException(
                        "Cache '%s': key pattern '%s' has {} %d times, but a key has %s; write {} once for each"
                                .formatted(name, Texts.shortened(pattern), holes, partsOfKey()));
            }
        }
        return new CacheKeyBuilder(name, declared, type, prefix, namespace, version, pattern);
    }

    /**
     * Makes the text of a key.
     *
     * @param key the key
     * @return its text, never empty; it ends up in UTF-8 without loss
     * @throws InvalidCacheKeyException if no text of its own can be made for the key; the message names the cache, the
     *     reason and a way out
     */
    public String text(Object key) {
        if (key == null) {
            throw new InvalidCacheKeyException(
                    "Cache '%s' was given a null key; check it before the call, or use a record with a null component"
                            .formatted(name));
        }
        try {
            KeyWriter out = new KeyWriter(gaps);
            type.write(out, key);
            return out.finish();
        } catch (InvalidCacheKeyException e) {
            throw e.in("Cache '%s' cannot use this key, a %s"
                    .formatted(name, key.getClass().getTypeName()));
        }
    }

    /**
     * Completes the text of a key from what an operator has of it. Only a text that some key of this cache may have is returned, so
     * what is done under it touches no other cache.
     *
     * @param text the whole text, such as {@code chat:v1:conversation:7:messages}, or only what stands in the places of the
     *     key's parts, joined by colons, such as {@code 7}
     * @return the whole text
     * @throws InvalidCacheKeyException if no key of this cache can have that text; the message says how its texts read, but
     *     not the text
     */
    public String complete(String text) {
        Objects.requireNonNull(text, "text must not be null");
        String[] given = text.split(":", -1);
        // A whole text has more parts, since namespace and version are parts too.
        String whole = given.length == gaps.length - 1 ? layout.fill(List.of(given)) : text;
        try {
            if (!matchAll().matches(whole)) {
                throw new InvalidCacheKeyException(
                        ("its texts read '%s', where a key has %s; give a whole text, or only what stands for each {}, "
                                        + "joined by colons")
                                .formatted(layout, partsOfKey()));
            }
            KeyEscapes.requireEscaped(whole);
            return whole;
        } catch (InvalidCacheKeyException e) {
            throw e.in("Cache '%s' has no key of this text".formatted(name));
        }
    }

    /**
     * Returns the literal text that every key of this cache begins with, up to the first part of the key. Another
     * cache's keys may begin with it too.
     *
     * @return the text, with the colon it ends in
     */
    public String head() {
        return gaps[0];
    }

    /**
     * Returns whether some key of this cache and some key of another could have one text.
     *
     * <p>They can if prefix, namespace and version are the same, both have equally many parts, and no part has
     * different literals, or a literal on one side that the key type of the other cannot write. In doubt the answer is
     * {@code true}: {@code false} is a promise.
     *
     * @param other the keys of another cache
     * @return {@code false} if no text can belong to both
     */
    public boolean meets(CacheKeyBuilder other) {
        List<String> mine = layout.positions();
        List<String> theirs = other.layout.positions();
        if (!layout.start().equals(other.layout.start()) || mine.size() != theirs.size()) {
            return false;
        }
        Iterator<Leaf> myLeaves = type.leaves().iterator();
        Iterator<Leaf> theirLeaves = other.type.leaves().iterator();
        for (int i = 0; i < mine.size(); i++) {
            Leaf my = mine.get(i).equals(KeyLayout.HOLE) ? myLeaves.next() : null;
            Leaf their = theirs.get(i).equals(KeyLayout.HOLE) ? theirLeaves.next() : null;
            if (!mayAgree(mine.get(i), my, theirs.get(i), their)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Compiles a pattern over the keys of this cache.
     *
     * @param glob what each part of a key must be
     * @return what matches the texts of those keys, and of no other cache that does not {@linkplain #meets meet} this
     *     one
     * @throws InvalidCacheKeyException if the pattern has not one part for each part of the key type, holds a value
     *     that the key type cannot have there, asks for a glob in a list, set, map or {@code Optional}, or would have
     *     to see what long texts hide in a hash
     */
    public KeyMatcher match(KeyGlob glob) {
        try {
            List<Leaf> leaves = type.leaves();
            if (glob.parts().size() != leaves.size()) {
                throw new InvalidCacheKeyException(
                        "it gives %d where a key has %s; use KeyGlob.any() for a part that may be anything"
                                .formatted(glob.parts().size(), partsOfKey()));
            }
            return KeyMatcher.compile(layout, leaves, glob.parts());
        } catch (InvalidCacheKeyException e) {
            throw e.in("Cache '%s' cannot match the pattern %s".formatted(name, glob));
        }
    }

    /**
     * Returns what matches the texts of all keys of this cache.
     *
     * @return a matcher that matches those, and none of another cache that does not {@linkplain #meets meet} this one
     */
    public KeyMatcher matchAll() {
        return KeyMatcher.ofAll(layout, type.leaves());
    }

    /**
     * Returns the layout of the keys, with {@code {}} for each part of a key.
     *
     * @return such as {@code chat:v1:conversation:{}:messages}
     */
    @Override
    public String toString() {
        return layout.toString();
    }

    private static boolean mayAgree(String mine, @Nullable Leaf my, String theirs, @Nullable Leaf their) {
        if (my != null) {
            return their != null || my.part().mayBe(theirs);
        }
        return their == null ? mine.equals(theirs) : their.part().mayBe(mine);
    }

    private String partsOfKey() {
        List<Leaf> leaves = type.leaves();
        if (leaves.size() == 1) {
            return "1 part (" + declared.getTypeName() + ")";
        }
        return leaves.size() + " parts (" + leaves.stream().map(Leaf::name).collect(Collectors.joining(", ")) + ")";
    }

    private void checked(Runnable check) {
        try {
            check.run();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("Cache '" + name + "': " + e.getMessage(), e);
        }
    }
}
