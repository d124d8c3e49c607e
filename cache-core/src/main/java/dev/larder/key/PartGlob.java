// SPDX-License-Identifier: Apache-2.0
package dev.larder.key;

import java.util.Arrays;

/** A glob over the text of one part. Immutable. */
final class PartGlob {

    /** The most characters before the first {@code *} that are sure to be readable in a long text. */
    static final int LONGEST_START = KeyWriter.READABLE - 1;

    private static final int ANY_RUN = -1;
    private static final int ANY_ONE = -2;

    private final String source;
    private final int[] tokens;

    private PartGlob(String source, int[] tokens) {
        this.source = source;
        this.tokens = tokens;
    }

    static PartGlob parse(String source) {
        int[] points = source.codePoints().toArray();
        int[] tokens = new int[points.length];
        int count = 0;
        for (int i = 0; i < points.length; i++) {
            if (points[i] == '\\') {
                if (++i == points.length || "*?\\".indexOf(points[i]) < 0) {
                    throw new InvalidCacheKeyException(
                            "glob '%s' has a \\ that is not followed by *, ? or \\; write \\\\ to mean a backslash"
                                    .formatted(Texts.shortened(source)));
                }
                tokens[count++] = points[i];
            } else if (points[i] == '*') {
                tokens[count++] = ANY_RUN;
            } else {
                tokens[count++] = points[i] == '?' ? ANY_ONE : points[i];
            }
        }
        return new PartGlob(source, Arrays.copyOf(tokens, count));
    }

    /** Whether the beginning of a text that is hashed beyond it is enough to tell if the text matches. */
    boolean needsOnlyTheBeginning() {
        int length = 0;
        for (int i = 0; i < tokens.length; i++) {
            if (tokens[i] == ANY_RUN) {
                return i == tokens.length - 1;
            }
            length += tokens[i] == ANY_ONE
                    ? KeyEscapes.LONGEST_ESCAPE
                    : escaped(tokens[i]).length();
            if (length > LONGEST_START) {
                return false;
            }
        }
        return true;
    }

    boolean matches(String part) {
        int hash = part.indexOf(KeyEscapes.HASH);
        int[] text = KeyEscapes.unescape(hash < 0 ? part : part.substring(0, hash));
        return text != null && matches(text);
    }

    private boolean matches(int[] text) {
        int at = 0;
        int token = 0;
        int run = -1;
        int resumeAt = 0;
        while (at < text.length) {
            if (token < tokens.length && tokens[token] == ANY_RUN) {
                run = token++;
                resumeAt = at;
            } else if (token < tokens.length && (tokens[token] == ANY_ONE || tokens[token] == text[at])) {
                token++;
                at++;
            } else if (run >= 0) {
                token = run + 1;
                at = ++resumeAt;
            } else {
                return false;
            }
        }
        while (token < tokens.length && tokens[token] == ANY_RUN) {
            token++;
        }
        return token == tokens.length;
    }

    /**
     * Returns a glob of Redis that matches all texts which this one matches; its {@code ?} would be one byte, so {@code
     * *} stands for it.
     */
    String redisPattern() {
        StringBuilder out = new StringBuilder();
        for (int token : tokens) {
            if (token >= 0) {
                out.append(escaped(token));
            } else if (out.isEmpty() || out.charAt(out.length() - 1) != '*') {
                out.append('*');
            }
        }
        return out.toString();
    }

    private static String escaped(int point) {
        return KeyEscapes.escape(Character.toString(point));
    }

    @Override
    public String toString() {
        return '"' + Texts.shortened(source) + '"';
    }
}
