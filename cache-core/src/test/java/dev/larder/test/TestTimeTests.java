// SPDX-License-Identifier: Apache-2.0
package dev.larder.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.larder.time.Scheduler.Scheduled;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TestTimeTests {

    private final TestTime time = new TestTime();
    private final List<String> ran = new ArrayList<>();

    @Test
    void movesDateAndTickerTogether() {
        Instant date = time.instant();
        long tick = time.read();

        time.advance(Duration.ofMillis(1500));

        assertThat(Duration.between(date, time.instant())).isEqualTo(Duration.ofMillis(1500));
        assertThat(time.read() - tick).isEqualTo(Duration.ofMillis(1500).toNanos());
    }

    @Test
    void runsDueTasksInTheOrderOfTheirTimesAndShowsEachItsOwn() {
        Instant start = time.instant();
        time.schedule(() -> ran.add("second at " + Duration.between(start, time.instant())), Duration.ofSeconds(2));
        time.schedule(() -> ran.add("first at " + Duration.between(start, time.instant())), Duration.ofSeconds(1));
        time.schedule(() -> ran.add("never"), Duration.ofSeconds(4));

        time.advance(Duration.ofSeconds(3));

        assertThat(ran).containsExactly("first at PT1S", "second at PT2S");
        assertThat(Duration.between(start, time.instant())).isEqualTo(Duration.ofSeconds(3));
        assertThat(time.pendingTasks()).isEqualTo(1);
    }

    @Test
    void runsTasksThatTasksSchedule() {
        time.schedule(
                () -> {
                    ran.add("outer");
                    time.schedule(() -> ran.add("inner"), Duration.ofSeconds(1));
                    time.schedule(() -> ran.add("too far"), Duration.ofSeconds(9));
                },
                Duration.ofSeconds(1));

        time.advance(Duration.ofSeconds(2));

        assertThat(ran).containsExactly("outer", "inner");
    }

    @Test
    void runsTasksOfOneTimeInTheOrderTheyWereScheduled() {
        List<String> names = IntStream.range(0, 20).mapToObj(Integer::toString).toList();
        names.forEach(name -> time.schedule(() -> ran.add(name), Duration.ofSeconds(1)));

        time.advance(Duration.ofSeconds(1));

        assertThat(ran).isEqualTo(names);
    }

    @Test
    void doesNotRunWhatWasCancelled() {
        Scheduled cancelled = time.schedule(() -> ran.add("cancelled"), Duration.ofSeconds(1));
        time.schedule(() -> ran.add("kept"), Duration.ofSeconds(1));

        cancelled.cancel();
        time.advance(Duration.ofSeconds(2));

        assertThat(ran).containsExactly("kept");
    }

    @Test
    void advancesToTheNextTaskOnly() {
        time.schedule(() -> ran.add("near"), Duration.ofSeconds(3));
        time.schedule(() -> ran.add("far"), Duration.ofSeconds(5));

        assertThat(time.advanceToNext()).isTrue();
        assertThat(ran).containsExactly("near");
        assertThat(time.advanceToNext()).isTrue();
        assertThat(time.advanceToNext()).isFalse();
        assertThat(ran).containsExactly("near", "far");
    }

    @Test
    void setsTheDateWithoutMovingTickerOrTasks() {
        long tick = time.read();
        time.schedule(() -> ran.add("due"), Duration.ofSeconds(1));

        time.setDate(Instant.parse("2030-01-01T00:00:00Z"));

        assertThat(time.read()).isEqualTo(tick);
        assertThat(ran).isEmpty();
        time.advance(Duration.ofSeconds(1));
        assertThat(time.instant()).isEqualTo(Instant.parse("2030-01-01T00:00:01Z"));
        assertThat(ran).containsExactly("due");
    }

    @Test
    void waitsUntilOtherThreadsHaveScheduled() throws InterruptedException {
        Thread other = new Thread(() -> time.schedule(() -> ran.add("of another thread"), Duration.ofSeconds(1)));
        other.start();

        time.awaitPendingTasks(1);
        time.advance(Duration.ofSeconds(1));

        assertThat(ran).containsExactly("of another thread");
        other.join();
    }

    @Test
    void refusesToRunBackwards() {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> time.advance(Duration.ofMillis(-1)))
                .withMessageContaining("setDate");
    }
}
