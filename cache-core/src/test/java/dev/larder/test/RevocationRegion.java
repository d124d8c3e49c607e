// SPDX-License-Identifier: Apache-2.0
package dev.larder.test;

import dev.larder.store.BeginReply;
import dev.larder.store.BeginRequest;
import dev.larder.store.EvictReply;
import dev.larder.store.FinishReply;
import dev.larder.store.FinishRequest;
import dev.larder.store.KeyFilter;
import dev.larder.store.PutIfAbsentReply;
import dev.larder.store.PutReply;
import dev.larder.store.StoreKey;
import dev.larder.store.StoreRegion;
import dev.larder.store.StoredValue;
import dev.larder.store.Supersede;
import dev.larder.test.Operation.Kind;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Records what may take the right to load a key away from whoever has it. */
final class RevocationRegion extends ForwardingRegion {

    private final History history;
    private final String node;

    RevocationRegion(StoreRegion region, History history, String node) {
        super(region);
        this.history = history;
        this.node = node;
    }

    @Override
    public CompletionStage<List<BeginReply>> beginWrite(List<BeginRequest> requests) {
        List<Operation> revocations = revocations(requests, BeginRequest::key);
        return ended(revocations, super.beginWrite(requests));
    }

    @Override
    public CompletionStage<PutReply> put(StoreKey key, StoredValue value, long notAfter) {
        return ended(revocations(List.of(key), any -> any), super.put(key, value, notAfter));
    }

    @Override
    public CompletionStage<List<FinishReply>> finishWrite(List<FinishRequest> requests) {
        List<Operation> revocations = revocations(requests, FinishRequest::key);
        return ended(revocations, super.finishWrite(requests));
    }

    @Override
    public CompletionStage<PutIfAbsentReply> putIfAbsent(
            StoreKey key, StoredValue value, long notAfter, @Nullable Supersede supersede) {
        return ended(revocations(List.of(key), any -> any), super.putIfAbsent(key, value, notAfter, supersede));
    }

    @Override
    public CompletionStage<PutReply> putVersioned(StoreKey key, StoredValue value) {
        return ended(revocations(List.of(key), any -> any), super.putVersioned(key, value));
    }

    @Override
    public CompletionStage<List<EvictReply>> evict(List<StoreKey> keys, Duration holdOff) {
        List<Operation> revocations = revocations(keys, each -> each);
        return ended(revocations, super.evict(keys, holdOff));
    }

    @Override
    public CompletionStage<EvictReply> evictByText(String text, Duration holdOff) {
        return ended(List.of(history.begin(node, Kind.REVOKE, text)), super.evictByText(text, holdOff));
    }

    @Override
    public CompletionStage<List<EvictReply>> expire(List<StoreKey> keys, long fillId, Duration keep) {
        List<Operation> revocations = revocations(keys, each -> each);
        return ended(revocations, super.expire(keys, fillId, keep));
    }

    @Override
    public CompletionStage<Long> evictMatching(KeyFilter filter) {
        return ended(List.of(history.begin(node, Kind.REVOKE)), super.evictMatching(filter));
    }

    @Override
    public CompletionStage<Void> clear() {
        return ended(List.of(history.begin(node, Kind.REVOKE)), super.clear());
    }

    private <A> List<Operation> revocations(List<A> requests, Function<A, StoreKey> keyOf) {
        return requests.stream()
                .map(request ->
                        history.begin(node, Kind.REVOKE, keyOf.apply(request).text()))
                .toList();
    }

    /** What failed may still run, so only an answer ends it. */
    static <T extends @Nullable Object> CompletionStage<T> ended(
            List<Operation> operations, CompletionStage<T> answer) {
        return answer.thenApply(reply -> {
            operations.forEach(operation -> operation.end(true));
            return reply;
        });
    }
}
