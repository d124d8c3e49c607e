// SPDX-License-Identifier: Apache-2.0
package dev.larder.key;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** The text of one key while it is written. Not thread-safe; made for each key. */
final class KeyWriter {

    /** The longest text of one part; a longer one keeps its head and ends in a hash. */
    static final int LONGEST_PART = 256;

    /** How much of a longer part stays readable, give or take one character of the user. */
    static final int READABLE = 200;

    private static final int DEEPEST = 64;
    private static final int MOST_VALUES = 1_000_000;

    private final StringBuilder text;
    private final String[] gaps;
    private int nextGap;
    private int depth;
    private int values;

    /**
     * Starts a text.
     *
     * @param gaps what stands before the first part, between the parts and after the last one
     */
    KeyWriter(String[] gaps) {
        this.text = new StringBuilder(gaps[0].length() + 48);
        this.gaps = gaps;
    }

    /** Returns the text that {@code value} has as a part of a key. */
    static String textOf(KeyPart part, @Nullable Object value) {
        KeyWriter out = new KeyWriter(new String[] {"", ""});
        out.part(part, value);
        return out.finish();
    }

    void part(KeyPart part, @Nullable Object value) {
        text.append(gaps[nextGap++]);
        int start = text.length();
        if (value == null) {
            text.append(KeyEscapes.NULL);
        } else {
            part.writeAlone(this, value);
        }
        if (text.length() - start > LONGEST_PART) {
            shorten(start);
        }
    }

    /**
     * Writes the {@code count} parts of a nested record that is null; {@code height} tells it from one that holds only
     * nulls.
     */
    void nullParts(int count, int height) {
        for (int i = 0; i < count; i++) {
            text.append(gaps[nextGap++]).append('%').append("~".repeat(height));
        }
    }

    /** Writes one of the values of a group. */
    void value(KeyPart part, @Nullable Object value) {
        if (++values > MOST_VALUES) {
            throw new InvalidCacheKeyException(
                    "it holds more than " + MOST_VALUES + " values; use something shorter, such as an id");
        }
        if (value == null) {
            text.append(KeyEscapes.NULL);
        } else {
            part.write(this, value);
        }
    }

    void raw(String ours) {
        text.append(ours);
    }

    void escaped(String users) {
        KeyEscapes.append(text, users);
    }

    void enter() {
        if (++depth > DEEPEST) {
            throw new InvalidCacheKeyException("its values are nested more than " + DEEPEST
                    + " levels deep; use a flatter key that does not hold itself");
        }
    }

    void leave() {
        depth--;
    }

    int length() {
        return text.length();
    }

    boolean hasMarkOrEscapeAt(int at) {
        return at < text.length() && text.charAt(at) == '%';
    }

    /** Puts what was written since {@code start} into the brackets of a group. */
    void bracket(int start) {
        text.insert(start, KeyEscapes.OPEN).append(KeyEscapes.CLOSE);
    }

    /** Takes back what was written since {@code start}. */
    String take(int start) {
        String taken = text.substring(start);
        text.setLength(start);
        return taken;
    }

    String finish() {
        return text.append(gaps[nextGap]).toString();
    }

    private void shorten(int start) {
        String whole = take(start);
        int end = 0;
        while (end < READABLE) {
            end += KeyEscapes.unit(whole, end);
        }
        text.append(whole, 0, end).append(KeyEscapes.HASH).append(hash(whole));
    }

    private static String hash(String whole) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(whole.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
