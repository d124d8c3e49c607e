// SPDX-License-Identifier: Apache-2.0
package dev.larder.store;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The regions of one namespace and the clock that a clear of any of them advances. */
final class MemoryNamespace {

    private final Map<CacheId, MemoryRegion> regions = new LinkedHashMap<>();
    private volatile long clock;
    private long clearAt;

    long clock() {
        return clock;
    }

    synchronized MemoryRegion open(RegionSpec spec, Function<MemoryNamespace, MemoryRegion> factory) {
        return regions.computeIfAbsent(new CacheId(spec.version(), spec.cache()), unopened -> {
            MemoryRegion region = factory.apply(this);
            region.records().clearAt(clearAt);
            return region;
        });
    }

    synchronized List<MemoryRegion> regions() {
        return new ArrayList<>(regions.values());
    }

    /** Makes everything older than now count as cleared in one region. */
    synchronized void clear(MemoryRegion region, long now) {
        region.records().clearAt(advance(now));
    }

    /** Makes everything older than now count as cleared in all regions, also in those opened later. */
    synchronized void clear(long now) {
        clearAt = advance(now);
        regions.values().forEach(region -> region.records().clearAt(clearAt));
    }

    private long advance(long now) {
        clock = Math.max(clock + 1, now);
        return clock;
    }

    private record CacheId(int version, String cache) {}
}
