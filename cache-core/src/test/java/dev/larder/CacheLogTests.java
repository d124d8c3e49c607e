// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import dev.larder.key.KeyGlob;
import dev.larder.serializer.CacheSerializationException;
import dev.larder.test.ChaosStore;
import dev.larder.test.ChaosStore.Fault;
import dev.larder.test.ChaosStore.Verb;
import dev.larder.test.RecordMapStore;
import dev.larder.test.TestTime;
import java.io.IOException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class CacheLogTests {

    private static final String KEY = "key 'things:v1:key' of cache 'things'";
    private final TestTime time = new TestTime();
    private final RecordMapStore records = new RecordMapStore(time.sources());
    private final ChaosStore chaos = new ChaosStore(records);

    @AutoClose
    private final Node node = new Node(time, chaos);

    @AutoClose
    private final LogCapture log = new LogCapture();

    private Cache<String, String> open(CacheOptions options) {
        return node.caches.open(options, String.class, String.class);
    }

    private Cache<String, String> open() {
        return open(CacheOptions.named("things"));
    }

    @Test
    void tellsOnceThatAStoreAnswersReadsAndGrantsNoLeases() {
        Cache<String, String> cache = open();
        chaos.inject(Fault.FAIL, Verb.LEASE);
        for (int i = 0; i < 10; i++) {
            cache.getOrLoad("key " + i, key -> "loaded");
        }
        assertThat(log.said(Level.WARN)).hasSize(1);

        chaos.heal();
        cache.getOrLoad("another key", key -> "loaded");
        assertThat(log.said(Level.INFO))
                .containsExactly("asking the store for the right to load works again: cache 'things'");
    }

    @Test
    void saysAtDebugWhatWasDoneToWhichKeyOfWhichCache() {
        Cache<String, String> cache = open();
        cache.get("key");
        cache.getOrLoad("key", key -> "loaded");
        cache.get("key");
        cache.evict("key");
        cache.put("key", "put");
        cache.refresh("key", key -> "refreshed");
        cache.<RuntimeException>write("key", () -> "written");
        cache.clear();
        cache.evictMatching(KeyGlob.of("key"));

        assertThat(log.said(Level.DEBUG))
                .contains(
                        "miss: " + KEY,
                        "load: " + KEY,
                        "hit: " + KEY,
                        "evict: " + KEY,
                        "put: " + KEY,
                        "load to refresh: " + KEY)
                .contains("clear: cache 'things'", "evict matching: cache 'things'")
                .allSatisfy(line -> assertThat(line).contains("cache 'things'"));
        assertThat(log.events()).extracting(ILoggingEvent::getLevel).containsOnly(Level.DEBUG);
        assertThat(log.events()).extracting(ILoggingEvent::getLoggerName).containsOnly("dev.larder.cache.things");
    }

    @Test
    void saysAHitThatIsAtHandToo() {
        try (CacheManager memory = CacheManager.inMemory()) {
            Cache<String, String> cache = memory.open(CacheOptions.named("things"), String.class, String.class);
            cache.put("key", "value");
            cache.get("key");
        }

        assertThat(log.said(Level.DEBUG)).containsExactly("put: " + KEY, "hit: " + KEY);
    }

    @Test
    void saysThatALoadWasRefusedOrCouldNotBeStored() {
        Cache<String, String> cache = open();
        cache.getOrLoad("key", key -> {
            records.delete("things:v1:key");
            return "loaded";
        });
        cache.<RuntimeException>write("key", () -> cache.getOrLoad("key", key -> "loaded"));

        assertThat(log.said(Level.DEBUG)).contains("fill refused: " + KEY, "load without storing: " + KEY);
    }

    @Test
    void saysNothingAtInfoAndAboveWhileAllIsWell() {
        Cache<String, String> cache = open();
        cache.getOrLoad("key", key -> "loaded");
        assertThatExceptionOfType(CacheLoadException.class)
                .isThrownBy(() -> cache.getOrLoad("other", key -> {
                    throw new IOException("the origin is not the cache's to complain about");
                }));

        assertThat(log.events()).extracting(ILoggingEvent::getLevel).containsOnly(Level.DEBUG);
    }

    @Test
    void warnsOfTheFirstFailureOfAKindOnlyAndTellsOfTheRecovery() {
        Cache<String, String> cache = open();
        chaos.inject(Fault.FAIL, Verb.GET);
        cache.get("key");
        cache.get("key");
        cache.get("other");

        assertThat(log.said(Level.WARN))
                .singleElement()
                .asString()
                .startsWith("failed at reading the store: cache 'things'")
                .contains("injected failure of GET")
                .endsWith("(further failures of this kind are logged at DEBUG)");
        assertThat(log.said(Level.DEBUG))
                .contains("failed at reading the store again: cache 'things':"
                        + " dev.larder.test.ChaosStore$InjectedFailure: injected failure of GET");
        assertThat(log.said(Level.INFO)).isEmpty();

        chaos.heal();
        cache.get("key");
        cache.get("key");
        assertThat(log.said(Level.INFO)).containsExactly("reading the store works again: cache 'things'");

        chaos.inject(Fault.FAIL, Verb.GET);
        cache.get("key");
        assertThat(log.said(Level.WARN)).hasSize(2);
    }

    @Test
    void tellsKindsOfFailuresApart() {
        Cache<String, String> cache = open();
        chaos.inject(Fault.FAIL);
        cache.get("key");
        cache.put("key", "value");
        cache.evict("key");

        assertThat(log.said(Level.WARN))
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("failed at reading the store"),
                        line -> assertThat(line).startsWith("failed at changing the store"));
    }

    @Test
    void doesNotSayThatAnythingWasDoneThatTheStoreDidNotConfirm() {
        Cache<String, String> cache = open();
        chaos.inject(Fault.FAIL);
        cache.put("key", "value");
        cache.putIfAbsent("key", "value");
        cache.evict("key");
        cache.evictMatching(KeyGlob.of("key"));
        cache.clear();

        assertThat(log.said(Level.DEBUG))
                .doesNotContain(
                        "put: " + KEY,
                        "put if absent: " + KEY,
                        "evict: " + KEY,
                        "evict matching: cache 'things'",
                        "clear: cache 'things'");
    }

    @Test
    void warnsOfTheFirstEntryThatDoesNotDecode() {
        Cache<String, String> cache = open();
        cache.put("key", "value");
        byte[] corrupt = records.raw("things:v1:key");
        corrupt[corrupt.length - 1] = 0;
        records.putRaw("things:v1:key", corrupt);
        cache.get("key");
        cache.get("key");

        assertThat(log.said(Level.WARN)).singleElement().asString().startsWith("failed at decoding an entry: " + KEY);
        cache.getOrLoad("key", key -> "loaded");
        cache.get("key");
        assertThat(log.said(Level.INFO)).containsExactly("decoding an entry works again: cache 'things'");
    }

    @Test
    void warnsOfTheFirstForeignEntryToo() {
        Cache<String, String> cache = open();
        records.putRaw("things:v1:key", "hello".getBytes(UTF_8));
        cache.get("key");
        cache.get("key");

        assertThat(log.said(Level.WARN)).singleElement().asString().contains(KEY);
    }

    @Test
    void warnsOfTheFirstValueThatDoesNotEncodeAndTellsOfTheRecovery() {
        Cache<String, Object> cache = node.caches.open(CacheOptions.named("things"), String.class, Object.class);
        cache.getOrLoad("key", key -> new Thread());
        cache.getOrLoad("key", key -> new Thread());
        assertThat(log.said(Level.WARN)).singleElement().asString().startsWith("failed at encoding a value: " + KEY);

        cache.getOrLoad("key", key -> "text");
        assertThat(log.said(Level.INFO)).containsExactly("encoding a value works again: cache 'things'");
    }

    @Test
    void warnsOfTheFirstMergeThatThrowsAndTellsOfTheRecovery() {
        Cache<String, String> cache = open();
        for (int i = 0; i < 2; i++) {
            cache.put("key", "value");
            cache.<String, RuntimeException>write("key", () -> "change", (cached, change) -> {
                throw new IllegalStateException("merge");
            });
        }
        assertThat(log.said(Level.WARN))
                .singleElement()
                .asString()
                .startsWith("failed at merging a written value: " + KEY);

        cache.put("key", "value");
        cache.<String, RuntimeException>write("key", () -> "change", (cached, change) -> cached + change);
        assertThat(log.said(Level.INFO)).containsExactly("merging a written value works again: cache 'things'");
    }

    @Test
    void aPutThatDoesNotEncodeIsTheCallersToReport() {
        Cache<String, Object> cache = node.caches.open(CacheOptions.named("things"), String.class, Object.class);

        assertThatExceptionOfType(CacheSerializationException.class).isThrownBy(() -> cache.put("key", new Thread()));
        assertThat(log.said(Level.WARN)).isEmpty();
    }
}
