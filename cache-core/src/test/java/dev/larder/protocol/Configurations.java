// SPDX-License-Identifier: Apache-2.0
package dev.larder.protocol;

import static dev.larder.protocol.Configuration.Trait.BASE_BEFORE_BEGIN;
import static dev.larder.protocol.Configuration.Trait.CRASHES;
import static dev.larder.protocol.Configuration.Trait.HOLD_OFF_REMEMBERED;
import static dev.larder.protocol.Configuration.Trait.INTENTS_LOST;
import static dev.larder.protocol.Configuration.Trait.LAGGING_REPLICA;
import static dev.larder.protocol.Configuration.Trait.LOST_REPLIES;
import static dev.larder.protocol.Configuration.Trait.RENEWAL_CREATES;
import static dev.larder.protocol.Configuration.Trait.REPLAYED_PLACERS;
import static dev.larder.protocol.Configuration.Trait.REPLAYED_STORES;
import static dev.larder.protocol.Configuration.Trait.STAMPS;
import static dev.larder.protocol.Configuration.Trait.TOKEN_PER_CLIENT;
import static dev.larder.protocol.Configuration.Trait.VALUES_KEPT;
import static dev.larder.protocol.Configuration.Trait.VALUE_WITHOUT_ACKNOWLEDGED_BEGIN;

import dev.larder.protocol.Configuration.Doubt;
import dev.larder.protocol.Configuration.Lapse;
import dev.larder.protocol.Configuration.WrittenValue;
import java.util.List;

/** The configurations that are explored. TLC counts the same states in {@code docs/protocol/OneKey.tla}. */
final class Configurations {

    private static final Cast ONE_WRITER = Cast.of(1, 1);
    private static final Cast TWO_WRITERS = Cast.of(1, 2);
    private static final Cast TWO_WRITERS_ALONE = TWO_WRITERS.loads(0);
    private static final Cast THREE_WRITERS = Cast.of(1, 3);
    private static final Cast TWO_OF_EACH = Cast.of(2, 2);
    private static final Cast TWO_READERS = Cast.of(2, 1);
    private static final Cast LOADS_AND_AN_EVICTOR = Cast.of(1, 0).loads(2).andAnEvictor();

    private Configurations() {}

    /**
     * A configuration in which every invariant holds.
     *
     * @param states how many different states it can reach
     */
    record Holding(Configuration configuration, int states) {

        @Override
        public String toString() {
            return configuration.toString();
        }
    }

    /**
     * A configuration in which one invariant is violated.
     *
     * @param invariant which one
     * @param length how many states the shortest trace to a violation has
     * @param repaired the same without its one mistake
     */
    record Refuted(Configuration configuration, Invariant invariant, int length, Configuration repaired) {

        @Override
        public String toString() {
            return configuration.toString();
        }
    }

    /**
     * A configuration that reaches what a useful protocol must reach; if it did not, the invariants would say little.
     *
     * @param never the invariant that denies it
     * @param length how many states the shortest trace has
     */
    record Reached(Configuration configuration, Invariant never, int length) {

        @Override
        public String toString() {
            return configuration.toString();
        }
    }

