// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A random run that mixes everything about freshness on two nodes, against a model of what may be served when.
 *
 * <p>The origin of a key holds a number that each change raises, so whether a value is out of date is one comparison. The model knows what
 * is held, when it was loaded, and when loads failed; after each step it looks whether what is held may be.
 */
class FreshnessModelTests {

    private static final String SEED = "larder.test.seed";
    private static final int STEPS = 6_000;
    private static final List<String> KEYS = List.of("a", "b", "c");
    private static final long FRESH = 60_000;
    private static final long WHILE_REVALIDATING = 20_000;
    private static final long FOR_ERRORS = 90_000;
    private static final Duration DEADLINE = Duration.ofSeconds(5);
    private static final LoadBackOff BACK_OFF = LoadBackOff.exponential(Duration.ofMillis(100), Duration.ofSeconds(2));
    private static final long LONGEST_DELAY = 3_000;
    private static final int LONGEST_LOAD = 200;

    /** Kinds of answers; a run that lacks one of them has not tried what it should. */
    private enum Answer {
        FRESH,
        REVALIDATING,
        LOADED,
        FOR_ERRORS,
        HELD_BACK,
        FAILURE
    }

    /** What is held: a value, when it was loaded, until when, and whether it was expired by request. */
    private record Held(long value, long loadedAt, long until, boolean expired) {

        static Held loaded(long value, long loadedAt) {
            return new Held(value, loadedAt, loadedAt + FRESH + FOR_ERRORS, false);
        }

        Held expiredAt(long now) {
            return new Held(value, loadedAt, Math.min(until, now + FOR_ERRORS), true);
        }

        boolean isFreshAt(long now) {
            return !expired && now - loadedAt < FRESH;
        }

        boolean mayBeServedWhileRevalidatingAt(long now) {
            return !expired && now - loadedAt < FRESH + WHILE_REVALIDATING;
        }

        boolean isServedForErrorsAt(long now) {
            return now < until;
        }

        /** Records round up to ten milliseconds. */
        boolean mayBeServedForErrorsAt(long now) {
            return now < until + 10;
        }
    }

    /** What the model knows of one key. */
    private static final class Truth {

        private long value;

        /** No older value may be held at all, or fresh. */
        private long floor;

        private long freshFloor;
        private @Nullable Held held;
        private long failedAt = Long.MIN_VALUE / 2;

        /** Loaded values with the times at which their loads ended, of which a cache may hold one. */
        private final Map<Long, Set<Long>> loads = new HashMap<>();
    }

    private final long seed = Long.getLong(SEED, new Random().nextLong());
    private final Random random = new Random(seed);
    private final Map<String, Truth> truths = new HashMap<>();
    private final EnumSet<Answer> answers = EnumSet.noneOf(Answer.class);

    /** Whether a load of the key succeeded, or failed, during the present step. */
    private final Set<String> loaded = new HashSet<>();

    private final Set<String> failed = new HashSet<>();
    private int step;
    private boolean failing;
    private TwoNodes nodes;

    @ParameterizedTest
    @EnumSource
    void whatIsServedIsWhatMayBeServed(StoreKind kind) {
        CacheOptions options = CacheOptions.named("things")
                .timeToLive(Duration.ofMillis(FRESH))
                .staleWhileRevalidate(Duration.ofMillis(WHILE_REVALIDATING))
                .staleIfError(Duration.ofMillis(FOR_ERRORS))
                .earlyRefresh(new EarlyRefresh(0.7, 1))
                .loaderDeadline(DEADLINE)
                .loadBackOff(BACK_OFF);
        KEYS.forEach(key -> truths.put(key, new Truth()));
        try (TwoNodes fleet = new TwoNodes(kind, options)) {
            nodes = fleet;
            fleet.chance = random::nextDouble;
            fleet.listen(this::noteOverdue);
            for (step = 1; step <= STEPS; step++) {
                loaded.clear();
                failed.clear();
                step(KEYS.get(random.nextInt(KEYS.size())), random.nextBoolean() ? fleet.here() : fleet.there());
                KEYS.forEach(this::audit);
            }
            assertThat(answers).as("kinds of answers (%s)", run()).containsExactlyInAnyOrder(Answer.values());
            CacheStats stats = fleet.here().stats();
            assertThat(stats.refreshes()).isPositive();
            assertThat(stats.refusedFills()).isPositive();
            assertThat(stats.overdueLoads()).isPositive();
            assertThat(stats.overdueLoaders()).isZero();
        }
    }

