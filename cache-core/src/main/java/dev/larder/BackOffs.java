// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import com.github.benmanes.caffeine.cache.Caffeine;
import dev.larder.store.BackOff;
import dev.larder.store.StoreKey;
import dev.larder.store.Token;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Keeps loads of a key from being tried again at once after they failed. */
final class BackOffs<K, V> {

    private static final int REMEMBERED_FAILURES = 1_000;

    private final Pipeline<K, V> cache;
    private final LoadBackOff options;

    /** What the store knows only the number of; who finds nothing here gets an exception that says so. */
    private final com.github.benmanes.caffeine.cache.Cache<String, Throwable> failures;

    BackOffs(Pipeline<K, V> cache) {
        this.cache = cache;
        this.options = cache.options.loadBackOff();
        this.failures = Caffeine.newBuilder()
                .maximumSize(REMEMBERED_FAILURES)
                .expireAfterWrite(
                        options.memoryAfter(options.maxDelay()).multipliedBy(2).plusMillis(1))
                .ticker(cache.time.ticker()::read)
                .executor(Runnable::run)
                .build();
    }

    /**
     * Notes that a load failed, in place of the claim it was made under.
     *
     * @return how long no load of the key should be tried
     */
    CompletableFuture<Duration> loadFailed(Leg<K, V> leg, Throwable failure) {
        return loadFailed(leg.key(), leg.claim, leg.failures + 1, leg.servesStale(), failure);
    }

    CompletableFuture<Duration> loadFailed(
            StoreKey key, @Nullable Token claim, int failuresInARow, boolean servesStale, Throwable failure) {
        if (!options.isOn() || !LoadFailure.isTheOrigins(failure)) {
            giveBackClaim(key, claim);
            return CompletableFuture.completedFuture(Duration.ZERO);
        }
        failures.put(key.text(), failure);
        // Callers with nothing to fall back on get a second chance at once.
        Duration delay = options.delayAfter(servesStale ? failuresInARow : failuresInARow - 1);
        return cache.store
                .change(key, region -> region.backOff(key, failuresInARow, delay, options.memoryAfter(delay)))
                .handle((noted, lost) -> delay);
    }

    /** Notes that a load succeeded that failed before. */
    void loadSucceeded(StoreKey key) {
        failures.invalidate(key.text());
        cache.store.tell(key, region -> region.backOff(key, 0, Duration.ZERO, Duration.ZERO));
    }

    /** What a caller is told whose load is not tried: the failure of the last one, if that was this node's. */
    Throwable failureOf(StoreKey key, BackOff backOff) {
        Throwable failure = failures.getIfPresent(key.text());
        return failure != null
                ? failure
                : new CacheLoadException(
                        "%s is not loaded for another %s, because loads of it failed on another node, %d of them in a row"
                                .formatted(cache.log.describe(key), backOff.left(), backOff.failures()),
                        null);
    }

    void giveBackClaim(Leg<K, V> leg) {
        giveBackClaim(leg.key(), leg.claim);
    }

    void giveBackClaim(StoreKey key, @Nullable Token claim) {
        if (claim != null) {
            cache.store.tell(key, region -> region.releaseClaim(key, claim));
        }
    }
}
