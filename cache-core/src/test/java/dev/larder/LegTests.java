// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.Values.Reading;
import dev.larder.store.StoreKey;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class LegTests {

    @Test
    void anothersLoadIsPolledForSoOftenThatNobodyWaitsMuchLongerThanItTakes() {
        StoreKey key = StoreKey.of("key");
        Waiter<String, String> leader = new Waiter<>(key, null, null, null, null);
        Leg<String, String> leg = new Leg<>(new Flight<>(key, List.of(leader)), new Reading.Missing<>(null, false));
        Duration waited = Duration.ZERO;
        while (waited.compareTo(Duration.ofSeconds(2)) < 0) {
            Duration pause = leg.nextPoll();
            // A tenth, spread by half of it, and never less than a few milliseconds.
            assertThat(pause)
                    .isLessThanOrEqualTo(longer(
                            Duration.ofNanos(7_500_000), waited.multipliedBy(15).dividedBy(100)))
                    .isLessThanOrEqualTo(Duration.ofMillis(75))
                    .isGreaterThanOrEqualTo(Duration.ofNanos(2_500_000));
            waited = waited.plus(pause);
        }
        assertThat(leg.nextPoll()).isGreaterThanOrEqualTo(Duration.ofMillis(25));
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}