    /** A load may be overdue although it waits for a thread, and its loader was not called. */
    private void noteOverdue(CacheEvent event) {
        if (event.kind() == CacheEvent.Kind.LOAD_OVERDUE) {
            event.keys().forEach(key -> truths.get((String) key).failedAt = nodes.time.millis());
        }
    }

    private void step(String key, Cache<String, String> cache) {
        switch (random.nextInt(16)) {
            case 0 -> failing = random.nextInt(3) == 0;
            case 1, 2 -> nodes.elapse(Duration.ofMillis(1L << random.nextInt(17)));
            case 3, 4, 5 -> nodes.runBackground();
            case 6 -> {
                change(key);
                cache.evict(key);
                gone(key);
            }
            case 7 -> {
                change(key);
                cache.expire(key);
                expired(key);
            }
            case 8 -> clearSometimes(cache);
            case 9 -> change(key); // the cache hears nothing of it
            case 10 -> write(key, cache);
            case 11, 12 -> askForAll(cache);
            default -> ask(key, cache);
        }
    }

    private void change(String key) {
        truth(key).value++;
    }

    private void gone(String key) {
        Truth truth = truth(key);
        truth.floor = truth.value;
        truth.freshFloor = truth.value;
        truth.held = null;
        truth.failedAt = Long.MIN_VALUE / 2;
    }

    private void expired(String key) {
        Truth truth = truth(key);
        truth.freshFloor = truth.value;
        Held held = truth.held;
        truth.held = held == null ? null : held.expiredAt(nodes.time.millis());
        truth.failedAt = Long.MIN_VALUE / 2;
    }

    private void clearSometimes(Cache<String, String> cache) {
        if (random.nextInt(6) == 0) {
            KEYS.forEach(this::change);
            cache.clear();
            KEYS.forEach(key -> {
                long failedAt = truth(key).failedAt; // which a clear does not forget
                gone(key);
                truth(key).failedAt = failedAt;
            });
        }
    }

    private void write(String key, Cache<String, String> cache) {
        gone(key); // no load that began before it is kept
        cache.<RuntimeException>write(key, () -> {
            change(key);
            return Long.toString(truth(key).value);
        });
        gone(key);
        loadEnded(key);
    }

    private void ask(String key, Cache<String, String> cache) {
        finishWhatHeMightWaitFor(key);
        long now = nodes.time.millis();
        Held before = truth(key).held;
        long failedAt = truth(key).failedAt;
        boolean overtaken = random.nextInt(8) == 0;
        String answer;
        try {
            answer = cache.getOrLoad(key, asked -> {
                long value = load(asked);
                if (overtaken) {
                    change(asked);
                    nodes.there().evict(asked);
                    gone(asked);
                }
                return Long.toString(value);
            });
        } catch (IllegalStateException | CacheLoadException failure) {
            answer = null;
        }
        check(key, before, failedAt, now, answer);
    }

    /** Where no value is at hand, a refresh that began in time may still have to run, and only this thread runs it. */
    private void finishWhatHeMightWaitFor(String key) {
        Held held = truth(key).held;
        if (held == null || !held.mayBeServedWhileRevalidatingAt(nodes.time.millis())) {
            nodes.runBackground();
            KEYS.forEach(this::audit);
            loaded.clear();
            failed.clear();
        }
    }

    /** Half of the time as futures, which wait for the background. */
    private void askForAll(Cache<String, String> cache) {
        long now = nodes.time.millis();
        Map<String, Truth> before = new HashMap<>();
        KEYS.forEach(key -> {
            Truth copy = new Truth();
            copy.held = truth(key).held;
            copy.failedAt = truth(key).failedAt;
            before.put(key, copy);
        });
        CacheLoader<String, String> loader = key -> Long.toString(load(key));
        Map<String, String> values = new HashMap<>();
        boolean bulk = random.nextBoolean();
        List<CompletableFuture<?>> calls = new ArrayList<>();
        if (bulk) {
            calls.add(cache.async().getAllOrLoad(KEYS, loader).thenAccept(values::putAll));
        } else {
            KEYS.forEach(
                    key -> calls.add(cache.async().getOrLoad(key, loader).thenAccept(value -> values.put(key, value))));
        }
        for (int i = 0; i < 10_000 && !calls.stream().allMatch(CompletableFuture::isDone); i++) {
            nodes.runBackground();
            if (!calls.stream().allMatch(CompletableFuture::isDone)) {
                nodes.elapse(Duration.ofMillis(1)); // for those who wait for the other node
            }
        }
        assertThat(calls).as("all have their answers (%s)", run()).allMatch(CompletableFuture::isDone);
        if (!bulk || !calls.get(0).isCompletedExceptionally()) {
            KEYS.forEach(key -> check(key, before.get(key).held, before.get(key).failedAt, now, values.get(key)));
        }
    }

