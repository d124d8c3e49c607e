// SPDX-License-Identifier: Apache-2.0
package dev.larder.time;

import static org.assertj.core.api.Assertions.assertThat;

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

    private static final Duration NEAR = Duration.ofMillis(1);
    private static final Duration FAR = Duration.ofMillis(60);

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
    void tasksRunInTheOrderOfTheirTimesHoweverFarOff() throws InterruptedException {
        long start = System.nanoTime();
        schedule("far", FAR);
        schedule("farther", FAR.multipliedBy(2));
        schedule("near", NEAR);
        assertThat(List.of(next(), next(), next())).containsExactly("near", "far", "farther");
        // Never too early, which no slow machine can bring about.
        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(FAR.toNanos() * 2);
    }

    @Test
    void aTaskThatIsCancelledAtOnceNeverRuns() throws InterruptedException {
        schedule("cancelled", FAR).cancel();
        schedule("last", FAR.multipliedBy(2));
        assertThat(next()).isEqualTo("last");
    }

    @Test
    void aTaskThatIsCancelledAfterAPulseNeverRuns() throws InterruptedException {
        Scheduled late = schedule("cancelled", FAR.multipliedBy(20));
        schedule("pulsed", FAR);
        assertThat(next()).isEqualTo("pulsed");
        late.cancel();
        schedule("last", FAR.multipliedBy(20));
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
    void nothingRunsOnceItIsClosed() {
        schedule("before", FAR);
        scheduler.close();
        schedule("far", FAR).cancel();
        schedule("near", NEAR).cancel();
        assertThat(ran).isEmpty();
    }
}
