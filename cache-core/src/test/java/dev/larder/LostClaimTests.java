// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.test.ChaosStore.Fault;
import dev.larder.test.ChaosStore.Verb;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A claim may stand although the store's answer was lost: whoever asked for it gives it back. */
class LostClaimTests {

    private static final Duration LIFE = Duration.ofMinutes(1);

    @AutoClose
    private final Outage outage = new Outage(
            Outage.options().timeToLive(LIFE).staleWhileRevalidate(Duration.ofHours(1)), UnaryOperator.identity());

    private final Outage.Member node = outage.here;

    @BeforeEach
    void cacheAStaleValue() {
        node.cache.put("key", "stale");
        outage.origin.put("key", "new");
        outage.elapse(LIFE);
        node.chaos.inject(Fault.LOSE_REPLY, Verb.CLAIM);
    }

    @Test
    void byARefresh() {
        assertThat(node.got("key")).isEqualTo("stale");
        outage.elapse(Outage.READ_DEADLINE);

        assertThat(outage.there.got("key")).isEqualTo("stale");
        assertThat(outage.there.got("key")).isEqualTo("new");
    }

    @Test
    void byALease() {
        CompletableFuture<?> lease = node.cache.async().lease("key");
        outage.elapse(Outage.READ_DEADLINE);

        assertThat(lease).isCompletedWithValue(null);
        assertThat(outage.there.cache.lease("key")).isNotNull();
    }
}
