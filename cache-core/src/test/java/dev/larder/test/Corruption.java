// SPDX-License-Identifier: Apache-2.0
package dev.larder.test;

import dev.larder.store.BeginReply;
import dev.larder.store.LeaseReply;
import dev.larder.store.Lookup;
import dev.larder.store.PutIfAbsentReply;
import dev.larder.store.StoredValue;
import java.util.Arrays;

/** Spoils payloads that are bytes; leaves everything else as it is. */
enum Corruption {
    /** Inverts the first byte. */
    FLIP,
    /** Drops the second half. */
    TRUNCATE;

    Lookup of(Lookup found) {
        return found instanceof StoredValue value && value.payload() instanceof byte[] bytes
                ? new StoredValue(
                        spoiled(bytes),
                        value.fillId(),
                        value.createdMillis(),
                        value.softMillis(),
                        value.hardMillis(),
                        value.loadCostMillis(),
                        value.clock(),
                        value.encoding(),
                        value.version())
                : found;
    }

    LeaseReply of(LeaseReply reply) {
        return reply instanceof LeaseReply.Found found ? new LeaseReply.Found(of(found.found())) : reply;
    }

    PutIfAbsentReply of(PutIfAbsentReply reply) {
        return reply instanceof PutIfAbsentReply.Found found ? new PutIfAbsentReply.Found(of(found.found())) : reply;
    }

    BeginReply of(BeginReply reply) {
        return reply instanceof BeginReply.Begun begun
                ? new BeginReply.Begun(begun.intent(), of(begun.replaced()))
                : reply;
    }

    private byte[] spoiled(byte[] bytes) {
        byte[] spoiled = Arrays.copyOf(bytes, this == TRUNCATE ? bytes.length / 2 : bytes.length);
        if (this == FLIP && spoiled.length > 0) {
            spoiled[0] = (byte) ~spoiled[0];
        }
        return spoiled;
    }
}
