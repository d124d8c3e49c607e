// SPDX-License-Identifier: Apache-2.0
package dev.larder.test;

import dev.larder.store.BackOff;
import dev.larder.store.ClaimReply;
import dev.larder.store.ClaimRequest;
import dev.larder.store.RecordFormat;
import dev.larder.store.StoreKey;
import dev.larder.store.StoredRecord;
import dev.larder.store.Token;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The claims and back-offs that stand beside keys: the scripts of a remote store, one method each. */
final class RecordClaims {

    private final RecordMap map;

    RecordClaims(RecordMap map) {
        this.map = map;
    }

    /** Where a key's claim stands; in braces, so that a cluster keeps it where it keeps the key. */
    static String textOf(String keyText) {
        return "{" + keyText + "}:r";
    }

    /** Tells whether a text is that of a claim; a key's begins with its namespace, and has no brace. */
    static boolean isClaim(String text) {
        return text.startsWith("{") && text.endsWith("}:r");
    }

    ClaimReply claim(ClaimRequest request) {
        return map.run(() -> {
            String text = textOf(request.key().text());
            StoredRecord.Claim stands = standing(text);
            long left = stands == null ? 0 : stands.until() - map.now();
            if (left <= 0) {
                int failures = stands == null ? 0 : stands.failures();
                set(text, failures, request.token(), request.life().toMillis(), map.left(text));
                return new ClaimReply.Granted(failures);
            }
            if (request.token().equals(stands.token())) {
                return new ClaimReply.Granted(stands.failures());
            }
            return stands.token() == null
                    ? new ClaimReply.BackingOff(new BackOff(stands.failures(), Duration.ofMillis(left)))
                    : new ClaimReply.Busy(Duration.ofMillis(left));
        });
    }

    boolean renew(StoreKey key, Token token, Duration life) {
        return map.run(() -> {
            String text = textOf(key.text());
            StoredRecord.Claim mine = heldBy(text, token);
            if (mine != null) {
                long left = mine.until() - map.now();
                set(text, mine.failures(), token, Math.max(left, life.toMillis()), map.left(text));
            }
            return mine != null;
        });
    }

    boolean release(StoreKey key, Token token) {
        return map.run(() -> {
            String text = textOf(key.text());
            boolean isMine = heldBy(text, token) != null;
            if (isMine) {
                map.delete(text);
            }
            return isMine;
        });
    }

    BackOff backOff(StoreKey key) {
        return map.run(() -> {
            StoredRecord.Claim stands = standing(textOf(key.text()));
            if (stands == null) {
                return BackOff.NONE;
            }
            long left = stands.token() == null ? Math.max(0, stands.until() - map.now()) : 0;
            return new BackOff(stands.failures(), Duration.ofMillis(left));
        });
    }

    boolean backOff(StoreKey key, int failures, Duration delay, Duration memory) {
        return map.run(() -> {
            set(textOf(key.text()), failures, null, delay.toMillis(), memory.toMillis());
            return true;
        });
    }

    void forget(String keyText) {
        map.delete(textOf(keyText));
    }

    private StoredRecord.@Nullable Claim standing(String text) {
        // Bytes without an end are not ours.
        return RecordFormat.decode(map.get(text)) instanceof StoredRecord.Claim claim && map.left(text) >= 0
                ? claim
                : null;
    }

    private StoredRecord.@Nullable Claim heldBy(String text, Token token) {
        StoredRecord.Claim stands = standing(text);
        return stands != null && token.equals(stands.token()) && stands.until() > map.now() ? stands : null;
    }

    private void set(String text, int failures, @Nullable Token token, long life, long memory) {
        long now = map.now();
        byte[] record = RecordFormat.encode(new StoredRecord.Claim(failures, now + life, token));
        map.set(text, record, now + Math.max(1, Math.max(life, memory)));
    }
}
