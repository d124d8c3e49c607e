// SPDX-License-Identifier: Apache-2.0
package dev.larder.test;

import dev.larder.store.BackOff;
import dev.larder.store.ClaimReply;
import dev.larder.store.ClaimRequest;
import dev.larder.store.Token;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a server keeps beside its records: who loads keys that hold a value, and which loads failed. */
final class RecordClaims {

    private final Map<String, Claim> claims = new HashMap<>(); // guarded by this
    private final InstantSource dates;

    RecordClaims(InstantSource dates) {
        this.dates = dates;
    }

    synchronized ClaimReply claim(ClaimRequest request) {
        long now = dates.millis();
        Claim held = standing(request.key().text());
        if (held != null && held.until > now && !request.token().equals(held.token)) {
            Duration left = Duration.ofMillis(held.until - now);
            return held.token == null
                    ? new ClaimReply.BackingOff(new BackOff(held.failures, left))
                    : new ClaimReply.Busy(left);
        }
        int failures = held == null ? 0 : held.failures;
        long until = now + request.life().toMillis();
        claims.put(request.key().text(), new Claim(request.token(), failures, until, until));
        return new ClaimReply.Granted(failures);
    }

    synchronized boolean renew(String text, Token token, Duration life) {
        Claim held = standing(text);
        if (held == null || !token.equals(held.token)) {
            return false;
        }
        long until = Math.max(held.until, dates.millis() + life.toMillis());
        claims.put(text, new Claim(token, held.failures, until, until));
        return true;
    }

    synchronized boolean release(String text, Token token) {
        Claim held = standing(text);
        return held != null && token.equals(held.token) && claims.remove(text, held);
    }

    synchronized BackOff backOff(String text) {
        Claim held = standing(text);
        if (held == null) {
            return BackOff.NONE;
        }
        long left = held.token == null ? Math.max(0, held.until - dates.millis()) : 0;
        return new BackOff(held.failures, Duration.ofMillis(left));
    }

    synchronized boolean backOff(String text, int failures, Duration delay, Duration memory) {
        long now = dates.millis();
        claims.put(text, new Claim(null, failures, now + delay.toMillis(), now + memory.toMillis()));
        if (failures == 0) {
            claims.remove(text);
        }
        return true;
    }

    synchronized void forget(String text) {
        claims.remove(text);
    }

    private @Nullable Claim standing(String text) {
        Claim held = claims.get(text);
        return held == null || held.end <= dates.millis() ? null : held;
    }

    /** A claim; without a token the memory of loads that failed. */
    private record Claim(@Nullable Token token, int failures, long until, long end) {}
}
