// SPDX-License-Identifier: Apache-2.0
package dev.larder.store.redis;

import dev.larder.Cache;
import dev.larder.CacheOptions;
import dev.larder.GuardStatus;
import dev.larder.store.redis.Readings.Read;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * Two nodes that are read all the time, while the values change and the first node evicts them; and what must not be seen meanwhile: an
 * exception, or a value that is older than an eviction which the reader may rely on.
 *
 * <p>The node that evicts may rely on an eviction as soon as the call has returned. The other one may when the store has confirmed it; where
 * the store may forget what it confirmed, not before the journal of the first node is empty again.
 */
final class SteadyReads implements AutoCloseable {

    private static final int KEYS = 200;
    private static final int READERS_PER_NODE = 6;
    private static final int CHANGERS = 4;
    private static final Duration LOAD = Duration.ofMillis(10);
    private static final Duration BETWEEN_READS = Duration.ofMillis(2);
    private static final Duration BETWEEN_CHANGES = Duration.ofMillis(40);

    /** Reads and fills have one deadline here, so that no read takes longer than it and a load. */
    static final Duration DEADLINE = Duration.ofMillis(250);

    /** How long the journals must stay empty to count as such. */
    static final Duration CALM = Duration.ofMillis(250);

    private static final int LOOKS = 5;

    private final List<RedisNode> nodes;
    private final AtomicIntegerArray origin = new AtomicIntegerArray(KEYS);
    private final AtomicIntegerArray evicted = new AtomicIntegerArray(KEYS);
    private final List<AtomicIntegerArray> floors = List.of(new AtomicIntegerArray(KEYS), new AtomicIntegerArray(KEYS));
    private final LongAdder unconfirmed = new LongAdder();
    private final Readings readings = new Readings();
    private final Queue<String> problems = new ConcurrentLinkedQueue<>();
    private final AtomicLong lateness = new AtomicLong();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean isForgetful;
    private volatile boolean isOver;

    /** Starts with the addresses at which the node that evicts, and the other one, find the server. */
    SteadyReads(String evicting, String other) {
        CacheOptions options = CacheOptions.named("prices")
                .namespace("shop")
                .storeReadDeadline(DEADLINE)
                .storeWriteDeadline(DEADLINE);
        nodes = List.of(RedisNode.asShipped(evicting, options), RedisNode.asShipped(other, options));
        nodes.forEach(node -> node.awaitCached("warm", "up"));
        for (int node = 0; node < nodes.size(); node++) {
            for (int i = 0; i < READERS_PER_NODE; i++) {
                int asked = node;
                start("reader-%d-%d".formatted(node, i), () -> read(asked), BETWEEN_READS);
            }
        }
        for (int i = 0; i < CHANGERS; i++) {
            int first = i;
            start("changer-%d".formatted(i), () -> change(first), BETWEEN_CHANGES);
        }
    }

    /** Measures what the machine does to a thread that only sleeps. */
    void watchTheMachine() {
        lateness.set(0);
        AtomicLong last = new AtomicLong(System.nanoTime());
        Duration pause = Duration.ofMillis(1);
        start(
                "metronome",
                () -> {
                    long now = System.nanoTime();
                    lateness.accumulateAndGet(now - last.getAndSet(now) - pause.toNanos(), Math::max);
                },
                pause);
    }

    /** How late a thread that only sleeps was at the worst. */
    long latenessNanos() {
        return lateness.get();
    }

    private void start(String name, Runnable step, Duration pause) {
        Thread thread = new Thread(
                () -> {
                    while (!isOver) {
                        try {
                            step.run();
                            TimeUnit.NANOSECONDS.sleep(pause.toNanos());
                        } catch (InterruptedException end) {
                            return;
                        } catch (RuntimeException | Error unexpected) {
                            problems.add("%s: %s".formatted(name, unexpected));
                        }
                    }
                },
                name);
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }

    private void read(int node) {
        int key = ThreadLocalRandom.current().nextInt(KEYS);
        int floor = floors.get(node).get(key);
        boolean[] asked = new boolean[1];
        Cache<String, String> cache = nodes.get(node).cache;
        long start = System.nanoTime();
        String value = cache.getOrLoad("key-" + key, missing -> {
            asked[0] = true;
            return load(key);
        });
        long nanos = System.nanoTime() - start;
        // Who waited for the load of another caller had no hit either.
        readings.add(new Read(node, start, nanos, !asked[0] && nanos < LOAD.toNanos() / 2));
        if (Integer.parseInt(value) < floor) {
            problems.add("node %d read version %s of key %d after the eviction of all before %d, %d ms after the start"
                    .formatted(node, value, key, floor, readings.millisAt(start)));
        }
    }

    /** The origin: what it says was true when it was asked. */
    private String load(int key) throws InterruptedException {
        long start = System.nanoTime();
        int version = origin.get(key);
        TimeUnit.NANOSECONDS.sleep(LOAD.toNanos());
        readings.loadTook(start, System.nanoTime() - start);
        return String.valueOf(version);
    }

    /** Changes one of the keys that belong to one thread, and evicts it. */
    private void change(int first) {
        int key = ThreadLocalRandom.current().nextInt(KEYS / CHANGERS) * CHANGERS + first;
        int version = origin.incrementAndGet(key);
        boolean isConfirmed = nodes.get(0).cache.evict("key-" + key).isAcknowledged();
        floors.get(0).set(key, version);
        evicted.set(key, version);
        if (!isConfirmed) {
            unconfirmed.increment();
        } else if (!isForgetful) {
            floors.get(1).accumulateAndGet(key, version, Math::max);
        }
    }

    /** From now on the store may forget what it has confirmed. */
    void storeMayForget() {
        isForgetful = true;
    }

    /** Waits until the journals are empty and stay so, and the breakers are closed; from then on both nodes may rely on all evictions. */
    void awaitRecovery() throws InterruptedException {
        Patience patience = new Patience("the nodes to recover");
        AtomicIntegerArray before = new AtomicIntegerArray(KEYS);
        for (int looks = 0; looks < LOOKS; looks++) {
            patience.check();
            TimeUnit.NANOSECONDS.sleep(CALM.dividedBy(LOOKS).toNanos());
            if (!nodes.stream().allMatch(SteadyReads::isCalm)) {
                looks = -1;
                for (int key = 0; key < KEYS; key++) {
                    before.set(key, evicted.get(key));
                }
            }
        }
        isForgetful = false;
        for (int key = 0; key < KEYS; key++) {
            floors.get(1).accumulateAndGet(key, before.get(key), Math::max);
        }
    }

    private static boolean isCalm(RedisNode node) {
        GuardStatus guard = node.caches.guard().orElseThrow();
        return guard.journal() == 0 && guard.worst() == GuardStatus.Breaker.CLOSED;
    }

    Readings readings() {
        return readings;
    }

    /** What must not have been seen; the first few of it. */
    List<String> problems() {
        return problems.stream().limit(10).toList();
    }

    long unconfirmedEvictions() {
        return unconfirmed.sum();
    }

    /** Lets everybody come to an end. */
    void stop() throws InterruptedException {
        isOver = true;
        for (Thread thread : threads) {
            thread.join(10_000);
            if (thread.isAlive()) {
                problems.add(thread.getName() + " hangs");
            }
        }
    }

    @Override
    public void close() {
        isOver = true;
        threads.forEach(Thread::interrupt);
        nodes.forEach(RedisNode::close);
    }
}
