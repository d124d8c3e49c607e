// SPDX-License-Identifier: Apache-2.0
package dev.larder.store.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.larder.store.KeyFilter;
import dev.larder.store.StoreStatistics;
import dev.larder.time.Scheduler;
import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Walks the keys of the server in small steps, each of which takes it well under a millisecond. */
final class RedisKeyspace {

    private static final Logger log = LoggerFactory.getLogger(RedisKeyspace.class);

    private static final int STEP = 250;

    /** What a walk in the background leaves to others between two steps. */
    private static final Duration PAUSE = Duration.ofMillis(5);

    private static final CompletionStage<Long> NOTHING = CompletableFuture.completedStage(0L);

    private final RedisLink link;
    private final Scheduler scheduler;

    /** What is being swept, and the last clear of it: one walk at a time, however often it is cleared meanwhile. */
    private final ConcurrentMap<Object, Long> sweeping = new ConcurrentHashMap<>();

    RedisKeyspace(RedisLink link, Scheduler scheduler) {
        this.link = link;
        this.scheduler = scheduler;
    }

    /**
     * Does something with all keys that begin with a text and pass a filter, step after step.
     *
     * @param step what to do with the keys of one step, at least one; completes with a number
     * @return the sum of the numbers
     */
    CompletionStage<Long> walk(String head, KeyFilter filter, Function<List<String>, CompletionStage<Long>> step) {
        return new Walk(head, filter, step, Duration.ZERO).start();
    }

    /**
     * Removes what a clear left behind, in the background; whatever is not removed is found as cleared, and ends by itself.
     *
     * @param cleared what was cleared
     */
    void sweep(Object cleared, String head, KeyFilter filter, long clearedAt) {
        if (sweeping.put(cleared, clearedAt) == null) {
            sweepNow(cleared, head, filter, clearedAt);
        }
    }

    private void sweepNow(Object cleared, String head, KeyFilter filter, long clearedAt) {
        byte[] at = Bytes.number(clearedAt);
        new Walk(head, filter, texts -> count(RedisScript.SWEEP, texts, at, new AtomicLong()), PAUSE)
                .start()
                .whenComplete((swept, failure) -> {
                    if (failure == null) {
                        log.debug("swept {} cleared entries under '{}'", swept, head);
                        if (!sweeping.remove(cleared, clearedAt)) {
                            sweepNow(cleared, head, filter, sweeping.getOrDefault(cleared, clearedAt));
                        }
                    } else {
                        sweeping.remove(cleared);
                        log.debug("stopped sweeping cleared entries under '{}'", head, failure);
                    }
                });
    }

    /** Counts values and adds up the memory they take. */
    CompletionStage<StoreStatistics> weigh(String head, KeyFilter filter, long clearedAt) {
        byte[] at = Bytes.number(clearedAt);
        AtomicLong memory = new AtomicLong();
        return walk(head, filter, texts -> count(RedisScript.WEIGH, texts, at, memory))
                .thenApply(keys -> new StoreStatistics(
                        OptionalLong.of(keys), OptionalLong.of(memory.get()), OptionalLong.empty()));
    }

    private CompletionStage<Long> count(RedisScript script, List<String> texts, byte[] clearedAt, AtomicLong sum) {
        return link.runAll(texts.stream()
                        .map(text -> ScriptCall.of(script, Bytes.key(text), clearedAt))
                        .toList())
                .thenApply(replies -> replies.stream()
                        .filter(ScriptReply::isDone)
                        .peek(reply -> sum.addAndGet(reply.number()))
                        .count());
    }

    /** The pattern that keys match which begin with a text. */
    static String pattern(String head) {
        return head.replaceAll("[\\\\*?\\[\\]]", "\\\\$0") + "*";
    }

    private final class Walk {

        private final ScanArgs arguments;
        private final KeyFilter filter;
        private final Function<List<String>, CompletionStage<Long>> step;
        private final Duration pause;
        private final CompletableFuture<Long> done = new CompletableFuture<>();
        private final AtomicLong sum = new AtomicLong();

        private Walk(
                String head, KeyFilter filter, Function<List<String>, CompletionStage<Long>> step, Duration pause) {
            this.arguments =
                    ScanArgs.Builder.matches(pattern(head).getBytes(UTF_8)).limit(STEP);
            this.filter = filter;
            this.step = step;
            this.pause = pause;
        }

        private CompletionStage<Long> start() {
            scan(ScanCursor.INITIAL);
            return done;
        }

        private void scan(ScanCursor from) {
            try {
                link.commands().scan(from, arguments).whenComplete((found, failure) -> {
                    if (failure != null) {
                        done.completeExceptionally(failure);
                    } else {
                        handle(found);
                    }
                });
            } catch (RuntimeException | Error refused) { // whoever waits for the walk must hear of it
                done.completeExceptionally(refused);
            }
        }

        private void handle(KeyScanCursor<byte[]> found) {
            CompletionStage<Long> counted;
            try {
                List<String> texts = found.getKeys().stream()
                        .map(key -> new String(key, UTF_8))
                        .filter(filter::matches)
                        .toList();
                counted = texts.isEmpty() ? NOTHING : step.apply(texts);
            } catch (RuntimeException | Error broken) { // a filter may be anybody's
                done.completeExceptionally(broken);
                return;
            }
            counted.whenComplete((count, failure) -> goOn(found, count, failure));
        }

        private void goOn(ScanCursor found, @Nullable Long count, @Nullable Throwable failure) {
            if (count == null || failure != null) {
                done.completeExceptionally(failure == null ? new IllegalStateException("no count") : failure);
                return;
            }
            sum.addAndGet(count);
            if (found.isFinished()) {
                done.complete(sum.get());
            } else if (pause.isZero()) {
                scan(found);
            } else {
                scheduler.schedule(() -> scan(found), pause);
            }
        }
    }
}
