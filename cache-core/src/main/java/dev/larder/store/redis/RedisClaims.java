// SPDX-License-Identifier: Apache-2.0
package dev.larder.store.redis;

import dev.larder.store.BackOff;
import dev.larder.store.ClaimReply;
import dev.larder.store.ClaimRequest;
import dev.larder.store.RecordFormat;
import dev.larder.store.StoreKey;
import dev.larder.store.StoredRecord;
import dev.larder.store.Token;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The claims and back-offs that stand beside keys. */
final class RedisClaims {

    private final RedisLink link;
    private final ServerTime time;

    RedisClaims(RedisLink link, ServerTime time) {
        this.link = link;
        this.time = time;
    }

    CompletionStage<List<ClaimReply>> claim(List<ClaimRequest> requests) {
        List<ScriptCall> calls = requests.stream()
                .map(request -> ScriptCall.of(
                        RedisScript.CLAIM,
                        Bytes.claimKey(request.key().text()),
                        Bytes.token(request.token()),
                        Bytes.millis(request.life())))
                .toList();
        return link.runAll(calls)
                .thenApply(replies -> replies.stream().map(RedisClaims::claimed).toList());
    }

    private static ClaimReply claimed(ScriptReply reply) {
        return switch (reply.code()) {
            case 1 -> new ClaimReply.Granted((int) reply.number());
            case 2 ->
                new ClaimReply.BackingOff(
                        new BackOff((int) reply.number(), Duration.ofMillis(Math.max(0, reply.second()))));
            default -> new ClaimReply.Busy(reply.left());
        };
    }

    CompletionStage<Boolean> renew(StoreKey key, Token token, Duration life) {
        return run(key, RedisScript.RENEW_CLAIM, Bytes.token(token), Bytes.millis(life));
    }

    CompletionStage<Boolean> release(StoreKey key, Token token) {
        return run(key, RedisScript.RELEASE_CLAIM, Bytes.token(token));
    }

    CompletionStage<List<BackOff>> backOffs(List<StoreKey> keys) {
        return link.getAll(keys.stream().map(key -> Bytes.claimKey(key.text())).toList())
                .thenApply(records -> records.stream().map(this::backOff).toList());
    }

    /** What a record says that stands beside a key. */
    BackOff backOff(byte @Nullable [] bytes) {
        return backOff(RecordFormat.decode(bytes));
    }

    private BackOff backOff(StoredRecord record) {
        if (!(record instanceof StoredRecord.Claim claim)) {
            return BackOff.NONE;
        }
        long left = claim.token() == null ? Math.max(0, claim.until() - time.now()) : 0;
        return new BackOff(claim.failures(), Duration.ofMillis(left));
    }

    CompletionStage<Boolean> backOff(StoreKey key, int failures, Duration delay, Duration memory) {
        return run(key, RedisScript.BACK_OFF, Bytes.number(failures), Bytes.millis(delay), Bytes.millis(memory));
    }

    private CompletionStage<Boolean> run(StoreKey key, RedisScript script, byte[]... arguments) {
        return link.run(ScriptCall.of(script, Bytes.claimKey(key.text()), arguments))
                .thenApply(ScriptReply::isDone);
    }
}
