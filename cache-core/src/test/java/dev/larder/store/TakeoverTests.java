// SPDX-License-Identifier: Apache-2.0
package dev.larder.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TakeoverTests {

    private static final int OLD_SCHEMA = 0x0000_0001;
    private static final int NEW_SCHEMA = 0xF000_0002;
    private static final int LZ4 = 1;
    private static final int ZSTD = 2;

    @Test
    void readsItsOwnEncodingWhoeverWroteIt() {
        StoredValue value = writtenBy(new Encoding(200, OLD_SCHEMA, 1, 0));

        assertThat(judge(value, new Encoding(100, OLD_SCHEMA, 1, 0))).isSameAs(value);
        assertThat(judge(value, new Encoding(300, OLD_SCHEMA, 1, 0))).isSameAs(value);
        assertThat(judge(value, new Encoding(300, OLD_SCHEMA, 1, 2))).isSameAs(value);
    }

    @Test
    void theProcessThatStartedLaterTakesOver() {
        Encoding old = new Encoding(100, NEW_SCHEMA, 1, 0);
        Encoding later = new Encoding(101, OLD_SCHEMA, 1, 0);

        assertThat(judge(writtenBy(old), later)).isEqualTo(superseded());
        assertThat(judge(writtenBy(later), old)).isEqualTo(leftAlone());
    }

    @Test
    void theLargerUnsignedFingerprintDecidesATie() {
        Encoding smaller = new Encoding(100, OLD_SCHEMA, 1, 0);
        Encoding larger = new Encoding(100, NEW_SCHEMA, 1, 0);

        assertThat(judge(writtenBy(smaller), larger)).isEqualTo(superseded());
        assertThat(judge(writtenBy(larger), smaller)).isEqualTo(leftAlone());
    }

    @Test
    void startsAreUnsigned() {
        Encoding before2038 = new Encoding(Integer.MAX_VALUE, OLD_SCHEMA, 1, 0);
        Encoding after2038 = new Encoding(Integer.MIN_VALUE, NEW_SCHEMA, 1, 0);

        assertThat(judge(writtenBy(before2038), after2038)).isEqualTo(superseded());
        assertThat(judge(writtenBy(after2038), before2038)).isEqualTo(leftAlone());
    }

    @Test
    void readsEveryCodecThatItKnowsWhicheverItWrites() {
        for (int own = 0; own <= ZSTD; own++) {
            for (int written = 0; written <= ZSTD; written++) {
                StoredValue value = writtenBy(new Encoding(100, OLD_SCHEMA, 1, written));

                assertThat(judge(value, new Encoding(200, OLD_SCHEMA, 1, own))).isSameAs(value);
            }
        }
    }

    @Test
    void anotherSerializerOrAnUnknownCodecIsAnotherEncoding() {
        Encoding own = new Encoding(200, OLD_SCHEMA, 1, LZ4);

        assertThat(judge(writtenBy(new Encoding(100, OLD_SCHEMA, 2, 0)), own)).isEqualTo(superseded());
        assertThat(judge(writtenBy(new Encoding(100, OLD_SCHEMA, 1, 3)), own)).isEqualTo(superseded());
        assertThat(judge(writtenBy(new Encoding(200, OLD_SCHEMA, 1, 3)), own)).isEqualTo(leftAlone());
        assertThat(judge(writtenBy(new Encoding(100, OLD_SCHEMA, 1, RecordFormat.UNKNOWN_CODEC)), own))
                .isEqualTo(superseded());
    }

    @Test
    void aCodecWhoseLibraryIsMissingIsAnotherEncoding() {
        StoredValue value = writtenBy(new Encoding(100, OLD_SCHEMA, 1, ZSTD));

        assertThat(Takeover.judge(value, new Encoding(200, OLD_SCHEMA, 1, 0), codec -> codec < ZSTD))
                .isEqualTo(superseded());
        assertThat(Takeover.judge(value, new Encoding(100, OLD_SCHEMA, 1, 0), codec -> codec < ZSTD))
                .isEqualTo(leftAlone());
    }

    @Test
    void aFlagOfALaterBuildIsAnotherEncoding() {
        Encoding writer = ((StoredRecord.Value) RecordFormat.decode(GoldenRecord.bytes("value-tagged")))
                .value()
                .encoding();
        StoredValue value = ((StoredRecord.Value) RecordFormat.decode(GoldenRecord.bytes("value-tagged"))).value();
        Encoding restarted =
                new Encoding(writer.writerStartSeconds() + 1, writer.fingerprint(), writer.serializer(), 0);
        Encoding sameStart = new Encoding(writer.writerStartSeconds(), writer.fingerprint(), writer.serializer(), 0);

        assertThat(judge(value, restarted))
                .isEqualTo(new Lookup.Unusable(Lookup.Reason.OTHER_ENCODING, new Supersede.ByFillId(value.fillId())));
        assertThat(judge(value, sameStart)).isEqualTo(leftAlone());
    }

    @Test
    void anUpgradeAndItsRollbackBothConverge() {
        Fleet fleet = new Fleet(
                new Encoding(100, OLD_SCHEMA, 1, 0),
                new Encoding(101, OLD_SCHEMA, 1, 0),
                new Encoding(102, OLD_SCHEMA, 1, 0));
        fleet.settles();

        for (int node = 0; node < 3; node++) {
            fleet.nodes.set(node, new Encoding(200 + node, NEW_SCHEMA, 1, 0));
            fleet.settles();
        }
        assertThat(fleet.nodes).allMatch(fleet::reads);

        for (int node = 0; node < 3; node++) {
            fleet.nodes.set(node, new Encoding(300 + node, OLD_SCHEMA, 1, 0));
            fleet.settles();
        }
        assertThat(fleet.nodes).allMatch(fleet::reads);
    }

    @Test
    void fleetsOfAnyEncodingsNeverFight() {
        long seed = Long.getLong("larder.test.seed", 20_261_120L);
        Random random = new Random(seed);
        for (int run = 0; run < 20_000; run++) {
            Encoding[] nodes = new Encoding[1 + random.nextInt(5)];
            for (int node = 0; node < nodes.length; node++) {
                nodes[node] = new Encoding(
                        random.nextInt(4) - 2, random.nextInt(4) - 2, random.nextInt(2), random.nextInt(5));
            }
            new Fleet(nodes).settles();
        }
    }

    /** Nodes with one key, each of which reads it, and loads and fills it if it may. */
    private static final class Fleet {

        private static final Comparator<Encoding> RANK = Comparator.<Encoding>comparingLong(
                        node -> Integer.toUnsignedLong(node.writerStartSeconds()))
                .thenComparing(node -> Integer.toUnsignedLong(node.fingerprint()));

        private final List<Encoding> nodes;
        private StoredValue value;

        private Fleet(Encoding... nodes) {
            this.nodes = new ArrayList<>(List.of(nodes));
            this.value = writtenBy(nodes[0]);
        }

        private void settles() {
            int changes = 0;
            for (int round = 0; round < 4; round++) {
                for (Encoding node : nodes) {
                    Lookup seen = judge(value, node);
                    if (seen instanceof Lookup.Unusable unusable && unusable.supersede() != null) {
                        assertThat(RANK.compare(value.encoding(), node))
                                .as("hands change only upwards")
                                .isNegative();
                        value = writtenBy(node);
                        changes++;
                        assertThat(round).as("nobody takes a key over again").isLessThan(2);
                    }
                }
            }
            assertThat(changes).isLessThan(nodes.size() + 1);
        }

        private boolean reads(Encoding node) {
            return judge(value, node) == value;
        }
    }

    private static Lookup judge(StoredValue value, Encoding own) {
        return Takeover.judge(value, own, codec -> codec <= ZSTD);
    }

    private static StoredValue writtenBy(Encoding encoding) {
        return new StoredValue(null, 77, 0, 10, 10, 0, 0, encoding, null);
    }

    private static Lookup superseded() {
        return new Lookup.Unusable(Lookup.Reason.OTHER_ENCODING, new Supersede.ByFillId(77));
    }

    private static Lookup leftAlone() {
        return new Lookup.Unusable(Lookup.Reason.OTHER_ENCODING, null);
    }
}
