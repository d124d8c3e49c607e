// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.sun.management.ThreadMXBean;
import dev.larder.Payloads.Payload;
import dev.larder.serializer.CacheSerializationException;
import dev.larder.serializer.CacheSerializer;
import dev.larder.serializer.Compression;
import dev.larder.serializer.PackedPayload;
import dev.larder.serializer.ValueSerializer;
import dev.larder.store.Lookup;
import dev.larder.store.RecordFormat;
import dev.larder.store.StoredRecord;
import dev.larder.store.StoredValue;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/**
 * A million damaged records of every serializer and codec on the way from the store to the value: what cannot be used is refused, by
 * the one exception that becomes a counted miss, and takes no more memory than a payload may.
 */
class PayloadFuzzTests {

    private static final int RECORDS = 1_000_000;
    private static final int LONGEST = 16 * 1024;
    private static final long MEMORY = 64L * LONGEST;
    private static final int HEAD = 43;
    private static final int CODEC = 4;

    record Line(String name, int count, BigDecimal price, List<byte[]> pictures) {}

    record Order(
            long id, Instant at, Optional<String> note, Map<String, Double> rates, List<Line> lines, Object more) {}

    private enum Outcome {
        NO_VALUE,
        OTHER_ENCODING,
        REFUSED,
        READ
    }

    /** A serializer and a codec, what they make of a value, and who reads it. */
    private static final class Source {

        private final Compression compression;
        private final byte[] written;
        private final Payload payload;
        private final Payloads<Order> reader;

        private Source(CacheSerializer any, Compression compression, Order value) {
            ValueSerializer<Order> serializer = any.forType(Order.class);
            this.compression = compression;
            this.written = serializer.write(value);
            this.payload = Payloads.bytes(serializer, any.id(), compression, 1, OptionalLong.empty())
                    .write(value);
            this.reader = Payloads.bytes(serializer, any.id(), Compression.none(), 2, OptionalLong.of(LONGEST));
        }

        private byte[] record() {
            return record((byte[]) payload.stored(), payload.encoding().codec());
        }

        /** Damage that compression does not notice. */
        private byte[] recordOf(byte[] damaged) {
            PackedPayload packed = compression.pack(damaged, Integer.MAX_VALUE);
            return record(packed.bytes(), packed.codec());
        }

        private byte[] record(byte[] bytes, int codec) {
            return RecordFormat.encode(new StoredValue(
                    bytes, 7, 0, 10, 10, 0, 0, payload.encoding().withCodec(codec), null));
        }
    }

    private final long seed = Long.getLong("larder.test.seed", 20_261_127L);
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final List<Source> sources = sources();

    private static List<Source> sources() {
        List<Source> sources = new ArrayList<>();
        for (CacheSerializer serializer :
                List.of(CacheSerializer.json(), CacheSerializer.smile(), CacheSerializer.messagePack())) {
            for (Compression compression : List.of(Compression.none(), Compression.lz4())) {
                sources.add(new Source(serializer, compression.threshold(0), order(1)));
                sources.add(new Source(serializer, compression.threshold(0), order(3)));
            }
            // One only, for each read makes native memory of its own, which is what takes most of the time.
            sources.add(new Source(serializer, Compression.zstd().threshold(0), order(2)));
        }
        return sources;
    }

    private static Order order(int lines) {
        List<Line> all = new ArrayList<>();
        for (int i = 0; i < lines; i++) {
            all.add(new Line("name é " + i, i - 3, new BigDecimal("12.50"), List.of(new byte[] {0, -1, (byte) i})));
        }
        return new Order(
                5_000_000_000L,
                Instant.parse("2026-11-20T12:00:00.123Z"),
                Optional.of("note"),
                Map.of("eur", 1.5, "nan", Double.NaN),
                all,
                List.of(1, "x", Map.of("k", BigInteger.TWO.pow(90)), false));
    }

    @Test
    void aMillionDamagedRecordsAreReadOrRefusedAndTakeLittleMemory() {
        SplittableRandom random = new SplittableRandom(seed);
        SplittableRandom half = random.split();
        for (Source source : sources) {
            assertThat(read(source.reader, source.record())).isEqualTo(Outcome.READ);
            read(source.reader, source.recordOf(new byte[] {1, 2, 3}));
        }

        // On threads with short stacks, for most records end in exceptions, whose cost is the depth of the stack.
        Map<Outcome, Integer> outcomes = CompletableFuture.supplyAsync(() -> readDamaged(random))
                .thenCombine(CompletableFuture.supplyAsync(() -> readDamaged(half)), PayloadFuzzTests::sum)
                .join();

        assertThat(outcomes).as("seed %d", seed).containsOnlyKeys(Outcome.values());
        assertThat(outcomes.values()).as("seed %d, %s", seed, outcomes).allMatch(count -> count > RECORDS / 100);
    }

