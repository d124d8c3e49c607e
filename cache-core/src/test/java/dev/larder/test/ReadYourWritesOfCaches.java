// SPDX-License-Identifier: Apache-2.0
package dev.larder.test;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.Cache;
import dev.larder.CacheLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** ReadYourWrites: scripted, and with threads that race. */
abstract class ReadYourWritesOfCaches {

    private static final int KEYS = 3;
    private static final int OPERATIONS = 3_000;

    private final CacheContract contract;

    ReadYourWritesOfCaches(CacheContract contract) {
        this.contract = contract;
    }

    /** A way to change the origin and the cache. */
    enum Change {
        WRITE,
        MERGE,
        WRITE_ALL,
        REMOVE,
        EVICT,
        ASYNC_WRITE;

        void to(Fleet fleet, Cache<String, String> cache, String key, String value) {
            switch (this) {
                case WRITE -> cache.write(key, () -> store(fleet, key, value));
                case MERGE -> cache.write(key, () -> store(fleet, key, value), (cached, stored) -> stored);
                case WRITE_ALL -> cache.writeAll(List.of(key, "beside"), () -> Map.of(key, store(fleet, key, value)));
                case REMOVE -> cache.remove(key, () -> store(fleet, key, value));
                case EVICT -> {
                    store(fleet, key, value);
                    cache.evict(key);
                }
                case ASYNC_WRITE ->
                    cache.async().write(key, () -> store(fleet, key, value)).join();
            }
        }

        private static String store(Fleet fleet, String key, String value) {
            fleet.origin.put(key, value);
            return value;
        }
    }

    @ParameterizedTest
    @EnumSource(Change.class)
    void aReadAfterTheChangeSeesIt(Change change) {
        try (Fleet fleet = contract.fleet()) {
            fleet.origin.put("key", "old");
            for (int i = 0; i < 2; i++) {
                assertThat(fleet.cache(i).getOrLoad("key", fleet.loader())).isEqualTo("old");
            }
            change.to(fleet, fleet.cache(0), "key", "new");
            for (int i = 0; i < 2; i++) {
                assertThat(fleet.cache(i).getOrLoad("key", fleet.loader())).isEqualTo("new");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Change.class)
    void aReadAfterTheChangeSeesItThoughALoadOfBeforeIsUnderWay(Change change) throws Exception {
        try (Fleet fleet = contract.fleet()) {
            fleet.origin.put("key", "old");
            Fleet.Paused loader = fleet.pausedLoader();
            Fleet.Call<?> load = fleet.start(() -> fleet.cache(0).getOrLoad("key", loader));
            loader.awaitRead();
            change.to(fleet, fleet.cache(0), "key", "new");
            assertThat(fleet.cache(0).getOrLoad("key", fleet.loader())).isEqualTo("new");
            loader.release();
            load.result();
            assertThat(fleet.cache(0).getOrLoad("key", fleet.loader())).isEqualTo("new");
        }
    }

    @Test
    void aWrittenValueIsCached() {
        try (Fleet fleet = contract.fleet()) {
            Change.WRITE.to(fleet, fleet.cache(0), "key", "new");
            assertThat(fleet.cache(1).get("key")).isEqualTo("new");
        }
    }

    @Test
    void noReaderOfANodeGoesBackBehindAWriteThatHasReturnedThere() throws Exception {
        long seed = Long.getLong("larder.test.seed", 20261120L);
        try (Fleet fleet = contract.fleet()) {
            // The origin counts each key's versions; a reader notes the last write that had returned before he asked.
            ConcurrentMap<String, Long> returned = new ConcurrentHashMap<>();
            Object[] commits = new Object[KEYS];
            for (int i = 0; i < KEYS; i++) {
                commits[i] = new Object();
                fleet.origin.put("k" + i, "0");
                returned.put("k" + i, 0L);
            }
            Cache<String, String> cache = fleet.cache(0);
            CacheLoader<String, String> loader = fleet.loader();
            AtomicBoolean writing = new AtomicBoolean(true);
            List<Fleet.Call<Integer>> writers = new ArrayList<>();
            List<Fleet.Call<Integer>> readers = new ArrayList<>();
            for (int t = 0; t < 2; t++) {
                Random random = new Random(seed + t);
                writers.add(fleet.start(() -> {
                    for (int i = 0; i < OPERATIONS; i++) {
                        int k = random.nextInt(KEYS);
                        String key = "k" + k;
                        long version;
                        if (random.nextInt(4) == 0) {
                            version = commit(fleet, commits[k], key);
                            cache.evict(key);
                        } else {
                            version = Long.parseLong(
                                    cache.write(key, () -> Long.toString(commit(fleet, commits[k], key))));
                        }
                        returned.merge(key, version, Math::max);
                    }
                    return OPERATIONS;
                }));
            }
            for (int t = 0; t < 2; t++) {
                Random random = new Random(seed + 100 + t);
                readers.add(fleet.start(() -> {
                    int reads = 0;
                    while (writing.get()) {
                        String key = "k" + random.nextInt(KEYS);
                        long atLeast = returned.get(key);
                        String value = cache.getOrLoad(key, loader);
                        assertThat(Long.parseLong(value))
                                .as("%s, seed %d", key, seed)
                                .isGreaterThanOrEqualTo(atLeast);
                        reads++;
                    }
                    return reads;
                }));
            }
            for (Fleet.Call<Integer> writer : writers) {
                writer.result();
            }
            writing.set(false);
            for (Fleet.Call<Integer> reader : readers) {
                assertThat(reader.result()).isPositive();
            }
        }
    }

    private static long commit(Fleet fleet, Object row, String key) {
        synchronized (row) {
            long version = Long.parseLong(fleet.origin.get(key)) + 1;
            fleet.origin.put(key, Long.toString(version));
            return version;
        }
    }
}
