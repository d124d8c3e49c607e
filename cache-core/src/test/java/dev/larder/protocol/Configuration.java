// SPDX-License-Identifier: Apache-2.0
package dev.larder.protocol;

import java.util.EnumSet;
import java.util.Set;

/**
 * Who takes part and what may go wrong.
 *
 * @param name the short name that the documentation uses
 * @param about what it is about
 * @param cast who takes part
 * @param value where the value that a write keeps comes from
 * @param lapse whose intent entry may lapse
 * @param doubt what a writer does that does not know how its commit ended
 * @param traits everything that is either so or not
 */
record Configuration(
        String name, String about, Cast cast, WrittenValue value, Lapse lapse, Doubt doubt, Set<Trait> traits) {

    /** Where the value that a write keeps comes from. */
    enum WrittenValue {
        /** What the origin holds at the commit. */
        WHOLE,
        /** What the transaction reads back, on a snapshot as old as begin's reply. */
        READ_BACK,
        /** The value that begin replaced and the writer's own item. */
        MERGED
    }

    /** Whose entry may lapse. */
    enum Lapse {
        /** That of a dead writer, or of a begin that nobody waits for any more. */
        OF_THE_DEAD,
        /** Also that of a living one, once its origin write is over. */
        AFTER_COMMIT,
        /** Also that of one paused before its commit. */
        OF_ANYBODY
    }

    /** What a writer does that has sent its commit and lost the connection. */
    enum Doubt {
        NEVER_ARISES,
        FINISHES_AT_ONCE,
        LETS_THE_INTENT_LAPSE
    }

    enum Trait {
        /** Replies may be lost; the command may then run late or never. */
        LOST_REPLIES,
        /** A store or a delete may run again at any later time, also after its reply. */
        REPLAYED_STORES,
        /** So may an answered lease or begin, which place a record. */
        REPLAYED_PLACERS,
        /** Leases and entries carry the server's time of their making, and stores must match it. */
        STAMPS,
        /** Writers may die. */
        CRASHES,
        /** The memory policy or a stranger may remove an intent. */
        INTENTS_LOST,
        /** Loads read a replica that lags behind the origin; every delete asks for a hold-off. */
        LAGGING_REPLICA,
        /** An intent remembers the hold-off that it replaced or was asked for. */
        HOLD_OFF_REMEMBERED,
        /** A write may keep a value; without it every finish is one with nothing. */
        VALUES_KEPT,
        /** Mistake: a merge's base, or the transaction's snapshot, is read before begin. */
        BASE_BEFORE_BEGIN,
        /** Mistake: a write whose begin was not acknowledged keeps a value. */
        VALUE_WITHOUT_ACKNOWLEDGED_BEGIN,
        /** Mistake: renewing an intent makes a lapsed entry again. */
        RENEWAL_CREATES,
        /** Mistake: all leases of a client have one token. */
        TOKEN_PER_CLIENT
    }

    private static final Set<Trait> USUAL = EnumSet.of(
            Trait.LOST_REPLIES,
            Trait.REPLAYED_STORES,
            Trait.REPLAYED_PLACERS,
            Trait.STAMPS,
            Trait.CRASHES,
            Trait.HOLD_OFF_REMEMBERED,
            Trait.VALUES_KEPT);

    /** The protocol as it is, on a network that loses replies and replays commands, with writers that may die. */
    static Configuration of(String name, String about, Cast cast) {
        return new Configuration(name, about, cast, WrittenValue.WHOLE, Lapse.AFTER_COMMIT, Doubt.NEVER_ARISES, USUAL);
    }

    Configuration with(WrittenValue other) {
        return new Configuration(name, about, cast, other, lapse, doubt, traits);
    }

    Configuration with(Lapse other) {
        return new Configuration(name, about, cast, value, other, doubt, traits);
    }

    Configuration with(Doubt other) {
        return new Configuration(name, about, cast, value, lapse, other, traits);
    }

    Configuration with(Trait more) {
        Set<Trait> changed = EnumSet.copyOf(traits);
        changed.add(more);
        return new Configuration(name, about, cast, value, lapse, doubt, changed);
    }

    Configuration without(Trait... fewer) {
        Set<Trait> changed = EnumSet.copyOf(traits);
        changed.removeAll(Set.of(fewer));
        return new Configuration(name, about, cast, value, lapse, doubt, changed);
    }

    boolean has(Trait trait) {
        return traits.contains(trait);
    }

    @Override
    public String toString() {
        return name + ": " + cast + "; " + about;
    }
}
