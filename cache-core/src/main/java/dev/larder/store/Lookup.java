// SPDX-License-Identifier: Apache-2.0
package dev.larder.store;

import org.jspecify.annotations.Nullable;

/** What a read found under a key: a {@linkplain StoredValue value}, nothing, or something that cannot be used. */
public sealed interface Lookup permits StoredValue, Lookup.Nothing, Lookup.Unusable {

    /** No value: nothing stands there, or a lease, a write intent or a tombstone does. */
    enum Nothing implements Lookup {
        /** The only instance. */
        NOTHING
    }

    /**
     * A value that cannot be used, and counts as a miss.
     *
     * @param reason why
     * @param supersede how a lease may take its place; {@code null} if it must be left alone
     */
    record Unusable(Reason reason, @Nullable Supersede supersede) implements Lookup {}

    /** Why a value cannot be used. */
    enum Reason {
        /** It is older than the last clear. */
        CLEARED,
        /** Its life is over, though the record still stands. */
        EXPIRED,
        /** It is not ours, or not whole. */
        FOREIGN,
        /** It is a record of a kind or format that this version does not know. */
        UNKNOWN_FORMAT,
        /** It was written with a schema, a serializer or a codec that this node does not have. */
        OTHER_ENCODING,
        /** Its payload does not decode. */
        CORRUPT
    }
}
