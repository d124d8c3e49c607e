// SPDX-License-Identifier: Apache-2.0
package dev.larder.test;

import dev.larder.store.BeginReply;
import dev.larder.store.BeginRequest;
import dev.larder.store.Fill;
import dev.larder.store.Lease;
import dev.larder.store.LeaseReply;
import dev.larder.store.LeaseRequest;
import dev.larder.store.StoreKey;
import dev.larder.store.StoreRegion;
import dev.larder.store.Token;
import dev.larder.store.WriteIntent;
import dev.larder.test.Operation.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Records which leases and writers' marks a node asks a region for, from the call to the answer. */
final class RecordedRegion extends ForwardingRegion {

    private final History history;
    private final String node;

    RecordedRegion(StoreRegion region, History history, String node) {
        super(region);
        this.history = history;
        this.node = node;
    }

    @Override
    public CompletionStage<List<LeaseReply>> lease(List<LeaseRequest> requests) {
        return each(
                requests,
                request -> begin(
                        Kind.LEASE,
                        request.key(),
                        request.token(),
                        request.life().toMillis()),
                () -> super.lease(requests),
                LeaseReply.Granted.class::isInstance);
    }

    @Override
    public CompletionStage<Boolean> renewLease(StoreKey key, Lease lease, Duration life) {
        Operation renewal = begin(Kind.LEASE, key, lease.token(), life.toMillis());
        return one(renewal, super.renewLease(key, lease, life), stands -> stands);
    }

    @Override
    public CompletionStage<List<Boolean>> fill(List<Fill> fills) {
        return each(
                fills,
                fill -> begin(Kind.LEASE_END, fill.key(), fill.lease().token(), 0),
                () -> super.fill(fills),
                stored -> stored);
    }

    @Override
    public CompletionStage<Boolean> release(StoreKey key, Lease lease) {
        Operation end = begin(Kind.LEASE_END, key, lease.token(), 0);
        return one(end, super.release(key, lease), stood -> stood);
    }

    @Override
    public CompletionStage<List<BeginReply>> beginWrite(List<BeginRequest> requests) {
        return each(
                requests,
                request -> begin(
                        Kind.MARK,
                        request.key(),
                        request.token(),
                        request.life().toMillis()),
                () -> super.beginWrite(requests),
                reply -> reply != BeginReply.TooLate.TOO_LATE);
    }

    @Override
    public CompletionStage<Boolean> renewWrite(StoreKey key, WriteIntent intent, Duration life) {
        Operation renewal = begin(Kind.MARK, key, intent.token(), life.toMillis());
        return one(renewal, super.renewWrite(key, intent, life), stands -> stands);
    }

    private Operation begin(Kind kind, StoreKey key, Token token, long lifeMillis) {
        return history.begin(new Operation.Subject(node, kind, key.text(), token, lifeMillis, 0));
    }

    // A command that failed may still run, so only an answer ends it.

    private static <T> CompletionStage<T> one(Operation operation, CompletionStage<T> answer, Predicate<T> confirms) {
        return answer.thenApply(reply -> {
            operation.end(confirms.test(reply));
            return reply;
        });
    }

    private static <A, T> CompletionStage<List<T>> each(
            List<A> requests,
            Function<A, Operation> begin,
            Supplier<CompletionStage<List<T>>> command,
            Predicate<T> confirms) {
        List<Operation> operations = new ArrayList<>();
        requests.forEach(request -> operations.add(begin.apply(request)));
        return command.get().thenApply(replies -> {
            for (int i = 0; i < operations.size(); i++) {
                operations.get(i).end(confirms.test(replies.get(i)));
            }
            return replies;
        });
    }
}
