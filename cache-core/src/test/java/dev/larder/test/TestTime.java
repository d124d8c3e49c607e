// SPDX-License-Identifier: Apache-2.0
package dev.larder.test;

import dev.larder.time.Scheduler;
import dev.larder.time.Ticker;
import dev.larder.time.TimeSources;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Time that stands still until a test moves it: dates, ticker and scheduler in one.
 *
 * <p>Scheduled tasks run on the thread that moves time, in the order of their times and, at one time, in the order in
 * which they were scheduled; while one runs, date and ticker show its time. What a task throws reaches the caller of
 * {@link #advance}, with time standing where the task was due.
 *
 * <p>Safe for use by many threads: others may read, schedule and cancel while one advances. No lock is held while a
 * task runs. Advances that overlap move time to the later of their ends, not to their sum.
 */
public final class TestTime implements InstantSource, Ticker, Scheduler {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    // A ticker may start anywhere; below zero, a test that advances crosses the zero
    // that careless code takes for "never".
    private static final long FIRST_TICK = -1_000_000_000L;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition taskAdded = lock.newCondition();
    private final PriorityQueue<Task> tasks = new PriorityQueue<>(
            Comparator.comparingLong((Task task) -> task.due).thenComparingLong(task -> task.order));
    private Instant date = START;
    private long tick = FIRST_TICK;
    private long scheduled;

    /**
     * Returns this time as the three sources that Larder reads.
     *
     * @return sources that all move with {@link #advance}
     */
    public TimeSources sources() {
        return new TimeSources(this, this, this);
    }

    @Override
    public Instant instant() {
        lock.lock();
        try {
            return date;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public long read() {
        lock.lock();
        try {
            return tick;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Scheduled schedule(Runnable task, Duration delay) {
        Objects.requireNonNull(task, "task must not be null");
        lock.lock();
        try {
            Task added = new Task(task, tick + Math.max(0, delay.toNanos()), scheduled++);
            tasks.add(added);
            taskAdded.signalAll();
            return () -> cancel(added);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Moves date and ticker forward together and runs what falls due on the way, also tasks that tasks schedule.
     *
     * @param duration how far; zero runs what is due already
     * @throws IllegalArgumentException if the duration is negative
     */
    public void advance(Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException(
                    "time does not run backwards, but was asked to by %s; setDate moves the date alone"
                            .formatted(duration));
        }
        long end = read() + duration.toNanos();
        for (Task due = moveTowards(end); due != null; due = moveTowards(end)) {
            due.action.run();
        }
    }

    /**
     * Moves time to the next scheduled task and runs what is due then.
     *
     * @return {@code false} if nothing was scheduled; time then stands still
     */
    public boolean advanceToNext() {
        return advanceToNext(Long.MAX_VALUE);
    }

    /**
     * Moves time to the next scheduled task, if it is due by then, and runs what is due at its time.
     *
     * @param latest the tick by which it must be due
     * @return {@code false} if nothing was scheduled by then; time then stands still
     */
    public boolean advanceToNext(long latest) {
        Duration wait;
        lock.lock();
        try {
            Task next = tasks.peek();
            if (next == null || next.due > latest) {
                return false;
            }
            wait = Duration.ofNanos(Math.max(0, next.due - tick));
        } finally {
            lock.unlock();
        }
        advance(wait);
        return true;
    }

    /**
     * Sets the date alone, as an operator or a time server does; ticker and tasks do not move.
     *
     * @param date the new date; it may lie in the past
     */
    public void setDate(Instant date) {
        Objects.requireNonNull(date, "date must not be null");
        lock.lock();
        try {
            this.date = date;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Counts the tasks that are scheduled and neither cancelled nor run.
     *
     * @return their number
     */
    public int pendingTasks() {
        lock.lock();
        try {
            return tasks.size();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits, in real time, until other threads have scheduled enough, so that a test knows that they wait.
     *
     * @param atLeast the number of pending tasks to wait for
     * @throws AssertionError if there are fewer after ten seconds, or when interrupted; the flag is set again then
     */
    public void awaitPendingTasks(int atLeast) {
        long left = TimeUnit.SECONDS.toNanos(10);
        lock.lock();
        try {
            while (tasks.size() < atLeast) {
                if (left <= 0) {
                    throw new AssertionError("expected %d pending tasks, but there were %d after ten seconds"
                            .formatted(atLeast, tasks.size()));
                }
                left = taskAdded.awaitNanos(left);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for %d pending tasks".formatted(atLeast), interrupted);
        } finally {
            lock.unlock();
        }
    }

    /** Moves to the next task that is due by the end and takes it out, or else to the end. */
    private @Nullable Task moveTowards(long end) {
        lock.lock();
        try {
            Task next = tasks.peek();
            if (next == null || next.due > end) {
                moveTo(end);
                return null;
            }
            tasks.remove();
            moveTo(next.due);
            return next;
        } finally {
            lock.unlock();
        }
    }

    private void moveTo(long later) {
        long step = later - tick;
        if (step > 0) {
            tick = later;
            date = date.plusNanos(step);
        }
    }

    private void cancel(Task task) {
        lock.lock();
        try {
            tasks.remove(task);
        } finally {
            lock.unlock();
        }
    }

    // Not a record: cancelling removes this very task, not one that looks the same.
    private static final class Task {

        private final Runnable action;
        private final long due;
        private final long order;

        private Task(Runnable action, long due, long order) {
            this.action = action;
            this.due = due;
            this.order = order;
        }
    }
}