    static List<Holding> holding() {
        return List.of(
                holds(
                        165_433,
                        of("h1", "any lapse, no crash", TWO_WRITERS)
                                .with(Lapse.OF_ANYBODY)
                                .without(CRASHES)),
                holds(
                        7_299,
                        of("h2", "intents lost, no crash", ONE_WRITER.andAStranger())
                                .with(INTENTS_LOST)
                                .without(CRASHES)),
                holds(360_594, of("h3", "merge", TWO_WRITERS).with(WrittenValue.MERGED)),
                holds(
                        94_711,
                        of("h4", "merge, no lost replies", TWO_WRITERS.andAnEvictor())
                                .with(WrittenValue.MERGED)
                                .without(LOST_REPLIES)),
                holds(
                        109_649,
                        of("h5", "no lost replies", TWO_WRITERS.andAnEvictor()).without(LOST_REPLIES)),
                holds(26_356, of("h6", "all faults", ONE_WRITER.begins(2))),
                holds(
                        45_125,
                        of("h7", "lagging replica", ONE_WRITER.andAnEvictor())
                                .with(LAGGING_REPLICA)
                                .without(VALUES_KEPT)),
                holds(
                        75_458,
                        of("h8", "no lost replies", TWO_READERS.andAStranger()).without(LOST_REPLIES)),
                holds(
                        16_404,
                        of("h10", "merge, any lapse, no crash, no lost replies", TWO_WRITERS)
                                .with(WrittenValue.MERGED)
                                .with(Lapse.OF_ANYBODY)
                                .without(CRASHES, LOST_REPLIES)),
                holds(309_305, of("h12", "only the dead lapse", TWO_WRITERS).with(Lapse.OF_THE_DEAD)),
                holds(
                        162_754,
                        of("h14", "intents lost, no crash", TWO_WRITERS)
                                .with(INTENTS_LOST)
                                .without(CRASHES)),
                holds(
                        41_475,
                        of("h15", "merge, intents lost, no crash, no lost replies", TWO_WRITERS.andAStranger())
                                .with(WrittenValue.MERGED)
                                .with(INTENTS_LOST)
                                .without(CRASHES, LOST_REPLIES)),
                holds(
                        356_221,
                        of("h16", "commit in doubt: the intent lapses", TWO_WRITERS)
                                .with(Doubt.LETS_THE_INTENT_LAPSE)),
                holds(
                        42_657,
                        of("h21", "no stamps, an answered lease or begin never runs again", TWO_WRITERS)
                                .without(STAMPS, REPLAYED_PLACERS)),
                holds(
                        55_768,
                        of("h22", "as h21, no lost replies", TWO_READERS.loads(2))
                                .without(STAMPS, REPLAYED_PLACERS, LOST_REPLIES)),
                holds(
                        188_899,
                        of("h23", "as h21, merge", TWO_WRITERS.andAnEvictor())
                                .with(WrittenValue.MERGED)
                                .without(STAMPS, REPLAYED_PLACERS)),
                holds(
                        393_386,
                        of("h24", "no lost replies", TWO_WRITERS.andAnEvictor().andAStranger())
                                .without(LOST_REPLIES)),
                holds(
                        12_304,
                        of("h25", "no replays, no lost replies", THREE_WRITERS)
                                .without(REPLAYED_STORES, REPLAYED_PLACERS, LOST_REPLIES)),
                holds(
                        14_497,
                        of("h26", "as h21, merge, no lost replies", THREE_WRITERS)
                                .with(WrittenValue.MERGED)
                                .without(STAMPS, REPLAYED_PLACERS, LOST_REPLIES)),
                holds(
                        22_474,
                        of("h27", "lagging replica, no lost replies", TWO_WRITERS)
                                .with(LAGGING_REPLICA)
                                .without(VALUES_KEPT, LOST_REPLIES)),
                holds(
                        44_035,
                        of("h28", "as h21, read back", TWO_WRITERS)
                                .with(WrittenValue.READ_BACK)
                                .without(STAMPS, REPLAYED_PLACERS)),
                holds(
                        144_795,
                        of("h29", "read back, no lost replies", TWO_WRITERS.andAnEvictor())
                                .with(WrittenValue.READ_BACK)
                                .without(LOST_REPLIES)),
                holds(
                        59_807,
                        of("h30", "no value kept, no lost replies", TWO_WRITERS.andAnEvictor())
                                .without(VALUES_KEPT, LOST_REPLIES)),
                holds(
                        4_249,
                        of("b4s", "value without acknowledged begin, refused by the stamp", TWO_WRITERS_ALONE)
                                .with(VALUE_WITHOUT_ACKNOWLEDGED_BEGIN)
                                .without(CRASHES)));
    }

    /** More of them, which take minutes together. */
    static List<Holding> holdingAndLarge() {
        return List.of(
                holds(
                        944_953,
                        of("h9", "no stamps, no replays", TWO_OF_EACH)
                                .without(STAMPS, REPLAYED_STORES, REPLAYED_PLACERS)),
                holds(
                        1_175_166,
                        of("h11", "lagging replica, no replays", TWO_WRITERS.andAnEvictor())
                                .with(LAGGING_REPLICA)
                                .without(VALUES_KEPT, REPLAYED_STORES, REPLAYED_PLACERS)),
                holds(
                        1_068_858,
                        of("h13", "merge, no replays", TWO_WRITERS.begins(2))
                                .with(WrittenValue.MERGED)
                                .without(REPLAYED_STORES, REPLAYED_PLACERS)),
                holds(
                        702_038,
                        of("h17", "lagging replica", TWO_WRITERS)
                                .with(LAGGING_REPLICA)
                                .without(VALUES_KEPT)),
                holds(
                        3_435_813,
                        of("h18", "no lost replies", TWO_READERS.loads(2)).without(LOST_REPLIES)),
                holds(
                        1_124_561,
                        of("h19", "merge, no replays", TWO_OF_EACH)
                                .with(WrittenValue.MERGED)
                                .without(REPLAYED_STORES, REPLAYED_PLACERS)),
                holds(15_212_865, of("h20", "all faults", TWO_OF_EACH)));
    }

