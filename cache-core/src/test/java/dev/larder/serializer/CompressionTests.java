// SPDX-License-Identifier: Apache-2.0
package dev.larder.serializer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.github.luben.zstd.Zstd;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class CompressionTests {

    private static final int LZ4 = 1;
    private static final int ZSTD = 2;
    private static final int LONGEST = 1 << 20;
    private static final int HEAD = 4;

    private final long seed = Long.getLong("larder.test.seed", 20_261_127L);

    static List<Compression> codecs() {
        return List.of(Compression.lz4().threshold(0), Compression.zstd().threshold(0));
    }

    private static byte[] text(int length) {
        return "{\"id\":1,\"name\":\"Ada\"},"
                .repeat(1 + length / 22)
                .substring(0, length)
                .getBytes(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void whatIsPackedIsUnpacked(Compression compression) {
        Random random = new Random(seed);
        for (int i = 0; i < 300; i++) {
            byte[] payload = text(random.nextInt(10_000));
            for (int changes = random.nextInt(100); changes > 0 && payload.length > 0; changes--) {
                payload[random.nextInt(payload.length)] = (byte) random.nextInt();
            }

            PackedPayload packed = compression.pack(payload, LONGEST);

            assertThat(Compression.unpack(packed.codec(), packed.bytes(), LONGEST))
                    .as("seed %d", seed)
                    .isEqualTo(payload);
        }
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void thePayloadBeginsWithTheLengthOfWhatItHolds(Compression compression) {
        PackedPayload packed = compression.pack(text(3_000), LONGEST);

        assertThat(packed.codec()).isIn(LZ4, ZSTD);
        assertThat(packed.bytes()).hasSizeLessThan(300);
        assertThat(ByteBuffer.wrap(packed.bytes()).getInt()).isEqualTo(3_000);
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void thresholdAndLongestAreTheSizesFromWhichAndUpToWhichItPacks(Compression compression) {
        Compression large = compression.threshold(500);

        assertThat(large.pack(text(499), LONGEST).codec()).isZero();
        assertThat(large.pack(text(500), LONGEST).codec()).isPositive();
        assertThat(large.pack(text(600), 600).codec()).isPositive();
        assertThat(large.pack(text(601), 600).codec()).isZero();
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void whatDoesNotBecomeSmallerStaysAsItIs(Compression compression) {
        byte[] noise = new byte[5_000];
        new Random(seed).nextBytes(noise);

        PackedPayload packed = compression.pack(noise, LONGEST);

        assertThat(packed.codec()).isZero();
        assertThat(packed.bytes()).isSameAs(noise);
        assertThat(compression.pack(new byte[0], LONGEST).codec()).isZero();
    }

    @Test
    void noneLeavesEverythingAsItIs() {
        byte[] payload = text(100_000);

        PackedPayload packed = Compression.none().threshold(0).pack(payload, LONGEST);

        assertThat(packed.bytes()).isSameAs(payload);
        assertThat(Compression.unpack(packed.codec(), payload, 1)).isSameAs(payload);
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void aPayloadThatIsCutOrLongerIsRefused(Compression compression) {
        PackedPayload packed = compression.pack(text(2_000), LONGEST);

        for (int length = 0; length < packed.bytes().length; length++) {
            assertRefused(packed.codec(), Arrays.copyOf(packed.bytes(), length));
        }
        assertRefused(packed.codec(), Arrays.copyOf(packed.bytes(), packed.bytes().length + 1));
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void aPayloadThatHoldsMoreOrLessThanItClaimsIsRefused(Compression compression) {
        PackedPayload packed = compression.pack(text(2_000), LONGEST);

        for (int claim : new int[] {Integer.MIN_VALUE, -1, 0, 1, 1_999, 2_001, Integer.MAX_VALUE}) {
            assertRefused(packed.codec(), claiming(claim, packed.bytes()));
        }
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void aBombIsRefusedBeforeItTakesMemory(Compression compression) {
        PackedPayload bomb = compression.pack(new byte[10 * LONGEST], 10 * LONGEST);
        PackedPayload lie = new PackedPayload(bomb.codec(), claiming(LONGEST, new byte[HEAD + 20]));
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        assertRefused(bomb.codec(), bomb.bytes());

        long before = threads.getCurrentThreadAllocatedBytes();
        assertRefused(bomb.codec(), bomb.bytes());
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        assertThat(allocated).isLessThan(LONGEST / 2);
        assertRefused(lie.codec(), lie.bytes());
    }

    @Test
    void aShortPayloadCannotClaimWhatNoPayloadOfItsLengthHolds() {
        for (int codec : new int[] {LZ4, ZSTD}) {
            ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            byte[] lie = claiming(64 << 20, new byte[HEAD + 100]);
            assertThatExceptionOfType(CacheSerializationException.class)
                    .isThrownBy(() -> Compression.unpack(codec, lie, 64 << 20));

            long before = threads.getCurrentThreadAllocatedBytes();
            assertThatExceptionOfType(CacheSerializationException.class)
                    .isThrownBy(() -> Compression.unpack(codec, lie, 64 << 20));

            assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(1 << 20);
        }
    }

    @Test
    void severalFramesOfZstdAreNotOnePayload() {
        byte[] half = Zstd.compress(text(1_000));
        byte[] empty = Zstd.compress(new byte[0]);

        assertRefused(ZSTD, claiming(2_000, concat(new byte[HEAD], half, half)));
        assertRefused(ZSTD, claiming(1_000, concat(new byte[HEAD], half, empty)));
        assertThat(Compression.unpack(ZSTD, claiming(1_000, concat(new byte[HEAD], half)), LONGEST))
                .isEqualTo(text(1_000));
    }

    @Test
    void anUnknownCodecIsRefused() {
        assertThat(Compression.canRead(0)).isTrue();
        assertThat(Compression.canRead(LZ4)).isTrue();
        assertThat(Compression.canRead(ZSTD)).isTrue();
        for (int codec : new int[] {-1, 3, 254, 255}) {
            assertThat(Compression.canRead(codec)).isFalse();
            assertRefused(codec, text(100));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1, 00000042FF017B2274616773223A5B226E657773222C07001A507773225D7D",
        "2, 0000004228B52FFD2042C50000907B2274616773223A5B226E657773222C5D7D0100525496",
    })
    void whatAReleasedBuildHasWrittenIsReadForEver(int codec, String golden) {
        byte[] payload = HexFormat.of().parseHex(golden);

        assertThat(Compression.unpack(codec, payload, LONGEST))
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("{\"tags\":[%s]}".formatted(String.join(",", Collections.nCopies(8, "\"news\""))));
    }

    @Test
    void aNegativeThresholdIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Compression.lz4().threshold(-1))
                .withMessage("the threshold of a compression must not be negative, but was -1");
    }

    @Test
    void compressionsAreEqualByCodecAndThreshold() {
        assertThat(Compression.lz4())
                .isEqualTo(Compression.lz4().threshold(1_024))
                .hasSameHashCodeAs(Compression.lz4())
                .isNotEqualTo(Compression.zstd())
                .isNotEqualTo(Compression.none())
                .isNotEqualTo(Compression.lz4().threshold(1))
                .hasToString("lz4 from 1024 bytes on");
        assertThat(Compression.none()).isEqualTo(Compression.none()).hasToString("none");
        assertThat(Compression.zstd().threshold(7).threshold()).isEqualTo(7);
    }

    private static void assertRefused(int codec, byte[] payload) {
        assertThatExceptionOfType(CacheSerializationException.class)
                .isThrownBy(() -> Compression.unpack(codec, payload, LONGEST))
                .withMessageStartingWith("Cannot decompress a payload of " + payload.length + " bytes: ")
                .withMessageEndingWith("Treat the record as missing.");
    }

    private static byte[] claiming(int length, byte[] payload) {
        byte[] claiming = payload.clone();
        ByteBuffer.wrap(claiming).putInt(length);
        return claiming;
    }

    private static byte[] concat(byte[]... parts) {
        ByteBuffer all = ByteBuffer.allocate(
                Arrays.stream(parts).mapToInt(part -> part.length).sum());
        Arrays.stream(parts).forEach(all::put);
        return all.array();
    }
}
