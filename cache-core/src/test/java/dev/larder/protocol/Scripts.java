// SPDX-License-Identifier: Apache-2.0
package dev.larder.protocol;

import dev.larder.protocol.Configuration.Trait;
import dev.larder.protocol.KeyRecord.Kind;
import org.jspecify.annotations.Nullable;

/** What each script makes of the record that it finds; it runs atomically, whenever it runs. */
final class Scripts {

    private final boolean storesAreReplayed;
    private final boolean placersAreReplayed;
    private final boolean stamps;
    private final boolean holdOffRemembered;
    private final boolean laggingReplica;

    Scripts(Configuration configuration) {
        storesAreReplayed = configuration.has(Trait.REPLAYED_STORES);
        placersAreReplayed = configuration.has(Trait.REPLAYED_PLACERS);
        stamps = configuration.has(Trait.STAMPS);
        holdOffRemembered = configuration.has(Trait.HOLD_OFF_REMEMBERED);
        laggingReplica = configuration.has(Trait.LAGGING_REPLICA);
    }

    /** The stamp that a lease or begin of this token gets if it makes its record now. */
    int stamp(ProtocolState state, int token) {
        return stamps ? state.runs().of(token) + 1 : 0;
    }

    boolean mayRun(ProtocolState state, Command command) {
        return !countsRuns(command) || state.runs().of(command.token()) < Runs.MAX;
    }

    boolean mayRunAgain(Command command) {
        return storesAreReplayed && (placersAreReplayed || !command.placesARecord());
    }

    /** The state after a command whose reply arrives; null if it has run as often as we look at. */
    @Nullable
    ProtocolState answered(ProtocolState state, Command command) {
        if (!mayRun(state, command)) {
            return null;
        }
        ProtocolState next = state.copy();
        run(next, command);
        return mayRunAgain(command) ? next.send(command) : next;
    }

    /** Runs the command in this state: changes the record and counts what was made. */
    void run(ProtocolState state, Command command) {
        KeyRecord before = state.key();
        KeyRecord after = after(before, command, state);
        if (!after.equals(before)) {
            state.key(after);
            if (countsRuns(command)) {
                state.runs(state.runs().oneMore(command.token()));
            }
        }
    }

    /** The record without this entry: the last one leaves the hold-off that the intent remembers, or nothing. */
    KeyRecord withoutEntry(KeyRecord intent, int entry) {
        int others = intent.entries() & ~entry;
        return others == 0 ? KeyRecord.holdOff(held(intent)) : KeyRecord.intent(others, intent.dirty(), intent.held());
    }

    private boolean countsRuns(Command command) {
        return stamps && command.placesARecord();
    }

    private KeyRecord after(KeyRecord key, Command command, ProtocolState state) {
        int asked = laggingReplica ? state.truth().origin() : 0;
        return switch (command.op()) {
            case LEASE -> lease(key, command, stamp(state, command.token()));
            case FILL -> fill(key, command);
            case REFRESH -> refresh(key, command);
            case BEGIN_WRITE -> beginWrite(key, command, stamp(state, command.token()));
            case FINISH_WRITE -> finishWrite(key, command, asked);
            case EVICT -> evict(key, asked);
        };
    }

    private KeyRecord lease(KeyRecord key, Command command, int stamp) {
        boolean free = key.is(Kind.NOTHING) || key.isValueWithId(command.seen());
        return free ? KeyRecord.lease(command.token(), stamp) : key;
    }

    private KeyRecord fill(KeyRecord key, Command command) {
        boolean mine = key.is(Kind.LEASE) && key.id() == command.token() && key.stamp() == command.stamp();
        return mine ? KeyRecord.value(command.items(), command.fillId()) : key;
    }

    private KeyRecord refresh(KeyRecord key, Command command) {
        return key.isValueWithId(command.seen()) ? KeyRecord.value(command.items(), command.fillId()) : key;
    }

    private KeyRecord beginWrite(KeyRecord key, Command command, int stamp) {
        int entry = Token.entry(command.token(), stamp);
        if (!key.is(Kind.INTENT)) {
            return KeyRecord.intent(entry, false, holdOffRemembered ? held(key) : 0);
        }
        boolean thereAlready = (key.entries() & Token.entries(command.token())) != 0;
        return thereAlready ? key : KeyRecord.intent(key.entries() | entry, true, key.held());
    }

    private KeyRecord finishWrite(KeyRecord key, Command command, int asked) {
        int held = held(key) | asked;
        if (!key.is(Kind.INTENT)) {
            return KeyRecord.holdOff(held);
        }
        int mine = key.entries() & Token.entries(command.token());
        int others = key.entries() & ~mine;
        if (others != 0) {
            return KeyRecord.intent(others, true, holdOffRemembered ? held : 0);
        }
        boolean myStamp = mine == Token.entry(command.token(), command.stamp());
        boolean keeps = command.hasValue() && !key.dirty() && key.held() == 0 && myStamp;
        return keeps ? KeyRecord.value(command.items(), command.fillId()) : KeyRecord.holdOff(held);
    }

    private KeyRecord evict(KeyRecord key, int asked) {
        int held = held(key) | asked;
        return key.is(Kind.INTENT)
                ? KeyRecord.intent(key.entries(), true, holdOffRemembered ? held : 0)
                : KeyRecord.holdOff(held);
    }

    /** What the replica must have seen before this record may give way to nothing. */
    private int held(KeyRecord key) {
        boolean remembers = key.is(Kind.HOLD_OFF) || (key.is(Kind.INTENT) && holdOffRemembered);
        return remembers ? key.held() : 0;
    }
}
