// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import dev.larder.store.BeginRequest;
import dev.larder.store.CacheStore;
import dev.larder.store.ClaimRequest;
import dev.larder.store.Fill;
import dev.larder.store.FinishRequest;
import dev.larder.store.LeaseRequest;
import dev.larder.store.RegionSpec;
import dev.larder.store.StoreHealth;
import dev.larder.store.StoreKey;
import dev.larder.store.StoreListener;
import dev.larder.store.StoreRegion;
import dev.larder.test.ChaosStore;
import dev.larder.test.RecordMapStore;
import dev.larder.test.TestTime;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A store of two parts that fail alone, and a cache over it: keys that begin with an a live in the left one. */
final class TwoParts implements CacheStore {

    final TestTime time = new TestTime();
    final ChaosStore left = new ChaosStore(new RecordMapStore(time.sources()));
    final ChaosStore right = new ChaosStore(new RecordMapStore(time.sources()));
    final Map<String, String> origin = new ConcurrentHashMap<>();
    final List<String> loaded = new ArrayList<>();
    final CacheManager caches;
    final Cache<String, String> cache;

    TwoParts(UnaryOperator<CacheManagerBuilder> more) {
        CacheManagerBuilder builder =
                CacheManager.builder().store(this).time(time.sources()).executor(Runnable::run);
        builder.steps = Runnable::run;
        caches = more.apply(builder).build();
        cache = caches.open(CacheOptions.named("things"), String.class, String.class);
    }

    @Nullable
    String load(String key) {
        loaded.add(key);
        return origin.get(key);
    }

    @Override
    public Object partition(StoreKey key) {
        return key.text().startsWith("things:v1:a") ? "left" : "right";
    }

    @Override
    public StoreRegion open(RegionSpec spec) {
        StoreRegion ofLeft = left.open(spec);
        StoreRegion ofRight = right.open(spec);
        return (StoreRegion) Proxy.newProxyInstance(
                TwoParts.class.getClassLoader(), new Class<?>[] {StoreRegion.class}, (proxy, verb, arguments) -> {
                    StoreKey key = arguments == null ? null : keyIn(arguments[0]);
                    if (key == null && verb.getReturnType() == CompletionStage.class) {
                        CompletionStage<?> first = (CompletionStage<?>) call(ofLeft, verb, arguments);
                        CompletionStage<?> second = (CompletionStage<?>) call(ofRight, verb, arguments);
                        return first.thenCombine(second, (one, other) -> one);
                    }
                    return call(key != null && partition(key).equals("left") ? ofLeft : ofRight, verb, arguments);
                });
    }

    private static Object call(StoreRegion region, Method verb, Object[] arguments) throws Throwable {
        try {
            return verb.invoke(region, arguments);
        } catch (InvocationTargetException thrown) {
            throw thrown.getCause();
        }
    }

    /** A key, that of a request, or that of the first of many, all of which are in one part. */
    private @Nullable StoreKey keyIn(Object argument) {
        if (argument instanceof List<?> many) {
            List<StoreKey> keys = many.stream().map(this::keyIn).toList();
            if (keys.stream().map(this::partition).distinct().count() > 1) {
                throw new AssertionError("a command for keys of both parts: " + keys);
            }
            return keys.get(0);
        }
        if (argument instanceof StoreKey key) {
            return key;
        } else if (argument instanceof LeaseRequest request) {
            return request.key();
        } else if (argument instanceof ClaimRequest request) {
            return request.key();
        } else if (argument instanceof Fill fill) {
            return fill.key();
        } else if (argument instanceof BeginRequest request) {
            return request.key();
        } else if (argument instanceof FinishRequest request) {
            return request.key();
        }
        return null;
    }

    @Override
    public CompletionStage<Void> clear(String namespace) {
        return left.clear(namespace).thenCompose(done -> right.clear(namespace));
    }

    @Override
    public long now() {
        return left.now();
    }

    @Override
    public boolean keepsReferences() {
        return false;
    }

    @Override
    public Subscription subscribe(StoreListener listener) {
        Subscription first = left.subscribe(listener);
        Subscription second = right.subscribe(listener);
        return () -> {
            first.cancel();
            second.cancel();
        };
    }

    @Override
    public CompletionStage<StoreHealth> health() {
        return left.health();
    }

    @Override
    public void close() {
        caches.close();
    }
}
