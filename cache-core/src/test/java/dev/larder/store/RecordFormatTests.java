// SPDX-License-Identifier: Apache-2.0
package dev.larder.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordFormatTests {

    private static final Encoding ENCODING = new Encoding(1, 2, 3, 0);

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 10", "9, 10", "10, 10", "11, 20", "3600000, 3600000", "3600001, 3600010"})
    void roundsLivesUpToTenMilliseconds(long millis, long stored) {
        StoredValue read = roundTrip(value(new byte[1], millis, millis));

        assertThat(read.softMillis()).isEqualTo(stored);
        assertThat(read.hardMillis()).isEqualTo(stored);
    }

    @ParameterizedTest
    @CsvSource({"42949672940, 42949672940", "42949672941, 42949672950", "42949672951, 42949672950"})
    void livesEndAtTheLargestNumber(long millis, long stored) {
        assertThat(roundTrip(value(new byte[1], 10, millis)).hardMillis()).isEqualTo(stored);
    }

    @Test
    void anEndlessLifeIsCutToTheLargestNumber() {
        assertThat(roundTrip(value(new byte[1], 10, Long.MAX_VALUE)).hardMillis())
                .isEqualTo(42_949_672_950L);
    }

    @Test
    void readsNoBytesAsNothing() {
        assertThat(RecordFormat.decode((byte[]) null)).isEqualTo(StoredRecord.Nothing.NOTHING);
        assertThat(RecordFormat.decode(new byte[0])).isEqualTo(StoredRecord.Nothing.NOTHING);
    }

    @Test
    void whatWasReadDoesNotChangeWithTheArray() {
        byte[] bytes = RecordFormat.encode(value(new byte[] {42}, 10, 10));
        StoredValue read = ((StoredRecord.Value) RecordFormat.decode(bytes)).value();

        bytes[bytes.length - 1] = 0;

        assertThat((byte[]) read.payload()).containsExactly(42);
    }

    @Test
    void refusesAPayloadThatIsNotBytes() {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> RecordFormat.encode(value("text", 10, 10)))
                .withMessage("payload must be a byte array in a store of bytes, but was a java.lang.String");
    }

    @Test
    void refusesTheCodecThatNobodyReads() {
        StoredValue value = new StoredValue(null, 1, 0, 10, 10, 0, 0, new Encoding(1, 2, 3, 255), null);

        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> RecordFormat.encode(value))
                .withMessage("codec must be 0 to 254, but was 255, which stands for a payload that nobody can read");
    }

    @Test
    void refusesTimesThatDoNotFit() {
        StoredValue early = new StoredValue(null, 1, -1, 10, 10, 0, 0, ENCODING, null);
        StoredValue late = new StoredValue(null, 1, 0, 10, 10, 0, 1L << 48, ENCODING, null);

        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> RecordFormat.encode(early))
                .withMessage("createdMillis must be between 0 and 281474976710655, but was -1");
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> RecordFormat.encode(late))
                .withMessage("clock must be between 0 and 281474976710655, but was 281474976710656");
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> RecordFormat.encode(new StoredRecord.Intent(false, 1L << 48, List.of())))
                .withMessage("heldUntil must be between 0 and 281474976710655, but was 281474976710656");
    }

    @Test
    void everyUnknownSecondByteIsAnUnknownFormatThatIsLeftAlone() {
        for (int second = 0; second < 256; second++) {
            if (second < 0x10 || second > 0x13) {
                assertThat(lookup(new byte[] {(byte) 0xC1, (byte) second}, 0, 0))
                        .isEqualTo(new Lookup.Unusable(Lookup.Reason.UNKNOWN_FORMAT, null));
            }
        }
    }

    @Test
    void aClaimWhereAValueIsLookedForIsLeftAlone() {
        for (String name : List.of("claim", "claim-cut", "back-off")) {
            assertThat(lookup(GoldenRecord.bytes(name), 0, 0))
                    .isEqualTo(new Lookup.Unusable(Lookup.Reason.UNKNOWN_FORMAT, null));
        }
    }

    @Test
    void countsNoMoreFailuresThanFitIntoTwoBytes() {
        byte[] bytes = RecordFormat.encode(new StoredRecord.Claim(70_000, 1, null));

        assertThat(RecordFormat.decode(bytes)).isEqualTo(new StoredRecord.Claim(65_535, 1, null));
    }

    @Test
    void aValueOlderThanTheLastClearIsCleared() {
        byte[] bytes = RecordFormat.encode(new StoredValue(null, 77, 1_000, 10, 10, 0, 5, ENCODING, null));

        assertThat(lookup(bytes, 1_000, 5)).isInstanceOf(StoredValue.class);
        assertThat(lookup(bytes, 1_000, 6)).isEqualTo(unusable(Lookup.Reason.CLEARED));
    }

    @Test
    void aValueWhoseLifeIsOverIsExpired() {
        byte[] bytes = RecordFormat.encode(new StoredValue(null, 77, 1_000, 10, 20, 0, 5, ENCODING, null));

        assertThat(lookup(bytes, 1_019, 0)).isInstanceOf(StoredValue.class);
        assertThat(lookup(bytes, 1_020, 0)).isEqualTo(unusable(Lookup.Reason.EXPIRED));
    }

    @Test
    void leasesIntentsAndTombstonesHoldNoValue() {
        for (String name : List.of("lease", "lease-cut", "intent", "tombstone", "tombstone-versioned")) {
            assertThat(lookup(GoldenRecord.bytes(name), 0, 0)).isEqualTo(Lookup.Nothing.NOTHING);
        }
    }

    @Test
    void writersCountUntilTheirTimeIsOver() {
        StoredRecord.Intent intent = new StoredRecord.Intent(
                false, 0, List.of(writer(new Token(1, 1), 1_000), writer(new Token(2, 2), 1_001)));

        assertThat(intent.at(999)).isEqualTo(intent);
        assertThat(intent.at(1_000).writers()).containsExactly(writer(new Token(2, 2), 1_001));
        assertThat(intent.at(1_001).writers()).isEmpty();
        assertThat(intent.lastUntil()).isEqualTo(1_001);
        assertThat(new StoredRecord.Intent(false, 1_002, intent.writers()).lastUntil())
                .isEqualTo(1_002);
    }

    private static StoredRecord.Writer writer(Token token, long until) {
        return new StoredRecord.Writer(new WriteIntent(token, 1), until);
    }

    private static Lookup lookup(byte[] bytes, long now, long clearedAt) {
        return RecordFormat.decode(bytes).lookup(now, clearedAt);
    }

    private static Lookup unusable(Lookup.Reason reason) {
        return new Lookup.Unusable(reason, new Supersede.ByFillId(77));
    }

    private static StoredValue value(Object payload, long soft, long hard) {
        return new StoredValue(payload, 1, 0, soft, hard, 0, 0, ENCODING, null);
    }

    private static StoredValue roundTrip(StoredValue value) {
        return assertThat(RecordFormat.decode(RecordFormat.encode(value)))
                .asInstanceOf(type(StoredRecord.Value.class))
                .actual()
                .value();
    }
}
