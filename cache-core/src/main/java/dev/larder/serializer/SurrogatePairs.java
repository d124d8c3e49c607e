// SPDX-License-Identifier: Apache-2.0
package dev.larder.serializer;

/** Texts of which a half of a surrogate pair is left: UTF-8 has no bytes for it. */
final class SurrogatePairs {

    private SurrogatePairs() {}

    static void requireWhole(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                boolean pair = Character.isHighSurrogate(c)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1));
                if (!pair) {
                    throw new Refusal("a text, or the key of a map, holds half of a surrogate pair, which is no"
                            + " character; repair it, or keep it as a byte[]");
                }
                i++;
            }
        }
    }
}
