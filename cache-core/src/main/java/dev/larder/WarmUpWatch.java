// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** What people see of one warm-up: reports for its listener, and lines in the cache's log. Used by one step at a time. */
final class WarmUpWatch<K, V> {

    private static final long LINE_EVERY_NANOS = Duration.ofSeconds(5).toNanos();
    private static final int LINE_EVERY_PERCENT = 10;

    private final Pipeline<K, V> cache;
    private final WarmUp options;
    private final long start;
    private volatile WarmUpReport report;
    private long lastLine;
    private int lastTenth;
    private boolean refused;
    private boolean listenerFailed;

    WarmUpWatch(Pipeline<K, V> cache, WarmUp options, int total) {
        this.cache = cache;
        this.options = options;
        this.start = cache.time.ticker().read();
        this.lastLine = start;
        this.report = new WarmUpReport(cache.options.name(), total, 0, 0, Duration.ZERO, null);
    }

    WarmUpReport report() {
        return report;
    }

    void started() {
        cache.log.says("warming up cache '%s': %d keys in batches of %d, at most %d at a time"
                .formatted(cache.options.name(), report.total(), options.batchSize(), options.concurrency()));
    }

    /** Takes keys in that are cached now. */
    void cached(int keys) {
        count(keys, 0, null);
    }

    /** Takes keys in that could not be loaded. */
    void failed(int keys, String which, Throwable failure) {
        if (report.failed() == 0) {
            cache.log.warns(
                    "warming up %s failed: %s (further failures are only counted)".formatted(which, said(failure)));
        }
        count(keys, keys, failure);
    }

    /** Says that the executor has no room. */
    void refused() {
        if (!refused) {
            refused = true;
            cache.log.warns(
                    "no thread is free for the warm-up of cache '%s', which goes on when there is one; a lower concurrency or a larger executor helps"
                            .formatted(cache.options.name()));
        }
    }

    private void count(int keys, int failed, @Nullable Throwable failure) {
        WarmUpReport last = report;
        long now = cache.time.ticker().read();
        report = new WarmUpReport(
                last.cache(),
                last.total(),
                last.done() + keys,
                last.failed() + failed,
                Duration.ofNanos(now - start),
                last.firstFailure() == null ? failure : last.firstFailure());
        log(report, now);
        tell(report);
    }

    private void log(WarmUpReport now, long time) {
        int tenth = now.percent() / LINE_EVERY_PERCENT;
        if (now.isComplete()) {
            cache.log.says("warmed up " + describe(now));
        } else if (tenth > lastTenth && time - lastLine >= LINE_EVERY_NANOS) {
            lastTenth = tenth;
            lastLine = time;
            cache.log.says("warming up " + describe(now));
        }
    }

    /** Says that it goes no further. */
    void stopped() {
        cache.log.says("stopped warming up " + describe(report));
    }

    private static String describe(WarmUpReport report) {
        return String.format(
                Locale.ROOT,
                "cache '%s': %d of %d keys (%d %%), %d keys/s, %d failed",
                report.cache(),
                report.done(),
                report.total(),
                report.percent(),
                report.keysPerSecond(),
                report.failed());
    }

    /** Not a failure's own words, which may hold a value; the report has them. */
    private static String said(Throwable failure) {
        Throwable cause = failure.getCause();
        if (failure instanceof TimeoutException) {
            return LoadFailure.said(failure);
        }
        return (failure instanceof CacheLoadException && cause != null ? cause : failure)
                .getClass()
                .getName();
    }

    private void tell(WarmUpReport now) {
        try {
            options.listener().accept(now);
        } catch (RuntimeException | Error thrown) {
            if (!listenerFailed) {
                listenerFailed = true;
                cache.log.warns(
                        "the listener to the warm-up of cache '%s' failed (its further failures are not logged)"
                                .formatted(cache.options.name()),
                        thrown);
            }
        }
    }
}