    private static Map<Outcome, Integer> sum(Map<Outcome, Integer> one, Map<Outcome, Integer> other) {
        other.forEach((outcome, count) -> one.merge(outcome, count, Integer::sum));
        return one;
    }

    private Map<Outcome, Integer> readDamaged(SplittableRandom random) {
        Map<Outcome, Integer> outcomes = new EnumMap<>(Outcome.class);
        for (int i = 0; i < RECORDS / 2; i++) {
            Source source = sources.get(random.nextInt(sources.size()));
            byte[] damaged = damaged(source, random);
            long before = threads.getCurrentThreadAllocatedBytes();
            Outcome outcome;
            try {
                outcome = read(source.reader, damaged);
            } catch (RuntimeException | Error unexpected) {
                return fail("seed " + seed + ", record " + HexFormat.of().formatHex(damaged), unexpected);
            }
            long allocated = threads.getCurrentThreadAllocatedBytes() - before;
            if (allocated > MEMORY) {
                fail("seed %d, %d bytes allocated for record %s"
                        .formatted(seed, allocated, HexFormat.of().formatHex(damaged)));
            }
            outcomes.merge(outcome, 1, Integer::sum);
        }
        return outcomes;
    }

    private static Outcome read(Payloads<Order> reader, byte[] bytes) {
        if (!(RecordFormat.decode(bytes) instanceof StoredRecord.Value found)) {
            return Outcome.NO_VALUE;
        }
        Lookup judged = reader.judge(found.value());
        if (!(judged instanceof StoredValue value)) {
            return Outcome.OTHER_ENCODING;
        }
        if (!(value.payload() instanceof byte[] payload)) {
            return Outcome.NO_VALUE;
        }
        try {
            assertThat(reader.read(payload, value.encoding())).isNotNull();
            return Outcome.READ;
        } catch (CacheSerializationException refused) {
            return Outcome.REFUSED;
        }
    }

    private byte[] damaged(Source source, SplittableRandom random) {
        Source other = sources.get(random.nextInt(sources.size()));
        return switch (random.nextInt(12)) {
            case 0 -> Arrays.copyOf(source.record(), random.nextInt(source.record().length + 9));
            case 1 -> flipped(source.record(), 0, random);
            case 2 -> spliced(source.record(), HEAD, other.record(), HEAD, random);
            case 3 -> claiming(source.record(), random);
            case 4 -> otherCodec(source.record(), random);
            case 5 -> source.recordOf(flipped(source.written, 0, random));
            case 6 -> source.recordOf(spliced(source.written, 0, other.written, 0, random));
            case 7 -> flipped(source.record(), HEAD, random);
            default -> flippedHead(source.record(), random);
        };
    }

    private static byte[] flipped(byte[] bytes, int from, SplittableRandom random) {
        byte[] flipped = bytes.clone();
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            flipped[random.nextInt(from, bytes.length)] ^= (byte) (1 << random.nextInt(Byte.SIZE));
        }
        return flipped;
    }

    private static byte[] flippedHead(byte[] record, SplittableRandom random) {
        byte[] flipped = record.clone();
        flipped[random.nextInt(2, HEAD)] ^= (byte) (1 << random.nextInt(Byte.SIZE));
        return flipped;
    }

    private static byte[] spliced(byte[] bytes, int from, byte[] other, int otherFrom, SplittableRandom random) {
        int head = random.nextInt(from, bytes.length);
        int tail = random.nextInt(otherFrom, other.length);
        byte[] spliced = Arrays.copyOf(bytes, head + other.length - tail);
        System.arraycopy(other, tail, spliced, head, other.length - tail);
        return spliced;
    }

    /** Four bytes somewhere say something large. */
    private static byte[] claiming(byte[] record, SplittableRandom random) {
        byte[] claiming = record.clone();
        int at = random.nextBoolean() ? HEAD : random.nextInt(HEAD, record.length - Integer.BYTES);
        int most = random.nextBoolean() ? Integer.MAX_VALUE : 2 * LONGEST;
        ByteBuffer.wrap(claiming).putInt(at, random.nextInt(most));
        return claiming;
    }

    private static byte[] otherCodec(byte[] record, SplittableRandom random) {
        byte[] other = record.clone();
        other[CODEC] = (byte) random.nextInt(4);
        return other;
    }
}
