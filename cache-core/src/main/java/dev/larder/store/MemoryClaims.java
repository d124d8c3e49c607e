// SPDX-License-Identifier: Apache-2.0
package dev.larder.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The claims and back-offs of one region, by the user's keys.
 *
 * <p>No promise rests on them: one that is dropped for want of room costs a load and no more.
 */
final class MemoryClaims {

    private static final int MAXIMUM = 10_000;

    private final MemoryClock clock;
    private final Cache<Object, Claim> claims;

    MemoryClaims(MemoryClock clock) {
        this.clock = clock;
        claims = Caffeine.newBuilder()
                .maximumSize(MAXIMUM)
                .expireAfter(new UntilTheEnd<>(clock, Claim::endMillis))
                .ticker(clock::tick)
                .executor(Runnable::run)
                .build();
    }

    ClaimReply claim(ClaimRequest request) {
        long now = clock.now();
        Claim stands = claims.asMap()
                .compute(
                        request.key().object(),
                        (key, met) -> met != null && met.until > now
                                ? met
                                : Claim.by(request.token(), now + request.life().toMillis(), met));
        Duration left = Duration.ofMillis(stands.until - now);
        if (request.token().equals(stands.token)) {
            return new ClaimReply.Granted(stands.failures);
        }
        return stands.token == null
                ? new ClaimReply.BackingOff(new BackOff(stands.failures, left))
                : new ClaimReply.Busy(left);
    }

    boolean renew(StoreKey key, Token token, Duration life) {
        long now = clock.now();
        Claim stands = claims.asMap()
                .computeIfPresent(
                        key.object(),
                        (object, met) -> met.isHeldBy(token, now) ? met.prolongedUntil(now + life.toMillis()) : met);
        return stands != null && stands.isHeldBy(token, now);
    }

    boolean release(StoreKey key, Token token) {
        long now = clock.now();
        boolean[] released = {false};
        claims.asMap().computeIfPresent(key.object(), (object, met) -> {
            released[0] = met.isHeldBy(token, now);
            return released[0] ? null : met;
        });
        return released[0];
    }

    BackOff backOff(StoreKey key) {
        Claim stands = claims.getIfPresent(key.object());
        if (stands == null) {
            return BackOff.NONE;
        }
        long left = stands.token == null ? Math.max(0, stands.until - clock.now()) : 0;
        return new BackOff(stands.failures, Duration.ofMillis(left));
    }

    void backOff(StoreKey key, int failures, Duration delay, Duration memory) {
        long now = clock.now();
        long until = now + delay.toMillis();
        claims.put(key.object(), new Claim(failures, null, until, Math.max(until, now + memory.toMillis())));
    }

    void forget(StoreKey key) {
        claims.invalidate(key.object());
    }

    /** Drops everything. */
    void drop() {
        claims.invalidateAll();
    }

    /**
     * Who loads, or that nobody should, and what is remembered of loads that failed.
     *
     * @param failures how many failed in a row
     * @param token whose claim it is; {@code null} for a back-off
     * @param until when the claim or the back-off is over
     * @param endMillis when the failures are forgotten too
     */
    private record Claim(int failures, @Nullable Token token, long until, long endMillis) {

        static Claim by(Token token, long until, @Nullable Claim before) {
            return before == null
                    ? new Claim(0, token, until, until)
                    : new Claim(before.failures, token, until, Math.max(until, before.endMillis));
        }

        boolean isHeldBy(Token candidate, long now) {
            return candidate.equals(token) && until > now;
        }

        Claim prolongedUntil(long atLeast) {
            return new Claim(failures, token, Math.max(until, atLeast), Math.max(endMillis, atLeast));
        }
    }
}
