// SPDX-License-Identifier: Apache-2.0
package dev.larder.key;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class FloatingTextTests {

    private static final long SEED = Long.getLong("larder.test.seed", 20261120L);

    @Test
    void readsBackAsTheSameNumber() {
        System.out.printf("seed %d%n", SEED);
        Random random = new Random(SEED);
        for (int i = 0; i < 5_000; i++) {
            double number = i % 2 == 0 ? Double.longBitsToDouble(random.nextLong()) : random.nextInt() / 1000.0;
            assertThat(Double.valueOf(FloatingText.of(number)))
                    .as("seed %d", SEED)
                    .isEqualTo(Double.valueOf(number));
            float half = i % 2 == 0 ? Float.intBitsToFloat(random.nextInt()) : random.nextInt(100_000) / 100f;
            assertThat(Float.valueOf(FloatingText.of(half))).as("seed %d", SEED).isEqualTo(Float.valueOf(half));
        }
    }

    @Test
    void writesTheFewestDigits() {
        assertThat(FloatingText.of(0.1)).isEqualTo("0.1");
        assertThat(FloatingText.of(0.1 + 0.2)).isEqualTo("0.30000000000000004");
        assertThat(FloatingText.of(2.0E-3)).isEqualTo("0.002");
        assertThat(FloatingText.of(Double.MIN_VALUE)).isEqualTo("5E-324");
        assertThat(FloatingText.of(Double.MAX_VALUE)).isEqualTo("1.7976931348623157E+308");
        assertThat(FloatingText.of(Float.MIN_NORMAL)).isEqualTo("1.1754944E-38");
        assertThat(FloatingText.of(16_777_216f)).isEqualTo("16777216.0");
    }
}
