// SPDX-License-Identifier: Apache-2.0
package dev.larder.store;

/**
 * Who wrote a payload, and how: what a reader needs to know before it decodes.
 *
 * @param writerStartSeconds when the writing process started, seconds since the epoch
 * @param fingerprint the fingerprint of the value type's schema
 * @param serializer the id of the serializer, 0 where payloads are kept by reference
 * @param codec the id of the compression, 0 for none
 */
public record Encoding(int writerStartSeconds, int fingerprint, int serializer, int codec) {

    /** Checks that both ids fit into the head of a record. */
    public Encoding {
        if (serializer < 0 || serializer > 255) {
            throw new IllegalArgumentException("serializer must be 0 to 255, but was " + serializer);
        }
        if (codec < 0 || codec > 255) {
            throw new IllegalArgumentException("codec must be 0 to 255, but was " + codec);
        }
    }

    /**
     * Returns the encoding of a payload that the same writer compressed in another way.
     *
     * @param codec the id of the compression, 0 for none
     * @return a copy with that codec
     */
    public Encoding withCodec(int codec) {
        return codec == this.codec ? this : new Encoding(writerStartSeconds, fingerprint, serializer, codec);
    }
}
