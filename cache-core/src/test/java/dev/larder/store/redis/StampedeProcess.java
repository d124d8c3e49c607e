// SPDX-License-Identifier: Apache-2.0
package dev.larder.store.redis;

import dev.larder.CacheOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A node in a JVM of its own, whose threads all ask for one key at once when they are told to.
 *
 * <p>On a line {@code ask <key> <threads> <milliseconds that a load takes>} it gets them ready and says so; on the line {@code go} it
 * lets them ask and says how that went. It ends with its input, so that it never outlives whoever started it.
 */
final class StampedeProcess {

    private final RedisNode node;
    private final BufferedReader orders;
    private final ExecutorService threads = Executors.newCachedThreadPool();

    private StampedeProcess(RedisNode node) {
        this.node = node;
        this.orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    }

    /** Runs a node over the server whose address is given. */
    public static void main(String[] arguments) throws IOException, InterruptedException, ExecutionException {
        try (RedisNode node =
                RedisNode.asShipped(arguments[0], CacheOptions.named("prices").namespace("shop"))) {
            node.awaitCached("warm", "up");
            new StampedeProcess(node).obey();
        }
    }

    private void obey() throws IOException, InterruptedException, ExecutionException {
        OtherJvm.say("connected");
        for (String order = orders.readLine(); order != null; order = orders.readLine()) {
            String[] words = order.split(" ", -1);
            if (words[0].equals("ask")) {
                ask(words[1], Integer.parseInt(words[2]), Duration.ofMillis(Long.parseLong(words[3])));
            }
        }
        threads.shutdownNow();
    }

    private void ask(String key, int callers, Duration load)
            throws IOException, InterruptedException, ExecutionException {
        AtomicInteger loads = new AtomicInteger();
        AtomicLong loadNanos = new AtomicLong();
        CountDownLatch ready = new CountDownLatch(callers);
        CountDownLatch go = new CountDownLatch(1);
        List<Future<Call>> calls = new ArrayList<>();
        for (int i = 0; i < callers; i++) {
            calls.add(threads.submit(() -> {
                ready.countDown();
                go.await();
                long start = System.nanoTime();
                String value = node.cache.getOrLoad(key, missing -> {
                    long loadStart = System.nanoTime();
                    TimeUnit.NANOSECONDS.sleep(load.toNanos());
                    loadNanos.set(System.nanoTime() - loadStart);
                    return "%d-%d".formatted(ProcessHandle.current().pid(), loads.incrementAndGet());
                });
                return new Call(value, System.nanoTime() - start);
            }));
        }
        ready.await();
        OtherJvm.say("ready");
        String unused = orders.readLine();
        go.countDown();
        Set<String> values = new TreeSet<>();
        long slowest = 0;
        for (Future<Call> call : calls) {
            values.add(call.get().value());
            slowest = Math.max(slowest, call.get().nanos());
        }
        OtherJvm.say(new Answer(loads.get(), loadNanos.get(), slowest, String.join(",", values)).line());
    }

    private record Call(String value, long nanos) {}

    /**
     * How it went in one process.
     *
     * @param loads how often its loader was called
     * @param loadNanos how long the load took, 0 if there was none
     * @param slowestNanos how long the caller waited who was answered last
     * @param values the different values that its callers got
     */
    record Answer(int loads, long loadNanos, long slowestNanos, String values) {

        String line() {
            return "%d %d %d %s".formatted(loads, loadNanos, slowestNanos, values);
        }

        static Answer of(String line) {
            String[] words = line.split(" ", -1);
            return new Answer(Integer.parseInt(words[0]), Long.parseLong(words[1]), Long.parseLong(words[2]), words[3]);
        }
    }
}
