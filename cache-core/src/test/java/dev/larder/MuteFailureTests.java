// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.store.CacheStore;
import dev.larder.store.StoreHealth;
import dev.larder.store.StoreListener;
import dev.larder.store.StoreListeners;
import dev.larder.store.StoreRegion;
import dev.larder.test.ForwardingStore;
import dev.larder.test.RecordMapStore;
import dev.larder.test.TestTime;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Exceptions that throw where they should say what they are about: nobody who waits hangs for that. */
class MuteFailureTests {

    private enum When {
        THROWN,
        AT_ONCE,
        LATER
    }

    private static final class MuteException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        @Override
        public String getMessage() {
            throw new IllegalStateException("its message needs what is not there");
        }
    }

    private final MuteException mute = new MuteException();
    private final TestTime time = new TestTime();
    private final List<CompletableFuture<Object>> open = new ArrayList<>();
    private When when = When.AT_ONCE;
    private boolean broken;

    @AutoClose
    private final Node node =
            new Node(time, breaking(new RecordMapStore(time.sources())), with -> with.steps = Runnable::run);

    private final Cache<String, String> cache =
            node.caches.open(CacheOptions.named("things"), String.class, String.class);

    private CacheStore breaking(CacheStore store) {
        return new ForwardingStore(store, this::breaking) {
            @Override
            public CompletionStage<StoreHealth> health() {
                return CompletableFuture.failedFuture(mute);
            }
        };
    }

    private StoreRegion breaking(StoreRegion region) {
        return (StoreRegion) Proxy.newProxyInstance(
                StoreRegion.class.getClassLoader(), new Class<?>[] {StoreRegion.class}, (self, method, arguments) -> {
                    boolean asks = CompletionStage.class.isAssignableFrom(method.getReturnType());
                    return broken && asks ? failing() : method.invoke(region, arguments);
                });
    }

    private CompletableFuture<Object> failing() {
        if (when == When.THROWN) {
            throw mute;
        }
        CompletableFuture<Object> answer = new CompletableFuture<>();
        if (when == When.AT_ONCE) {
            answer.completeExceptionally(mute);
        } else {
            open.add(answer);
        }
        return answer;
    }

    /** Lets fail what is open, and what comes of that. */
    private void fail() {
        for (int i = 0; i < open.size(); i++) {
            open.get(i).completeExceptionally(mute);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whereTheStoreFailsValuesComeFromTheOrigin(When when) {
        this.when = when;
        broken = true;
        CompletableFuture<String> one = cache.async().getOrLoad("key", key -> "loaded");
        CompletableFuture<Map<String, String>> many = cache.async().getAllOrLoad(List.of("a", "b"), key -> "loaded");
        fail();

        assertThat(one).isCompletedWithValue("loaded");
        assertThat(many).isCompletedWithValue(Map.of("a", "loaded", "b", "loaded"));
    }

    @ParameterizedTest
    @EnumSource
    void whereTheStoreFailsChangesEnd(When when) {
        this.when = when;
        broken = true;
        AsyncCache<String, String> async = cache.async();
        CompletableFuture<Boolean> put = async.put("put", "value");
        CompletableFuture<?> putIfAbsent = async.putIfAbsent("absent", "value");
        CompletableFuture<Boolean> touched = async.touch("key");
        CompletableFuture<Eviction> evicted = async.evict("key");
        CompletableFuture<Eviction> cleared = async.clear();
        CompletableFuture<String> written = async.write("written", () -> "value");
        fail();

        assertThat(put).isCompletedWithValue(false);
        assertThat(putIfAbsent).isCompletedWithValue(null);
        assertThat(touched).isCompletedWithValue(false);
        assertThat(evicted).isCompletedWithValue(Eviction.UNACKNOWLEDGED);
        assertThat(cleared).isCompletedWithValue(Eviction.UNACKNOWLEDGED);
        assertThat(written).isCompletedWithValue("value");
    }

    @Test
    void aStoreThatFailsWithOneIsNotAvailable() {
        StoreHealth health = node.caches.health();
        assertThat(health.available()).isFalse();
        assertThat(health.details()).containsEntry("error", MuteException.class.getName());
    }

    @ParameterizedTest
    @EnumSource
    void aStageThatFailsWithOneFailsTheLoad(When when) {
        this.when = when;
        List<Throwable> seen = new ArrayList<>();
        CompletableFuture<String> stage = new CompletableFuture<>();
        if (when == When.AT_ONCE) {
            stage.completeExceptionally(mute);
        }
        cache.async()
                .getOrLoadAsync("key", key -> {
                    if (when == When.THROWN) {
                        throw mute;
                    }
                    return stage;
                })
                .handle((value, failure) -> seen.add(failure));
        stage.completeExceptionally(mute);

        assertThat(seen).hasSize(1).first().isSameAs(mute);
        assertThat(cache.getOrLoad("key", key -> "the key is free")).isEqualTo("the key is free");
    }

    @Test
    void oneOfABulkFailsItsOwnKeyOnly() {
        CacheLoader<String, String> loader = key -> {
            if (key.equals("b")) {
                throw mute;
            }
            return "loaded";
        };
        assertThatThrownBy(() -> cache.getAllOrLoad(List.of("a", "b"), loader)).isSameAs(mute);
        assertThat(cache.get("a")).isEqualTo("loaded");
    }

    @Test
    void aListenerThatThrowsOneHurtsNobody() {
        node.caches.listen(event -> {
            throw mute;
        });
        node.caches.onOpen(opened -> {
            throw mute;
        });
        assertThat(cache.getOrLoad("key", key -> "loaded")).isEqualTo("loaded");
        assertThat(cache.evict("key")).isEqualTo(Eviction.EVICTED);
    }

    @Test
    void aListenerToAStoreThatThrowsOneHurtsNobody() {
        List<String> heard = new ArrayList<>();
        StoreListeners listeners = new StoreListeners();
        listeners.add(new Evictions(key -> {
            throw mute;
        }));
        listeners.add(new Evictions(heard::add));
        listeners.evicted("key");

        assertThat(heard).containsExactly("key");
    }

    private record Evictions(Consumer<String> heard) implements StoreListener {

        @Override
        public void evicted(String key) {
            heard.accept(key);
        }

        @Override
        public void cleared(String namespace, String cache) {}

        @Override
        public void gap() {}
    }
}
