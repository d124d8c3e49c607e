// SPDX-License-Identifier: Apache-2.0
package dev.larder.test;

import dev.larder.Cache;
import dev.larder.CacheLoader;
import dev.larder.CacheManager;
import dev.larder.CacheOptions;
import dev.larder.CacheStats;
import dev.larder.Eviction;
import dev.larder.key.KeyGlob;
import dev.larder.test.Operation.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One node of a {@link HistoryRun}: calls that it makes, and what it has under way. Each call is recorded from its beginning to its end;
 * in between its steps wait until the run takes them.
 */
final class RunNode {

    private static final String NAMESPACE = "history";
    private static final String CACHE = "things";
    static final CacheOptions OPTIONS =
            CacheOptions.named(CACHE).namespace(NAMESPACE).timeToLive(Duration.ofHours(1));

    /** With these no begin of a write is given up, and no mark lapses before its write has committed. */
    static final CacheOptions PATIENT_OPTIONS = OPTIONS.storeReadDeadline(Duration.ofHours(1))
            .storeWriteDeadline(Duration.ofHours(1))
            .writeIntent(Duration.ofMinutes(10));

    private static final CacheOptions BYSTANDERS =
            CacheOptions.named("bystanders").namespace("other").timeToLive(Duration.ofDays(100));

    /** The origin is not to be had. */
    private static final class OriginFailure extends RuntimeException {

        private static final long serialVersionUID = 1L;

        OriginFailure() {
            super("the origin failed");
        }
    }

    /** What a change makes of a row. */
    private record Change(long number, @Nullable String value) {}

    final String name;
    final ChaosStore chaos;
    final CacheManager manager;

    /** Loads that have not returned, code of users that has not begun, changes that are to be evicted or committed. */
    final List<Runnable> steps;

    private final History history;
    private final RunOrigin origin;
    private final Random random;
    private final boolean commitsLate;
    private final Cache<String, String> cache;
    private final Cache<String, String> bystanders;

    RunNode(
            String name,
            ChaosStore chaos,
            List<Runnable> steps,
            CacheManager manager,
            History history,
            RunOrigin origin,
            Random random,
            CacheOptions options,
            boolean commitsLate) {
        this.name = name;
        this.chaos = chaos;
        this.steps = steps;
        this.manager = manager;
        this.history = history;
        this.origin = origin;
        this.random = random;
        this.commitsLate = commitsLate;
        this.cache = manager.open(options, String.class, String.class);
        this.bystanders = manager.open(BYSTANDERS, String.class, String.class);
    }

    /** The key's text, by which histories know it. */
    static String text(String key) {
        return "%s:v1:%s:%s".formatted(NAMESPACE, CACHE, key);
    }

    CacheStats stats() {
        return cache.stats();
    }

    void read(String key) {
        reading(key, () -> cache.async().getOrLoadAsync(key, this::loadLate));
    }

    void refresh(String key) {
        reading(key, () -> cache.async().refresh(key, this::load));
    }

    private void reading(String key, Supplier<CompletableFuture<@Nullable String>> call) {
        Operation read = history.begin(name, Kind.READ, text(key));
        history.during(read, call).whenComplete((value, failure) -> read.end(value, failure == null));
    }

    void readAll(Collection<String> keys) {
        Map<String, Operation> reads = new LinkedHashMap<>();
        keys.forEach(key -> reads.put(key, history.begin(name, Kind.READ, text(key))));
        CacheLoader<String, String> loader = this::load;
        cache.async()
                .getAllOrLoad(keys, loader)
                .whenComplete((values, failure) -> reads.forEach(
                        (key, read) -> read.end(values == null ? null : values.get(key), failure == null)));
    }

    void lookup(String key) {
        Operation look = history.begin(name, Kind.LOOKUP, text(key));
        cache.async()
                .lookup(key)
                .whenComplete((entry, failure) -> look.end(entry == null ? null : entry.value(), entry != null));
    }

    private @Nullable String load(String key) {
        Operation load = history.begin(name, Kind.LOAD, text(key));
        failAtTimes();
        String value = origin.value(text(key));
        load.end(value, true);
        return value;
    }

