// SPDX-License-Identifier: Apache-2.0
package dev.larder.store;

import java.util.Arrays;

/** Names the one unusable value that a lease, or a put if absent, may take the place of. */
public sealed interface Supersede {

    /**
     * A value of ours, by its fill id.
     *
     * @param fillId the fill id that was read
     */
    record ByFillId(long fillId) implements Supersede {}

    /**
     * Bytes that are not ours, by their length and first {@value #HEAD} bytes.
     *
     * @param length how many bytes were read
     * @param head the first of them, at most {@value #HEAD}
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by content, below
    record ByBytes(int length, byte[] head) implements Supersede {

        /** How many bytes are compared. */
        public static final int HEAD = 64;

        /**
         * Names the given bytes.
         *
         * @param bytes all that was read
         * @return their name
         */
        public static ByBytes of(byte[] bytes) {
            return new ByBytes(bytes.length, Arrays.copyOf(bytes, Math.min(bytes.length, HEAD)));
        }

        /**
         * Tells whether these are the bytes that were read.
         *
         * @param bytes what stands there now
         * @return {@code true} if length and head are the same
         */
        public boolean matches(byte[] bytes) {
            return bytes.length == length
                    && Arrays.equals(head, 0, head.length, bytes, 0, Math.min(bytes.length, HEAD));
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof ByBytes that && length == that.length && Arrays.equals(head, that.head);
        }

        @Override
        public int hashCode() {
            return 31 * length + Arrays.hashCode(head);
        }
    }
}