    /** One call of the loader; one of many takes longer than it may. */
    private long load(String key) {
        Truth truth = truth(key);
        long value = truth.value;
        boolean late = random.nextInt(40) == 0;
        nodes.elapse(late ? DEADLINE.plusMillis(1) : Duration.ofMillis(random.nextInt(200)));
        if (failing || late) {
            truth.failedAt = nodes.time.millis();
            failed.add(key);
        }
        if (failing) {
            throw new IllegalStateException("origin down");
        }
        loaded.add(key);
        if (!late) {
            loadEnded(key, value);
        }
        return value;
    }

    private void loadEnded(String key) {
        loadEnded(key, truth(key).value);
    }

    private void loadEnded(String key, long value) {
        truth(key).loads.computeIfAbsent(value, unknown -> new HashSet<>()).add(nodes.time.millis());
    }

    private void check(String key, @Nullable Held before, long failedAt, long now, @Nullable String answer) {
        if (before != null && before.mayBeServedWhileRevalidatingAt(now)) {
            assertThat(answer).as("the value at hand (%s)", run()).isEqualTo(Long.toString(before.value));
            answers.add(before.isFreshAt(now) ? Answer.FRESH : Answer.REVALIDATING);
            return;
        }
        boolean heldBack = !loaded.contains(key) && !failed.contains(key);
        if (heldBack && failed.isEmpty()) { // else the bulk may have ended at another key
            long last = Math.max(failedAt, truth(key).failedAt); // one may have become overdue meanwhile
            assertThat(now - last).as("since loads failed (%s)", run()).isLessThanOrEqualTo(LONGEST_DELAY);
            answers.add(Answer.HELD_BACK);
        }
        boolean mayFallBack = before != null && before.mayBeServedForErrorsAt(now);
        if (answer == null) {
            assertThat(before != null && before.isServedForErrorsAt(now))
                    .as("a failure although there is a stale value (%s)", run())
                    .isFalse();
            answers.add(Answer.FAILURE);
        } else if (mayFallBack && answer.equals(Long.toString(before.value)) && (heldBack || !failed.isEmpty())) {
            answers.add(Answer.FOR_ERRORS);
        } else {
            assertThat(loaded)
                    .as("loaded, if nothing may be served (%s)", run())
                    .contains(key);
            assertThat(Long.parseLong(answer))
                    .as("what was loaded (%s)", run())
                    .isBetween(truth(key).value - 1, truth(key).value);
            answers.add(Answer.LOADED);
        }
    }

    /** Looks whether what is held now may be, and takes note of it. */
    private void audit(String key) {
        Truth truth = truth(key);
        Held held = truth.held;
        long now = nodes.time.millis();
        CacheEntry<String> entry = nodes.here().entry(key);
        if (entry == null) {
            assertThat(held == null || !held.isServedForErrorsAt(now) || truth.floor > held.value)
                    .as("the value that was held is gone (%s)", run())
                    .isTrue();
            truth.held = null;
            return;
        }
        long value = Long.parseLong(String.valueOf(entry.value()));
        long loadedAt = entry.createdAt().toEpochMilli();
        assertThat(value).as("held of %s (%s)", key, run()).isGreaterThanOrEqualTo(truth.floor);
        if (!entry.isStale()) {
            assertThat(value).as("fresh of %s (%s)", key, run()).isGreaterThanOrEqualTo(truth.freshFloor);
            assertThat(now - loadedAt).as("age of %s (%s)", key, run()).isLessThan(FRESH);
        }
        if (held == null || held.value != value || held.loadedAt != loadedAt) {
            // The keys of a bulk are stored together, after the last of them was loaded.
            assertThat(truth.loads.getOrDefault(value, Set.of()))
                    .as("loaded %s of %s (%s)", value, key, run())
                    .anyMatch(load -> load <= loadedAt && loadedAt - load <= 1L * LONGEST_LOAD * KEYS.size());
            truth.held = Held.loaded(value, loadedAt);
        }
    }

    private Truth truth(String key) {
        return truths.get(key);
    }

    private String run() {
        return "step %d; run again with -D%s=%d".formatted(step, SEED, seed);
    }
}
