// SPDX-License-Identifier: Apache-2.0
package dev.larder.key;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How the text of a user stands in a key: most characters as they are, the others as {@code %} and two upper-case hex
 * digits for each byte of their UTF-8.
 *
 * <p>A {@code %} followed by anything else is a mark of ours, which no text of a user can produce. Which characters are
 * escaped is a list of our own, since a category asked of {@link Character} differs from one Java release to the next,
 * and with it the text that two nodes make of one key.
 */
final class KeyEscapes {

    /** Stands where there is no value. */
    static final String NULL = "%~";

    /** Stands for a group that holds nothing. */
    static final String EMPTY = "%-";

    /** Opens a group of values within a part. */
    static final String OPEN = "%<";

    /** Closes a group of values within a part. */
    static final String CLOSE = "%>";

    /** Stands between the key and the value of a map. */
    static final String TO = "%=";

    /** Stands in front of the hash in which the text of a long part ends. */
    static final String HASH = "%#";

    /** Opens the name of a type, which ends in {@code )}. */
    static final String TYPE = "%(";

    /** The most characters that one character of a user can take. */
    static final int LONGEST_ESCAPE = 9;

    private static final boolean[] PLAIN = new boolean[128];
    private static final String HEX = "0123456789ABCDEF";

    static {
        Arrays.fill(PLAIN, ' ' + 1, 0x7F, true);
        for (char reserved : ":%{}*?[]\\,".toCharArray()) {
            PLAIN[reserved] = false;
        }
    }

    private KeyEscapes() {}

    static void append(StringBuilder out, String text) {
        int length = text.length();
        int plain = 0;
        while (plain < length && isPlain(text.charAt(plain))) {
            plain++;
        }
        out.append(text, 0, plain);
        for (int i = plain; i < length; i++) {
            char c = text.charAt(i);
            if (isPlain(c)) {
                out.append(c);
            } else if (Character.isHighSurrogate(c) && i + 1 < length && Character.isLowSurrogate(text.charAt(i + 1))) {
                out.append(c).append(text.charAt(++i));
            } else {
                appendEscaped(out, c);
            }
        }
    }

    static String escape(String text) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        append(out, text);
        return out.toString();
    }

    /**
     * Undoes {@link #escape}; code points, or {@code null} for a text that holds a mark or that {@link #escape} does
     * not write.
     */
    static int @Nullable [] unescape(String text) {
        int[] points = new int[text.length()];
        int count = 0;
        for (int i = 0; i < text.length(); i += unit(text, i)) {
            int point = text.charAt(i) == '%' ? unescape(text, i) : text.codePointAt(i);
            if (point < 0) {
                return null;
            }
            points[count++] = point;
        }
        return Arrays.copyOf(points, count);
    }

    /** Refuses what cannot stand in the text of a key, where it would have been escaped or shortened. */
    static void requireEscaped(String keyText) {
        for (String part : keyText.split(":", -1)) {
            if (part.length() > KeyWriter.LONGEST_PART) {
                throw new InvalidCacheKeyException(
                        "it has a part of %d characters, and a part of more than %d stands there shortened; copy it from a log or the store"
                                .formatted(part.length(), KeyWriter.LONGEST_PART));
            }
            // Escapes, marks and groups are written with these two.
            String plain = part.replace('%', 'x').replace(',', 'x');
            if (!escape(plain).equals(plain)) {
                throw new InvalidCacheKeyException(
                        "it holds a character that stands there escaped, such as %20 for a blank; copy it from a log or the store");
            }
        }
    }

    /**
     * Returns the length of what begins at {@code at} and must not be torn apart: a character, an escaped one, or the
     * sign of a mark.
     */
    static int unit(String text, int at) {
        if (text.charAt(at) != '%') {
            return Character.charCount(text.codePointAt(at));
        }
        int lead = byteAt(text, at);
        return lead < 0 ? 2 : lead < 0x80 ? 3 : lead < 0xE0 ? 6 : 9;
    }

    private static int unescape(String text, int at) {
        int lead = byteAt(text, at);
        int point = lead;
        if (lead >= 0xE0) {
            point = ((lead & 0x0F) << 12) | ((byteAt(text, at + 3) & 0x3F) << 6) | (byteAt(text, at + 6) & 0x3F);
        } else if (lead >= 0x80) {
            point = ((lead & 0x1F) << 6) | (byteAt(text, at + 3) & 0x3F);
        }
        return point >= 0 && text.startsWith(escape(Character.toString(point)), at) ? point : -1;
    }

    /** Returns the byte that {@code %} and two hex digits at {@code at} stand for, -1 where they do not stand. */
    private static int byteAt(String text, int at) {
        if (at + 2 >= text.length() || text.charAt(at) != '%') {
            return -1;
        }
        int high = HEX.indexOf(text.charAt(at + 1));
        int low = HEX.indexOf(text.charAt(at + 2));
        return high < 0 || low < 0 ? -1 : (high << 4) | low;
    }

    private static void appendEscaped(StringBuilder out, char c) {
        if (c < 0x80) {
            appendByte(out, c);
        } else if (c < 0x800) {
            appendByte(out, 0xC0 | (c >> 6));
            appendByte(out, 0x80 | (c & 0x3F));
        } else {
            appendByte(out, 0xE0 | (c >> 12));
            appendByte(out, 0x80 | ((c >> 6) & 0x3F));
            appendByte(out, 0x80 | (c & 0x3F));
        }
    }

    private static void appendByte(StringBuilder out, int value) {
        out.append('%').append(HEX.charAt(value >> 4)).append(HEX.charAt(value & 0x0F));
    }

    private static boolean isPlain(char c) {
        return c < PLAIN.length ? PLAIN[c] : !isHidden(c);
    }

    /** Whether a character beyond ASCII is a control, a blank, an invisible sign or half a surrogate pair. */
    private static boolean isHidden(char c) {
        return c <= 0xA0
                || c == 0xAD
                || c == 0x61C
                || c == 0x1680
                || c == 0x180E
                || (c >= 0x2000 && c <= 0x200F)
                || (c >= 0x2028 && c <= 0x202F)
                || (c >= 0x205F && c <= 0x206F)
                || c == 0x3000
                || Character.isSurrogate(c)
                || c == 0xFEFF
                || c >= 0xFFF9;
    }
}
