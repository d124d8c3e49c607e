// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.test.TestTime;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RenewalTests {

    @Test
    void oneThatFailsWithAnErrorIsSaidAndIsNotTheLast() {
        TestTime time = new TestTime();
        AtomicInteger renewed = new AtomicInteger();
        try (LogCapture log = new LogCapture("dev.larder.CacheManager")) {
            Renewal renewal = Renewal.start(time, Duration.ofSeconds(10), () -> {
                if (renewed.incrementAndGet() == 1) {
                    throw new NoClassDefFoundError("a moment ago");
                }
            });
            time.advance(Duration.ofSeconds(15));

            assertThat(renewed).hasValue(3);
            assertThat(log.events()).hasSize(1);
            renewal.stop();
            assertThat(time.pendingTasks()).isZero();
        }
    }
}
