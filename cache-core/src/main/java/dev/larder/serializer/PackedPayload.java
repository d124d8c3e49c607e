// SPDX-License-Identifier: Apache-2.0
package dev.larder.serializer;

/** A payload as it stands in a record, and how it is compressed. */
public final class PackedPayload {

    static final int NO_CODEC = 0;

    private final int codec;
    private final byte[] bytes;

    PackedPayload(int codec, byte[] bytes) {
        this.codec = codec;
        this.bytes = bytes;
    }

    static PackedPayload plain(byte[] bytes) {
        return new PackedPayload(NO_CODEC, bytes);
    }

    /**
     * Returns the number of the codec that stands in the record.
     *
     * @return 0 if the payload is not compressed
     */
    public int codec() {
        return codec;
    }

    /**
     * Returns the payload.
     *
     * @return the array itself
     */
    public byte[] bytes() {
        return bytes;
    }
}
