// SPDX-License-Identifier: Apache-2.0
package dev.larder.benchmarks;

import dev.larder.benchmarks.Size.Feed;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;

/** Reads and writes of a server, by way of Larder and by hand. */
public class Remote {

    static final Duration LIFE = Duration.ofMinutes(10);

    static final int BULK = 100;

    /** A read that finds its value. */
    @Benchmark
    public @Nullable Feed larderHit(LarderState cache, KeySequence keys) {
        return cache.get(keys.next());
    }

    /** GET, and decoding. */
    @Benchmark
    public @Nullable Feed lettuceHit(LettuceState redis, KeySequence keys)
            throws ExecutionException, InterruptedException {
        return redis.get(keys.next());
    }

    /** Many reads that find their values. */
    @Benchmark
    public Map<Long, Feed> larderBulk(LarderState cache, KeySequence keys) {
        return cache.getAll(keys.next(BULK));
    }

    /** MGET, and decoding. */
    @Benchmark
    public Map<Long, Feed> lettuceBulk(LettuceState redis, KeySequence keys)
            throws ExecutionException, InterruptedException {
        return redis.getAll(keys.next(BULK));
    }

    /** A put that is acknowledged. */
    @Benchmark
    public boolean larderPut(LarderState cache, KeySequence keys) {
        return cache.put(keys.next());
    }

    /** Encoding, and SET with a life. */
    @Benchmark
    public void lettucePut(LettuceState redis, KeySequence keys) throws ExecutionException, InterruptedException {
        redis.put(keys.next());
    }

    /** A read that finds nothing, loads, and stores what it loaded. */
    @Benchmark
    public @Nullable Feed larderMiss(LarderState cache, KeySequence keys) {
        return cache.getOrLoad(keys.nextUnread());
    }

    /** GET that finds nothing, then a load and SET. */
    @Benchmark
    public Feed lettuceMiss(LettuceState redis, KeySequence keys) throws ExecutionException, InterruptedException {
        return redis.getOrLoad(keys.nextUnread());
    }
}
