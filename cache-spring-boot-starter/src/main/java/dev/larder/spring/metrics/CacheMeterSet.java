// SPDX-License-Identifier: Apache-2.0
package dev.larder.spring.metrics;

import dev.larder.Cache;
import dev.larder.CacheStats;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;

/** The meters of one cache. A registry holds the cache weakly, so no function that is given to it may hold one. */
final class CacheMeterSet {

    private final MeterRegistry registry;
    private final Cache<?, ?> cache;
    private final Tags tags;
    private final List<Meter> meters = new ArrayList<>();

    private CacheMeterSet(MeterRegistry registry, Cache<?, ?> cache, Tags tags) {
        this.registry = registry;
        this.cache = cache;
        this.tags = tags;
    }

    static List<Meter> register(MeterRegistry registry, Cache<?, ?> cache, Tags tags) {
        CacheMeterSet set = new CacheMeterSet(registry, cache, tags);
        set.registerCommonOnes();
        set.registerOurs();
        return set.meters;
    }

    /** Those that Micrometer names for caches of every kind. */
    private void registerCommonOnes() {
        String gets = "Reads, by whether the cache answered them.";
        count("cache.gets", Tags.of("result", "hit"), gets, CacheStats::hits);
        count("cache.gets", Tags.of("result", "miss"), gets, CacheStats::misses);
        count("cache.puts", Tags.empty(), "Values stored by puts and writes; loads not counted.", CacheStats::puts);
        count(
                "cache.evictions",
                Tags.empty(),
                "Keys that this node evicted; clears, patterns and want of room not counted.",
                CacheStats::evictions);
        if (cache.localSize().isPresent()) {
            meters.add(
                    Gauge.builder("cache.size", cache, held -> held.localSize().orElse(0))
                            .tags(tags)
                            .description("Values that this process holds, roughly.")
                            .register(registry));
        }
    }

    private void registerOurs() {
        String loads = "Calls of the loader, by how they ended.";
        count("larder.loads", Tags.of("outcome", "success"), loads, CacheStats::loads);
        count("larder.loads", Tags.of("outcome", "failure"), loads, CacheStats::loadFailures);
        meters.add(FunctionTimer.builder(
                        "larder.load.time",
                        cache,
                        held -> held.stats().loads() + held.stats().loadFailures(),
                        held -> held.stats().loadTime().toNanos(),
                        TimeUnit.NANOSECONDS)
                .tags(tags)
                .description("Time spent in loaders.")
                .register(registry));
        String stale = "Reads answered by a stale entry, by why.";
        count("larder.stale.served", Tags.of("reason", "revalidating"), stale, CacheStats::staleHits);
        count("larder.stale.served", Tags.of("reason", "error"), stale, CacheStats::staleForErrors);
        count("larder.refreshes", Tags.of("outcome", "success"), "Entries loaded anew.", CacheStats::refreshes);
        count("larder.refreshes", Tags.of("outcome", "dropped"), "Entries loaded anew.", CacheStats::droppedRefreshes);
        count("larder.loads.overdue", Tags.empty(), "Loads over their loader deadline.", CacheStats::overdueLoads);
        meters.add(Gauge.builder(
                        "larder.loaders.overdue", cache, held -> held.stats().overdueLoaders())
                .tags(tags)
                .description("Loaders over their deadline that still run; each keeps a thread.")
                .register(registry));
        count(
                "larder.loads.held.back",
                Tags.empty(),
                "Loads that were not tried, because loads of the key had just failed.",
                CacheStats::heldBackLoads);
        String unstored = "Values that were not stored, by why.";
        count("larder.values.unstored", Tags.of("reason", "not-kept"), unstored, CacheStats::notKept);
        count("larder.values.unstored", Tags.of("reason", "too-large"), unstored, CacheStats::tooLarge);
        count(
                "larder.fills.refused",
                Tags.empty(),
                "Loaded values that were not stored, because an eviction or a writer overtook the load.",
                CacheStats::refusedFills);
        count(
                "larder.loads.bypassed",
                Tags.empty(),
                "Loads that never had the right to store: a writer was at work, or the store did not answer.",
                CacheStats::bypasses);
        count(
                "larder.loads.in.transactions",
                Tags.empty(),
                "Loads that were not stored, because their callers were in a transaction.",
                CacheStats::loadsInTransactions);
        count("larder.entries.unreadable", Tags.empty(), "Entries that could not be read.", CacheStats::unreadable);
        String journal = "Evictions that the store did not confirm, by what became of them.";
        count("larder.journal.evictions", Tags.of("outcome", "journalled"), journal, CacheStats::journalled);
        count("larder.journal.evictions", Tags.of("outcome", "replayed"), journal, CacheStats::replayed);
        count("larder.journal.evictions", Tags.of("outcome", "overflowed"), journal, CacheStats::journalOverflows);
        count(
                "larder.store.failures",
                Tags.empty(),
                "Calls of the store that failed or were too slow.",
                CacheStats::storeFailures);
    }

    private void count(String name, Tags more, String description, ToLongFunction<CacheStats> count) {
        meters.add(FunctionCounter.builder(name, cache, held -> count.applyAsLong(held.stats()))
                .tags(tags.and(more))
                .description(description)
                .register(registry));
    }
}
