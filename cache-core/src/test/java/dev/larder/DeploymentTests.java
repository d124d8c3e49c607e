// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.serializer.CacheSerializer;
import dev.larder.serializer.Compression;
import dev.larder.test.RecordMapStore;
import dev.larder.test.TestTime;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two releases of an application over one store, which differ in how they keep the values of one cache. */
class DeploymentTests {

    private static final long KEYS = 5;
    private static final int WRITER_START = 35;
    private static final String TITLE = "title, ".repeat(300);

    record Post(long id, String title) {}

    record TaggedPost(long id, String title, List<String> tags) {}

    /** What the one release does, and the other. */
    enum Change {
        VALUE_CLASS(false, posts(), posts().tagged()),
        SERIALIZER(false, posts(), posts().by(CacheSerializer.smile())),
        OTHER_BINARY_SERIALIZER(false, posts().by(CacheSerializer.messagePack()), posts().by(CacheSerializer.smile())),
        COMPRESSION(true, posts(), posts().packed(Compression.zstd())),
        OTHER_COMPRESSION(true, posts().packed(Compression.lz4()), posts().packed(Compression.zstd()));

        private final boolean readable;
        private final Release before;
        private final Release after;

        Change(boolean readable, Release before, Release after) {
            this.readable = readable;
            this.before = before;
            this.after = after;
        }
    }

    /** How a release keeps its values. */
    private record Release(CacheOptions options, Class<?> type, Function<Long, Object> origin) {

        private Release tagged() {
            return new Release(options, TaggedPost.class, id -> new TaggedPost(id, TITLE, List.of("new")));
        }

        private Release by(CacheSerializer serializer) {
            return new Release(options.serializer(serializer), type, origin);
        }

        private Release packed(Compression compression) {
            return new Release(options.compression(compression), type, origin);
        }
    }

    private static Release posts() {
        return new Release(
                CacheOptions.named("posts").timeToLive(Duration.ofHours(1)), Post.class, id -> new Post(id, TITLE));
    }

    /** A process of the application, which runs a release. */
    private final class Instance {

        private final Node node = new Node(time, store);
        private final Release release;
        private final Cache<Long, Object> cache;
        private int loads;

        @SuppressWarnings("unchecked")
        private Instance(Release release) {
            this.release = release;
            this.cache = node.caches.open(release.options, Long.class, (Class<Object>) release.type);
            running.add(this);
        }

        /** Reads all keys, as a release's callers do, and returns how many had to be loaded. */
        private int reads() {
            int before = loads;
            for (long key : keys()) {
                Object value = cache.getOrLoad(key, id -> {
                    loads++;
                    return release.origin.apply(id);
                });
                assertThat(value).isEqualTo(release.origin.apply(key));
                noteHands(key);
            }
            return loads - before;
        }

        private void stop() {
            running.remove(this);
            node.close();
        }
    }

    private final TestTime time = new TestTime();
    private final RecordMapStore store = new RecordMapStore(time.sources());
    private final List<Instance> running = new ArrayList<>();
    private final Map<Long, Integer> hands = new HashMap<>();

    @AfterEach
    void stopAll() {
        List.copyOf(running).forEach(Instance::stop);
    }

    private static List<Long> keys() {
        return LongStream.range(0, KEYS).boxed().toList();
    }

    private Instance start(Release release) {
        time.advance(Duration.ofSeconds(10));
        return new Instance(release);
    }

    private byte[] raw(long key) {
        return Objects.requireNonNull(store.raw("posts:v1:" + key));
    }

    private List<byte[]> records() {
        return keys().stream().map(this::raw).toList();
    }

    /** A key goes to processes that started later, and never back. */
    private void noteHands(long key) {
        int start = ByteBuffer.wrap(raw(key)).getInt(WRITER_START);
        Integer before = hands.put(key, start);
        assertThat(start).isGreaterThanOrEqualTo(before == null ? 0 : before);
    }

    private static int keysUnless(boolean readable) {
        return readable ? 0 : (int) KEYS;
    }

    @ParameterizedTest
    @EnumSource
    void anUpgradeLoadsEveryKeyOnceAtMost(Change change) {
        Instance old = start(change.before);
        assertThat(old.reads()).isEqualTo((int) KEYS);
        old.stop();

        Instance first = start(change.after);
        Instance second = start(change.after);

        assertThat(first.reads()).isEqualTo(keysUnless(change.readable));
        assertThat(first.cache.stats().unreadable()).isEqualTo(keysUnless(change.readable));
        assertThat(first.cache.stats().bypasses()).isZero();
        assertThat(second.reads()).isZero();
        assertThat(first.reads()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void aRollbackLoadsEveryKeyOnceAtMost(Change change) {
        start(change.before).reads();
        start(change.after).reads();
        List.copyOf(running).forEach(Instance::stop);

        Instance first = start(change.before);
        Instance second = start(change.before);

        assertThat(first.reads()).isEqualTo(keysUnless(change.readable));
        assertThat(first.cache.stats().unreadable()).isEqualTo(keysUnless(change.readable));
        assertThat(second.reads()).isZero();
        assertThat(first.reads()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void releasesSideBySideDoNotFightOverAKey(Change change) {
        Instance old = start(change.before);
        old.reads();
        Instance young = start(change.after);
        assertThat(young.reads()).isEqualTo(keysUnless(change.readable));
        List<byte[]> taken = records();

        for (int round = 1; round <= 20; round++) {
            assertThat(old.reads()).as("the older loads past them").isEqualTo(keysUnless(change.readable));
            assertThat(young.reads()).as("the younger keeps them").isZero();
        }

        assertThat(records()).usingElementComparator(Arrays::compare).isEqualTo(taken);
        assertThat(old.cache.stats().bypasses()).isEqualTo(20L * keysUnless(change.readable));
        assertThat(young.cache.stats().bypasses()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void aRollingDeploymentAndItsRollbackConverge(Change change) {
        List<Instance> fleet =
                new ArrayList<>(List.of(start(change.before), start(change.before), start(change.before)));
        fleet.forEach(Instance::reads);

        assertThat(roll(fleet, change.after)).isEqualTo(keysUnless(change.readable));
        assertThat(roll(fleet, change.before)).isEqualTo(keysUnless(change.readable));
    }

    /** Replaces one process after the other while all of them read; returns how many keys the new ones loaded. */
    private int roll(List<Instance> fleet, Release release) {
        List<Instance> started = new ArrayList<>();
        for (int i = 0; i < fleet.size(); i++) {
            fleet.get(i).stop();
            fleet.set(i, start(release));
            started.add(fleet.get(i));
            fleet.forEach(Instance::reads);
            fleet.forEach(Instance::reads);
        }
        int loads = started.stream().mapToInt(instance -> instance.loads).sum();

        assertThat(fleet).allSatisfy(instance -> assertThat(instance.reads()).isZero());
        return loads;
    }
}
