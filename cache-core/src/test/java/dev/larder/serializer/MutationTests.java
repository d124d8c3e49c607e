// SPDX-License-Identifier: Apache-2.0
package dev.larder.serializer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource
class MutationTests {

    private static final int PAYLOADS = 40_000;
    private static final byte[] TELLING =
            "{}[]\",:\\0123456789eE+-.ntfu \u0000\u00ff".getBytes(StandardCharsets.ISO_8859_1);

    private static final class Payload {

        final ValueSerializer<Object> serializer;
        final byte[] bytes;

        Payload(CacheSerializer any, Type type, Object value) {
            serializer = any.forType(type);
            bytes = serializer.write(value);
        }
    }

    private final Form form;

    MutationTests(Form form) {
        this.form = form;
    }

    @Test
    void damagedBytesGiveAValueOrARefusalAndNothingElse() {
        long seed = Long.getLong("larder.test.seed", 20_261_120L);

        // On a thread with a short stack, for most payloads end in exceptions, whose cost is the depth of the stack.
        Map<ReadOutcome, Integer> outcomes =
                CompletableFuture.supplyAsync(() -> readDamaged(seed)).join();

        assertThat(outcomes).as("seed %d", seed).doesNotContainKey(ReadOutcome.NULL);
        assertThat(outcomes.get(ReadOutcome.VALUE)).as("seed %d", seed).isGreaterThan(PAYLOADS / 100);
        assertThat(outcomes.get(ReadOutcome.REFUSED)).as("seed %d", seed).isGreaterThan(PAYLOADS / 2);
    }

    private Map<ReadOutcome, Integer> readDamaged(long seed) {
        Random random = new Random(seed);
        List<Payload> payloads = payloads();
        Map<ReadOutcome, Integer> outcomes = new EnumMap<>(ReadOutcome.class);
        for (int i = 0; i < PAYLOADS; i++) {
            Payload payload = payloads.get(random.nextInt(payloads.size()));
            Payload other = payloads.get(random.nextInt(payloads.size()));
            byte[] damaged = damage(payload.bytes, other.bytes, random);
            try {
                outcomes.merge(ReadOutcome.of(payload.serializer, damaged), 1, Integer::sum);
            } catch (Throwable e) {
                fail("seed " + seed + ", payload " + i + ": " + Arrays.toString(damaged), e);
            }
        }
        return outcomes;
    }

    private List<Payload> payloads() {
        CacheSerializer any = form.serializer();
        List<Payload> payloads = new ArrayList<>();
        RoundTripTests.values().forEach(arguments -> {
            Object[] values = arguments.get();
            payloads.add(new Payload(any, (Type) ((Named<?>) values[0]).getPayload(), values[1]));
        });
        return payloads;
    }

    private static byte[] damage(byte[] bytes, byte[] other, Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> Arrays.copyOf(bytes, random.nextInt(bytes.length));
            case 1 -> Arrays.copyOf(bytes, bytes.length + 1 + random.nextInt(8));
            case 2 -> other;
            case 3 -> spliced(bytes, other, random);
            case 4 -> randomBytes(random);
            default -> mutated(bytes, random);
        };
    }

    private static byte[] mutated(byte[] bytes, Random random) {
        byte[] mutated = bytes.clone();
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            int at = random.nextInt(mutated.length);
            mutated[at] = random.nextBoolean()
                    ? TELLING[random.nextInt(TELLING.length)]
                    : (byte) (mutated[at] ^ 1 << random.nextInt(Byte.SIZE));
        }
        return mutated;
    }

    private static byte[] spliced(byte[] bytes, byte[] other, Random random) {
        int head = random.nextInt(bytes.length);
        int tail = random.nextInt(other.length);
        byte[] spliced = Arrays.copyOf(bytes, head + other.length - tail);
        System.arraycopy(other, tail, spliced, head, other.length - tail);
        return spliced;
    }

    private static byte[] randomBytes(Random random) {
        byte[] bytes = new byte[random.nextInt(64)];
        random.nextBytes(bytes);
        return bytes;
    }
}
