// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.test.TestTime;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ReplayTests {

    @Test
    void anErrorAfterTheStoreHasConfirmedIsSaidAndDoesNotEndIt() {
        TestTime time = new TestTime();
        Journal journal = new Journal(10);
        AtomicInteger told = new AtomicInteger();
        Replay replay = new Replay(
                journal,
                time.sources(),
                Duration.ofSeconds(1),
                confirmed -> {
                    if (told.incrementAndGet() == 1) {
                        throw new NoClassDefFoundError("a moment ago");
                    }
                },
                ofKey -> "whole",
                namespace -> CompletableFuture.completedFuture(true));
        try (LogCapture log = new LogCapture("dev.larder.CacheManager")) {
            journal.add(new Removal.OfNamespace("shop"), time.read());
            replay.soon();
            time.advance(Duration.ofSeconds(1));

            assertThat(told).hasValue(2);
            assertThat(journal.isEmpty()).isTrue();
            assertThat(log.events()).hasSize(2);
        }
    }
}
