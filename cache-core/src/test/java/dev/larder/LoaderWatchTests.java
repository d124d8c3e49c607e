// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class LoaderWatchTests {

    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final Duration LEASE = Duration.ofSeconds(4);

    @AutoClose
    private final TwoNodes nodes = new TwoNodes(
            StoreKind.MEMORY, TwoNodes.options().loaderDeadline(DEADLINE).lease(LEASE));

    private final Pipeline<String, String> pipeline = ((PipelineCache<String, String>) nodes.here()).pipeline();
    private final AtomicInteger givenUp = new AtomicInteger();
    private final AtomicInteger renewed = new AtomicInteger();
    private final LoaderWatch watch =
            new LoaderWatch(pipeline, List.of(pipeline.storeKey("key")), givenUp::incrementAndGet);

    private void start() {
        watch.start();
        watch.renewing(renewed::incrementAndGet);
    }

    @Test
    void aLoadThatReturnsInTimeIsNotGivenUpAndNeedsNoRenewalAnyMore() {
        start();
        nodes.elapse(LEASE);
        assertThat(renewed).hasValue(2);

        assertThat(watch.returnedLate()).isFalse();
        nodes.elapse(DEADLINE);
        assertThat(renewed).hasValue(2);
        assertThat(givenUp).hasValue(0);
        assertThat(nodes.here().stats().overdueLoads()).isZero();
    }

    @Test
    void aLoadOverItsDeadlineIsGivenUpOnceAndCountedUntilItReturns() {
        start();
        nodes.elapse(DEADLINE);
        assertThat(givenUp).hasValue(1);
        assertThat(nodes.here().stats().overdueLoaders()).isEqualTo(1);
        int renewedInTime = renewed.get();
        nodes.elapse(DEADLINE);
        assertThat(renewed).hasValue(renewedInTime);

        assertThat(watch.returnedLate()).isTrue();
        assertThat(watch.returnedLate()).as("the second time").isFalse();
        assertThat(nodes.here().stats().overdueLoaders()).isZero();
        assertThat(givenUp).hasValue(1);
    }

    @Test
    void saysWhichKeyWasLateAndHowLongItHad() {
        assertThat(watch.lateness(pipeline.storeKey("key")))
                .hasMessage("key 'things:v1:key' of cache 'things' was not loaded within its loader deadline of PT30S");
    }
}
