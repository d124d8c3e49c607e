// SPDX-License-Identifier: Apache-2.0
package dev.larder.key;

/** Texts for messages. */
final class Texts {

    private static final int LONGEST = 60;

    private Texts() {}

    /** Returns the text, cut where it is too long for a message, and with what cannot be seen escaped. */
    static String shortened(String text) {
        if (text.length() <= LONGEST) {
            return visible(text);
        }
        return visible(text.substring(0, LONGEST)) + "… (" + text.length() + " characters)";
    }

    private static String visible(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints().forEach(point -> {
            if (Character.isISOControl(point)
                    || (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE)) {
                out.append("\\u%04X".formatted(point));
            } else {
                out.appendCodePoint(point);
            }
        });
        return out.toString();
    }
}
