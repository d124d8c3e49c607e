// SPDX-License-Identifier: Apache-2.0
package dev.larder.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import dev.larder.time.Scheduler.Scheduled;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** In real time, since this is where it comes from; nothing depends on how much of it passes. */
@Timeout(30)
class SystemSchedulerTests {

    private static final Duration FAR = Duration.ofMillis(200);

    private final SystemScheduler scheduler = new SystemScheduler("test-scheduler");
    private final BlockingQueue<String> ran = new LinkedBlockingQueue<>();

    @AfterEach
    void close() {
        scheduler.close();
    }

    private Scheduled schedule(String name, Duration delay) {
        return scheduler.schedule(() -> ran.add(name), delay);
    }

    private String next() throws InterruptedException {
        String name = ran.poll(20, TimeUnit.SECONDS);
        return name == null ? "nothing" : name;
    }

    @Test
    void tasksRunInTheOrderOfTheirTimesAndNeverTooEarly() throws InterruptedException {
        long start = System.nanoTime();
        schedule("far", FAR);
        schedule("farther", FAR.multipliedBy(2));
        assertThat(List.of(next(), next())).containsExactly("far", "farther");
        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(FAR.toNanos() * 2);
    }

    @Test
    void aTaskThatIsCancelledNeverRuns() throws InterruptedException {
        schedule("cancelled", FAR).cancel();
        schedule("last", FAR.multipliedBy(2));
        assertThat(next()).isEqualTo("last");
    }

    @Test
    void noTaskIsLostHoweverManyThreadsScheduleAtOnce() throws InterruptedException {
        int threads = 4;
        int each = 2_000;
        CountDownLatch left = new CountDownLatch(threads * each);
        List<Thread> all = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            Thread thread = new Thread(() -> {
                for (int task = 0; task < each; task++) {
                    scheduler.schedule(left::countDown, Duration.ofMillis(task % 50));
                }
            });
            thread.start();
            all.add(thread);
        }
        for (Thread thread : all) {
            thread.join();
        }
        assertThat(left.await(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void whatIsGivenToItOnceItIsClosedIsDropped() {
        scheduler.close();
        assertThatNoException().isThrownBy(() -> schedule("far", FAR).cancel());
        assertThatNoException().isThrownBy(() -> schedule("at once", Duration.ZERO));
    }
}