    static List<Refuted> refuted() {
        Configuration b1 = of("b1", "no stamps: a lease runs twice", ONE_WRITER).without(STAMPS);
        Configuration b2 =
                of("b2", "no stamps: a begin runs twice", TWO_WRITERS_ALONE).without(STAMPS, LOST_REPLIES, CRASHES);
        Configuration b3 = of("b3", "renewal creates: after a lapse", TWO_WRITERS_ALONE)
                .with(RENEWAL_CREATES)
                .without(LOST_REPLIES, CRASHES);
        Configuration b4 = of("b4", "no stamps: value without acknowledged begin", TWO_WRITERS_ALONE)
                .with(VALUE_WITHOUT_ACKNOWLEDGED_BEGIN)
                .without(STAMPS, CRASHES);
        Configuration b5 = of("b5", "merge with a base from before begin", TWO_WRITERS_ALONE)
                .with(WrittenValue.MERGED)
                .with(BASE_BEFORE_BEGIN)
                .without(LOST_REPLIES, CRASHES);
        Configuration b6 = of("b6", "a writer lapses before its commit and dies", ONE_WRITER)
                .with(Lapse.OF_ANYBODY)
                .without(LOST_REPLIES);
        Configuration b7 = of("b7", "memory or a stranger removes an intent, the writer dies", ONE_WRITER)
                .with(INTENTS_LOST)
                .with(Lapse.OF_THE_DEAD)
                .without(LOST_REPLIES);
        Configuration b8 = of("b8", "lagging replica: an intent forgets the hold-off", ONE_WRITER.andAnEvictor())
                .with(LAGGING_REPLICA)
                .without(VALUES_KEPT, HOLD_OFF_REMEMBERED, LOST_REPLIES);
        Configuration b9 = of("b9", "lagging replica: a written value is kept", ONE_WRITER)
                .with(LAGGING_REPLICA)
                .without(LOST_REPLIES);
        Configuration b10 = of("b10", "commit in doubt, finished at once", ONE_WRITER)
                .with(Doubt.FINISHES_AT_ONCE)
                .without(LOST_REPLIES);
        Configuration b11 = of("b11", "read back on a snapshot from before begin", TWO_WRITERS_ALONE)
                .with(WrittenValue.READ_BACK)
                .with(BASE_BEFORE_BEGIN)
                .without(LOST_REPLIES, CRASHES);
        Configuration client = of("client", "no stamps: a lease token per client", LOADS_AND_AN_EVICTOR)
                .with(TOKEN_PER_CLIENT)
                .without(STAMPS, REPLAYED_PLACERS, LOST_REPLIES);
        return List.of(
                stale(9, b1, b1.with(STAMPS)),
                stale(9, b2, b2.with(STAMPS)),
                stale(9, b3, b3.without(RENEWAL_CREATES)),
                stale(8, b4, b4.with(STAMPS)),
                stale(8, b5, b5.without(BASE_BEFORE_BEGIN)),
                stale(9, b6, b6.with(Lapse.AFTER_COMMIT)),
                stale(9, b7, b7.without(INTENTS_LOST)),
                stale(10, b8, b8.with(HOLD_OFF_REMEMBERED)),
                stale(8, b9, b9.without(VALUES_KEPT)),
                new Refuted(b10, Invariant.COHERENT, 9, b10.with(Doubt.LETS_THE_INTENT_LAPSE)),
                stale(8, b11, b11.without(BASE_BEFORE_BEGIN)),
                stale(8, client, client.without(TOKEN_PER_CLIENT)));
    }

    static List<Reached> reached() {
        Configuration v1 = of("v1", "a written value is kept", ONE_WRITER);
        Configuration v2 =
                of("v2", "a value merged of two writes is kept", TWO_WRITERS).with(WrittenValue.MERGED);
        Configuration v3 = of("v3", "a loaded value is filled after a write", ONE_WRITER);
        return List.of(
                new Reached(v1, Invariant.NEVER_KEPT, 4),
                new Reached(v2, Invariant.NEVER_MERGED, 7),
                new Reached(v3, Invariant.NEVER_FILLED_AFTER_A_WRITE, 8));
    }

    private static Holding holds(int states, Configuration configuration) {
        return new Holding(configuration, states);
    }

    private static Refuted stale(int length, Configuration configuration, Configuration repaired) {
        return new Refuted(configuration, Invariant.NO_STALE_AFTER_ACK, length, repaired);
    }

    private static Configuration of(String name, String about, Cast cast) {
        return Configuration.of(name, about, cast);
    }
}
