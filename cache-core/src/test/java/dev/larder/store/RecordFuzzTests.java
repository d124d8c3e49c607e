// SPDX-License-Identifier: Apache-2.0
package dev.larder.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Random bytes, and golden records with random damage: reading them throws nothing and allocates little. */
class RecordFuzzTests {

    private static final int RECORDS = 1_000_000;
    private static final int BATCH = 1_000;
    private static final int BYTES_PER_RECORD = 512;
    private static final int BYTES_PER_BYTE = 8;

    private final long seed = Long.getLong("larder.test.seed", 20_261_120L);
    private final SplittableRandom random = new SplittableRandom(seed);
    private final List<byte[]> golden =
            GoldenRecord.names().stream().map(GoldenRecord::bytes).toList();

    @Test
    void anyBytesAreReadWithoutAnExceptionAndWithinTheirLength() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        golden.forEach(RecordFormat::decode);
        int[] kinds = new int[7];
        for (int done = 0; done < RECORDS; done += BATCH) {
            byte[][] batch = new byte[BATCH][];
            StoredRecord[] read = new StoredRecord[BATCH];
            long length = 0;
            for (int i = 0; i < BATCH; i++) {
                batch[i] = random.nextInt(4) == 0 ? anything() : damaged();
                length += batch[i].length;
            }

            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < BATCH; i++) {
                read[i] = RecordFormat.decode(batch[i]);
            }
            long allocated = threads.getCurrentThreadAllocatedBytes() - before;

            assertThat(allocated)
                    .as("bytes allocated for %d records of %d bytes, seed %d", BATCH, length, seed)
                    .isLessThan(BATCH * BYTES_PER_RECORD + length * BYTES_PER_BYTE);
            for (int i = 0; i < BATCH; i++) {
                kinds[kind(read[i])]++;
                whatIsReadIsWrittenAsTheSameBytes(batch[i], read[i]);
            }
        }
        assertThat(kinds).as("how often each kind was read, seed %d", seed).doesNotContain(0);
    }

    private void whatIsReadIsWrittenAsTheSameBytes(byte[] bytes, StoredRecord record) {
        byte[] written = bytes;
        if (record instanceof StoredRecord.Value of && of.value().encoding().codec() != RecordFormat.UNKNOWN_CODEC) {
            written = RecordFormat.encode(of.value());
        } else if (record instanceof StoredRecord.Leased of && of.lease() != null) {
            written = RecordFormat.encode(of.lease());
        }
        if (!Arrays.equals(written, bytes)) {
            assertThat(written).as("seed %d", seed).isEqualTo(bytes);
        }
    }

    private byte[] anything() {
        byte[] bytes = new byte[random.nextInt(random.nextInt(100) == 0 ? 4_096 : 80)];
        random.nextBytes(bytes);
        if (bytes.length > 1 && random.nextBoolean()) {
            bytes[0] = (byte) 0xC1;
            bytes[1] = (byte) (0x0F + random.nextInt(7));
        }
        return bytes;
    }

    private byte[] damaged() {
        byte[] source = golden.get(random.nextInt(golden.size()));
        byte[] bytes =
                Arrays.copyOf(source, random.nextInt(3) == 0 ? random.nextInt(source.length + 9) : source.length);
        for (int flips = random.nextInt(3); flips > 0 && bytes.length > 0; flips--) {
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return bytes;
    }

    private static int kind(StoredRecord record) {
        if (record instanceof StoredRecord.Value) {
            return 0;
        }
        if (record instanceof StoredRecord.Leased) {
            return 1;
        }
        if (record instanceof StoredRecord.Intent) {
            return 2;
        }
        if (record instanceof StoredRecord.Tombstone) {
            return 3;
        }
        if (record instanceof StoredRecord.Claim) {
            return 4;
        }
        return record instanceof StoredRecord.Unusable ? 5 : 6;
    }
}