    private CompletableFuture<@Nullable String> loadLate(String key) {
        CompletableFuture<@Nullable String> late = new CompletableFuture<>();
        Operation load = history.begin(name, Kind.LOAD, text(key));
        String early = origin.value(text(key));
        boolean isEarly = random.nextInt(3) > 0;
        boolean fails = origin.failsNow(20);
        steps.add(() -> {
            String value = isEarly ? early : origin.value(text(key));
            load.end(value, !fails);
            if (fails) {
                late.completeExceptionally(new OriginFailure());
            } else {
                late.complete(value);
            }
        });
        return late;
    }

    private void failAtTimes() {
        if (origin.failsNow(20)) {
            throw new OriginFailure();
        }
    }

    void write(String key) {
        writing(
                text(key),
                write ->
                        cache.async().write(key, () -> change(write, key, false).value()));
    }

    void merge(String key) {
        writing(
                text(key),
                write -> cache.async()
                        .write(
                                key,
                                () -> change(write, key, false),
                                (cached, change) -> Chain.grown(text(key), cached, change.number())));
    }

    void remove(String key) {
        writing(text(key), write -> cache.async().remove(key, () -> change(write, key, true)));
    }

    void writeAll(Collection<String> keys) {
        Operation write = history.begin(name, Kind.WRITE);
        history.during(
                        write,
                        () -> cache.async().writeAll(keys, () -> {
                            failAtTimes();
                            Map<String, String> values = new HashMap<>();
                            keys.forEach(key -> {
                                String value = origin.after(text(key), origin.nextChange());
                                commit(write, key, value);
                                values.put(key, value);
                            });
                            return values;
                        }))
                .whenComplete((values, failure) -> write.end(failure == null));
    }

    private void writing(String key, Function<Operation, CompletableFuture<?>> call) {
        Operation write = history.begin(name, Kind.WRITE, key);
        history.<CompletableFuture<?>>during(write, () -> call.apply(write))
                .whenComplete((value, failure) -> write.end(failure == null));
    }

    private Change change(Operation write, String key, boolean removes) {
        long number = origin.nextChange();
        String value = removes ? null : origin.after(text(key), number);
        if (origin.failsNow(6)) {
            history.begin(name, Kind.ROLLBACK, text(key)).end(value, true);
            throw new OriginFailure();
        }
        commit(write, key, value);
        return new Change(number, value);
    }

    private void commit(Operation write, String key, @Nullable String value) {
        if (commitsLate) {
            steps.add(() -> origin.commit(write, text(key), value));
        } else {
            origin.commit(write, text(key), value);
        }
    }

    /** Changes the origin, then evicts. */
    void changeAndEvict(Collection<String> keys) {
        keys.forEach(key -> origin.change(name, text(key)));
        boolean matching = keys.size() == 1 && random.nextInt(6) == 0;
        steps.add(() -> {
            List<Operation> evictions = new ArrayList<>();
            keys.forEach(key -> evictions.add(history.begin(name, Kind.EVICT, text(key))));
            (matching
                            ? cache.async()
                                    .evictMatching(KeyGlob.of(keys.iterator().next()))
                            : cache.async().evictAll(keys))
                    .whenComplete(
                            (outcome, failure) -> evictions.forEach(eviction -> eviction.end(isAcknowledged(outcome))));
        });
    }

    /** Changes all there is, then clears. */
    void changeAndClear(Collection<String> keys) {
        keys.forEach(key -> origin.change(name, text(key)));
        steps.add(() -> {
            Operation clear = history.begin(name, Kind.CLEAR);
            cache.async().clear().whenComplete((outcome, failure) -> clear.end(isAcknowledged(outcome)));
        });
    }

    private static boolean isAcknowledged(@Nullable Eviction outcome) {
        return outcome != null && outcome.isAcknowledged();
    }

    void evict(String text) {
        Operation eviction = history.begin(name, Kind.EVICT, text);
        String key = text.substring(text("").length());
        cache.async().evict(key).whenComplete((outcome, failure) -> eviction.end(isAcknowledged(outcome)));
    }

    void putBystander(String key) {
        Operation put = history.begin(name, Kind.PUT, "other " + key);
        bystanders
                .async()
                .put(key, "bystander " + key)
                .whenComplete((stored, failure) -> put.end("bystander " + key, failure == null && stored));
    }

    void lookAtBystander(String key) {
        Operation look = history.begin(name, Kind.LOOKUP, "other " + key);
        bystanders.async().get(key).whenComplete((value, failure) -> look.end(value, value != null));
    }
}
