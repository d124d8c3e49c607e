// SPDX-License-Identifier: Apache-2.0
package dev.larder.protocol;

import static dev.larder.protocol.KeyRecord.Kind.HOLD_OFF;
import static dev.larder.protocol.KeyRecord.Kind.INTENT;
import static dev.larder.protocol.KeyRecord.Kind.LEASE;
import static dev.larder.protocol.KeyRecord.Kind.NOTHING;
import static dev.larder.protocol.KeyRecord.Kind.VALUE;

/**
 * What stands under the key.
 *
 * @param kind which of the five kinds of record
 * @param items what a value contains
 * @param id a value's fill id, or a lease's token
 * @param stamp when a lease was made
 * @param entries an intent's writers, each with the stamp of its entry
 * @param dirty whether an intent lets no value be kept
 * @param held what the replica must have seen before a hold-off may end; also the one that an intent remembers
 */
record KeyRecord(Kind kind, int items, int id, int stamp, int entries, boolean dirty, int held) implements Part {

    enum Kind {
        NOTHING,
        VALUE,
        LEASE,
        INTENT,
        HOLD_OFF
    }

    static final KeyRecord ABSENT = new KeyRecord(NOTHING, 0, Token.NONE, 0, 0, false, 0);

    static KeyRecord value(int items, int fillId) {
        return new KeyRecord(VALUE, items, fillId, 0, 0, false, 0);
    }

    static KeyRecord lease(int token, int stamp) {
        return new KeyRecord(LEASE, 0, token, stamp, 0, false, 0);
    }

    static KeyRecord intent(int entries, boolean dirty, int held) {
        return new KeyRecord(INTENT, 0, Token.NONE, 0, entries, dirty, held);
    }

    static KeyRecord holdOff(int held) {
        return held == 0 ? ABSENT : new KeyRecord(HOLD_OFF, 0, Token.NONE, 0, 0, false, held);
    }

    boolean is(Kind other) {
        return kind == other;
    }

    boolean isValueWithId(int fillId) {
        return kind == VALUE && id == fillId;
    }

    boolean misses(int expected) {
        return (expected & ~items) != 0;
    }

    @Override
    public KeyRecord renamed(Renaming renaming) {
        return new KeyRecord(
                kind,
                renaming.items(items),
                renaming.token(id),
                stamp,
                renaming.entries(entries),
                dirty,
                renaming.items(held));
    }
}
