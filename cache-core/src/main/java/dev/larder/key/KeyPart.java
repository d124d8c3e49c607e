// SPDX-License-Identifier: Apache-2.0
package dev.larder.key;

/** How the values of one type are written into one part of a key. Immutable. */
interface KeyPart {

    /** Writes a value among others of the same part, so that its text shows where it ends. */
    void write(KeyWriter out, Object value);

    /** Writes a value that has the part for itself. */
    default void writeAlone(KeyWriter out, Object value) {
        write(out, value);
    }

    /** The name of the type in a type mark; no two types have the same. */
    String mark();

    /**
     * Whether a part of this kind may hold {@code plain}, a text without escapes and marks; {@code true} when in doubt.
     */
    boolean mayBe(String plain);

    /** Whether no text of this kind is ever long enough to end in a hash. */
    boolean isShort();

    /** Whether a value is one text, not a group of values. */
    boolean isText();
}
