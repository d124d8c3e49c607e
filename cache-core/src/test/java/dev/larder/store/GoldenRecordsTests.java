// SPDX-License-Identifier: Apache-2.0
package dev.larder.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GoldenRecordsTests {

    private static final byte[] JSON = "{\"id\":1}".getBytes(UTF_8);
    private static final byte[] TAGS_AND_JSON = "\1\3vip{\"id\":1}".getBytes(UTF_8);
    private static final byte[] LZ4 =
            HexFormat.of().parseHex("00000042FF017B2274616773223A5B226E657773222C07001A507773225D7D");
    private static final byte[] ZSTD =
            HexFormat.of().parseHex("0000004228B52FFD2042C50000907B2274616773223A5B226E657773222C5D7D0100525496");
    private static final Encoding OURS = new Encoding(1_795_129_200, 0x9A0B1C2D, 1, 0);
    private static final Encoding UNREADABLE = new Encoding(1_795_129_200, 0x9A0B1C2D, 1, RecordFormat.UNKNOWN_CODEC);
    private static final long LONGEST_LIFE = 42_949_672_950L;
    private static final Token TOKEN = new Token(0x1011121314151617L, 0x18191A1B1C1D1E1FL);
    private static final Token OTHER_TOKEN = new Token(0x2021222324252627L, 0x28292A2B2C2D2E2FL);
    private static final long STAMP = 0x6B001319_0009FBF1L;
    private static final long UNTIL = 1_795_167_031_654L;
    private static final StoredRecord.Writer WRITER = new StoredRecord.Writer(new WriteIntent(TOKEN, STAMP), UNTIL);
    private static final StoredRecord.Writer OTHER_WRITER =
            new StoredRecord.Writer(new WriteIntent(OTHER_TOKEN, 0x6B001319_000AAE60L), UNTIL + 46);

    /** What is written as each file. */
    private static final Map<String, StoredRecord> WRITTEN = new LinkedHashMap<>();

    /** What each file is read as, where that is not what is written. */
    private static final Map<String, StoredRecord> READ = new LinkedHashMap<>();

    static {
        WRITTEN.put("value", value(JSON, OURS, null));
        WRITTEN.put("value-absent", value(null, OURS, null));
        WRITTEN.put("value-empty-payload", value(new byte[0], OURS, null));
        WRITTEN.put("value-versioned", value(JSON, OURS, 7L));
        WRITTEN.put("value-absent-versioned", value(null, OURS, 8L));
        WRITTEN.put(
                "value-compressed",
                value(concat((byte) 0x80, JSON), new Encoding(1_795_129_200, 0x9A0B1C2D, 1, 1), null));
        WRITTEN.put("value-lz4", value(LZ4, new Encoding(1_795_129_200, 0x9A0B1C2D, 1, 1), null));
        WRITTEN.put("value-zstd", value(ZSTD, new Encoding(1_795_129_200, 0x9A0B1C2D, 1, 2), null));
        WRITTEN.put("value-rounded-lives", withLives(1, 11));
        WRITTEN.put("value-expired", withLives(0, 7_200_000));
        WRITTEN.put("value-longest-lives", withLives(1L << 62, 1L << 62));
        WRITTEN.put(
                "value-largest-numbers",
                new StoredRecord.Value(new StoredValue(
                        new byte[] {-1},
                        -1,
                        (1L << 48) - 1,
                        LONGEST_LIFE,
                        LONGEST_LIFE,
                        65_535,
                        (1L << 48) - 1,
                        new Encoding(-1, -1, 255, 254),
                        -1L)));
        WRITTEN.put("lease", new StoredRecord.Leased(new Lease(TOKEN, STAMP)));
        WRITTEN.put("intent", new StoredRecord.Intent(false, 0, List.of(WRITER)));
        WRITTEN.put("intent-dirty", new StoredRecord.Intent(true, UNTIL + 5_000, List.of(WRITER, OTHER_WRITER)));
        WRITTEN.put("intent-held", new StoredRecord.Intent(false, UNTIL, List.of()));
        WRITTEN.put("tombstone", new StoredRecord.Tombstone(null));
        WRITTEN.put("tombstone-versioned", new StoredRecord.Tombstone((1L << 63) + 5));

        WRITTEN.put("claim", new StoredRecord.Claim(3, UNTIL, TOKEN));
        WRITTEN.put("back-off", new StoredRecord.Claim(65_535, UNTIL, null));

        READ.putAll(WRITTEN);
        READ.put("value-rounded-lives", withLives(10, 20));
        READ.put("value-longest-lives", withLives(LONGEST_LIFE, LONGEST_LIFE));
        READ.put("value-tagged", value(TAGS_AND_JSON, UNREADABLE, null));
        READ.put("value-tagged-versioned", value(TAGS_AND_JSON, UNREADABLE, 7L));
        READ.put("value-unknown-flag", value(JSON, UNREADABLE, null));
        READ.put("lease-cut", new StoredRecord.Leased(null));
        READ.put("lease-longer", new StoredRecord.Leased(null));
        READ.put("intent-cut", new StoredRecord.Intent(false, UNTIL, List.of(WRITER)));
        READ.put("intent-two-bytes", new StoredRecord.Intent(true, 0, List.of()));
        READ.put("tombstone-cut", new StoredRecord.Tombstone(null));
        READ.put("claim-cut", new StoredRecord.Claim(0, 0, null));
        READ.put("back-off-cut", new StoredRecord.Claim(0, 0, null));
        READ.put("unusable-foreign", foreign(5, "hello".getBytes(UTF_8)));
        READ.put("unusable-first-byte", foreign(1, new byte[] {(byte) 0xC1}));
        READ.put("unusable-two-bytes", foreign(2, new byte[] {(byte) 0xC1, 0x10}));
        for (String name : List.of(
                "unusable-head-cut", "unusable-version-cut", "unusable-absent-with-payload", "unusable-lives")) {
            byte[] bytes = GoldenRecord.bytes(name);
            READ.put(name, foreign(bytes.length, bytes));
        }
        READ.put("unusable-kind", new StoredRecord.Unusable(new Lookup.Unusable(Lookup.Reason.UNKNOWN_FORMAT, null)));
    }

    static Set<String> written() {
        return WRITTEN.keySet();
    }

    static Set<String> read() {
        return READ.keySet();
    }

    @ParameterizedTest
    @MethodSource("written")
    void writesExactlyTheBytesOfTheFile(String name) {
        assertThat(encode(WRITTEN.get(name))).isEqualTo(GoldenRecord.bytes(name));
    }

    @ParameterizedTest
    @MethodSource("read")
    void readsTheBytesOfTheFile(String name) {
        assertThat(RecordFormat.decode(GoldenRecord.bytes(name)))
                .usingRecursiveComparison()
                .withStrictTypeChecking()
                .isEqualTo(READ.get(name));
    }

    @Test
    void everyFileIsRead() {
        assertThat(GoldenRecord.names()).containsExactlyElementsOf(new TreeSet<>(READ.keySet()));
    }

    private static byte[] encode(StoredRecord record) {
        if (record instanceof StoredRecord.Value of) {
            return RecordFormat.encode(of.value());
        }
        if (record instanceof StoredRecord.Leased of) {
            return RecordFormat.encode(of.lease());
        }
        if (record instanceof StoredRecord.Intent intent) {
            return RecordFormat.encode(intent);
        }
        if (record instanceof StoredRecord.Claim claim) {
            return RecordFormat.encode(claim);
        }
        return RecordFormat.encode((StoredRecord.Tombstone) record);
    }

    private static StoredRecord value(byte[] payload, Encoding encoding, Long version) {
        return new StoredRecord.Value(new StoredValue(
                payload,
                0x0123456789ABCDEFL,
                1_795_167_000_125L,
                3_600_000,
                7_200_000,
                250,
                1_795_161_600_007L,
                encoding,
                version));
    }

    private static StoredRecord withLives(long soft, long hard) {
        StoredRecord.Value record = (StoredRecord.Value) value(JSON, OURS, null);
        return new StoredRecord.Value(record.value().withLives(soft, hard));
    }

    private static StoredRecord foreign(int length, byte[] head) {
        return new StoredRecord.Unusable(
                new Lookup.Unusable(Lookup.Reason.FOREIGN, new Supersede.ByBytes(length, head)));
    }

    private static byte[] concat(byte first, byte[] rest) {
        byte[] all = new byte[rest.length + 1];
        all[0] = first;
        System.arraycopy(rest, 0, all, 1, rest.length);
        return all;
    }
}
