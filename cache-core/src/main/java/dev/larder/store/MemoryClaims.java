// SPDX-License-Identifier: Apache-2.0
package dev.larder.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The claims on keys of one region, and what is remembered of loads that failed. Dropping one costs a load and no promise. */
final class MemoryClaims {

    private static final int MAXIMUM = 10_000;

    private final MemoryClock clock;
    private final Cache<Object, Claim> claims;

    MemoryClaims(MemoryClock clock) {
        this.clock = clock;
        claims = Caffeine.newBuilder()
                .maximumSize(MAXIMUM)
                .expireAfter(Expiry.<Object, Claim>writing((key, claim) -> Duration.ofMillis(claim.end - clock.now())))
                .ticker(clock::tick)
                .executor(Runnable::run)
                .build();
    }

    /**
     * A claim, or what is left of one whose load failed.
     *
     * @param token whose it is; null once the load has failed
     * @param until until when it stands; without a token until when no load should be tried
     * @param end until when it is remembered
     */
    private record Claim(@Nullable Token token, int failures, long until, long end) {

        boolean isOf(Token mine) {
            return mine.equals(token);
        }
    }

    ClaimReply claim(ClaimRequest request) {
        long now = clock.now();
        long until = now + request.life().toMillis();
        ClaimReply[] reply = new ClaimReply[1];
        claims.asMap().compute(request.key().object(), (key, held) -> {
            Duration left = held == null ? Duration.ZERO : Duration.ofMillis(held.until - now);
            if (held != null && held.until > now && !held.isOf(request.token())) {
                reply[0] = held.token == null
                        ? new ClaimReply.BackingOff(new BackOff(held.failures, left))
                        : new ClaimReply.Busy(left);
                return held;
            }
            int failures = held == null ? 0 : held.failures;
            reply[0] = new ClaimReply.Granted(failures);
            return new Claim(request.token(), failures, until, until);
        });
        return reply[0];
    }

    boolean renew(StoreKey key, Token token, Duration life) {
        long until = clock.now() + life.toMillis();
        Claim renewed = claims.asMap()
                .computeIfPresent(
                        key.object(),
                        (same, held) -> held.isOf(token) && held.until < until
                                ? new Claim(token, held.failures, until, until)
                                : held);
        return renewed != null && renewed.isOf(token);
    }

    boolean release(StoreKey key, Token token) {
        boolean[] mine = {false};
        claims.asMap().computeIfPresent(key.object(), (same, held) -> {
            mine[0] = held.isOf(token);
            return mine[0] ? null : held;
        });
        return mine[0];
    }

    BackOff backOff(StoreKey key) {
        Claim held = claims.getIfPresent(key.object());
        if (held == null) {
            return BackOff.NONE;
        }
        long left = held.token == null ? Math.max(0, held.until - clock.now()) : 0;
        return new BackOff(held.failures, Duration.ofMillis(left));
    }

    boolean backOff(StoreKey key, int failures, Duration delay, Duration memory) {
        if (failures == 0) {
            claims.invalidate(key.object());
        } else {
            long now = clock.now();
            claims.put(key.object(), new Claim(null, failures, now + delay.toMillis(), now + memory.toMillis()));
        }
        return true;
    }

    void forget(StoreKey key) {
        claims.invalidate(key.object());
    }
}
