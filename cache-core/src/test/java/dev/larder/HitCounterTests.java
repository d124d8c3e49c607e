// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.test.Gate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HitCounterTests {

    private static final int THREADS = HitCounter.PLACES + 8;
    private static final int TIMES = 100_000;

    private final HitCounter hits = new HitCounter();

    @Test
    void countsWhatThreadsCountAtOnceThoughThereAreMoreOfThemThanPlaces() throws InterruptedException {
        countAtOnce();
        assertThat(hits.sum()).isEqualTo((long) THREADS * TIMES);
    }

    @Test
    void forgetsNothingThatAThreadCountedWhichHasEnded() throws InterruptedException {
        for (int generation = 1; generation <= 3; generation++) {
            countAtOnce();
            assertThat(hits.sum()).isEqualTo((long) generation * THREADS * TIMES);
        }
    }

    private void countAtOnce() throws InterruptedException {
        Gate start = new Gate();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            Thread thread = new Thread(() -> {
                start.pass();
                for (int time = 0; time < TIMES; time++) {
                    hits.increment();
                }
            });
            thread.start();
            threads.add(thread);
        }
        start.awaitArrivals(THREADS);
        start.open();
        for (Thread thread : threads) {
            thread.join();
        }
    }
}
