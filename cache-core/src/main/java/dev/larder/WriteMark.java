// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import dev.larder.store.BeginReply;
import dev.larder.store.StoreKey;
import dev.larder.store.Token;
import dev.larder.store.WriteIntent;
import org.jspecify.annotations.Nullable;

/** A writer's mark on one key. */
final class WriteMark {

    final StoreKey key;
    final Token token;
    final long clock;

    /** Whether what stood there when the write began was no older than this node knew. */
    final boolean trusted;

    private volatile @Nullable BeginReply reply;

    WriteMark(StoreKey key, Token token, long clock, boolean trusted) {
        this.key = key;
        this.token = token;
        this.clock = clock;
        this.trusted = trusted;
    }

    void begun(@Nullable BeginReply reply) {
        this.reply = reply;
    }

    /** What the store said; null if it did not. */
    @Nullable
    BeginReply reply() {
        return reply;
    }

    /** The mark as the store acknowledged it; null if it did not. */
    @Nullable
    WriteIntent intent() {
        if (reply instanceof BeginReply.Begun begun) {
            return begun.intent();
        }
        return reply instanceof BeginReply.Joined joined ? joined.intent() : null;
    }
}
