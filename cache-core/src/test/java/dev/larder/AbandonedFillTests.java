// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.test.ChaosStore.Fault;
import dev.larder.test.ChaosStore.Verb;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Whoever gives up waiting for a fill of his lease keeps nobody else from the key. */
class AbandonedFillTests {

    private static final Duration LIFE = Duration.ofMinutes(1);

    @AutoClose
    private final Outage outage =
            new Outage(Outage.options().timeToLive(LIFE).staleIfError(Duration.ofHours(1)), UnaryOperator.identity());

    private final Outage.Member node = outage.here;

    private void fillAndGiveUp() {
        CacheLease<String> lease = node.cache.lease("key");
        node.chaos.inject(Fault.STALL, Verb.FILL, Verb.REFRESH);
        lease.fill("late").cancel(false);
        node.chaos.heal();
        outage.elapse(Outage.CHANGE_DEADLINE);
    }

    @Test
    void theLeaseOfAKeyThatHoldsNothingIsGivenBack() {
        fillAndGiveUp();
        assertThat(outage.there.cache.lease("key")).isNotNull();
        assertThat(node.cache.stats().refusedFills()).isEqualTo(1);
    }

    @Test
    void theClaimOnAStaleKeyIsGivenBack() {
        node.cache.put("key", "stale");
        outage.elapse(LIFE);
        fillAndGiveUp();
        assertThat(outage.there.cache.lease("key")).isNotNull();
        assertThat(node.cache.stats().refusedFills()).isEqualTo(1);
    }
}
