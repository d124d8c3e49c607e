// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import dev.larder.Breakers.Permit;
import dev.larder.CacheLog.Trouble;
import dev.larder.store.AtHand;
import dev.larder.store.LeaseReply;
import dev.larder.store.LeaseRequest;
import dev.larder.store.RegionSpec;
import dev.larder.store.StoreKey;
import dev.larder.store.StoreRefusalException;
import dev.larder.store.StoreRegion;
import dev.larder.time.Scheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A cache's way to its store: every command has a deadline, and every failure is counted and logged, so that whoever calls need only
 * say what happens instead.
 *
 * <p>Reads and conditional changes are not sent where the guard sees no use in it. What removes is always sent, see {@link Removals}.
 */
final class StoreAccess {

    /** A command for many keys, which answers in their order. */
    @FunctionalInterface
    interface Bulk<A, T> {

        CompletionStage<List<T>> send(StoreRegion region, List<A> requests);
    }

    /** How long a command is waited for, and what is said if it fails. */
    private record Manner(Duration deadline, Trouble trouble) {}

    private final StoreRegion region;
    private final RegionSpec spec;
    private final Scheduler scheduler;
    private final Manner reading;
    private final Manner leasing;
    private final Manner changing;
    private final @Nullable StoreGuard guard;
    private final Events events;
    private final CacheLog log;

    /** A store in this process needs no guard. */
    StoreAccess(
            StoreRegion region,
            RegionSpec spec,
            Scheduler scheduler,
            CacheOptions options,
            @Nullable StoreGuard guard,
            Events events,
            CacheLog log) {
        this.region = region;
        this.spec = spec;
        this.scheduler = scheduler;
        this.reading = new Manner(options.storeReadDeadline(), Trouble.STORE_READ);
        this.leasing = new Manner(options.storeReadDeadline(), Trouble.STORE_LEASE);
        this.changing = new Manner(options.storeWriteDeadline(), Trouble.STORE_CHANGE);
        this.guard = guard;
        this.events = events;
        this.log = log;
    }

    StoreRegion region() {
        return region;
    }

    /** Whether each command is a round trip. */
    boolean isRemote() {
        return guard != null;
    }

    /** A value at hand in this process, without I/O. */
    @Nullable
    AtHand peek(Object key) {
        return guard == null || guard.trustsAll() ? region.peek(key) : null;
    }

    /** Whether what the store holds under a key is no older than this node knows. */
    boolean trusts(StoreKey key) {
        return guard == null || guard.trusts(spec, key);
    }

    <T> CompletableFuture<T> read(StoreKey key, Function<StoreRegion, CompletionStage<T>> command) {
        return one(key, command, reading);
    }

    <T> CompletableFuture<T> change(StoreKey key, Function<StoreRegion, CompletionStage<T>> command) {
        return one(key, command, changing);
    }

    /** Sends a change whose outcome makes no difference to the caller. */
    void tell(StoreKey key, Function<StoreRegion, CompletionStage<Boolean>> command) {
        change(key, command);
    }

    /** Asks for many keys; completes with null for each that is not answered, and never fails. */
    <A, T> CompletableFuture<List<@Nullable T>> readAll(
            List<A> requests, Function<A, StoreKey> keyOf, Bulk<A, T> command) {
        return many(permitted(requests, keyOf), requests.size(), command, reading, request -> {});
    }

    /** Asks for leases in the same way, and tells of each that was asked for but not answered: it may stand, or may be granted yet. */
    CompletableFuture<List<@Nullable LeaseReply>> lease(List<LeaseRequest> requests, Consumer<LeaseRequest> lost) {
        return many(permitted(requests, LeaseRequest::key), requests.size(), StoreRegion::lease, leasing, lost);
    }

    /** Changes many keys; completes with null for each that is not answered, and never fails. */
    <A, T> CompletableFuture<List<@Nullable T>> changeAll(
            List<A> requests, Function<A, StoreKey> keyOf, Bulk<A, T> command) {
        return many(permitted(requests, keyOf), requests.size(), command, changing, request -> {});
    }

    /** Changes the store whatever the guard thinks of it. */
    <T> CompletableFuture<T> changeAnyway(Function<StoreRegion, CompletionStage<T>> command) {
        return send(command, changing, null);
    }

    /** Does so for many keys; completes with null for each that is not answered, and never fails. */
    <A, T> CompletableFuture<List<@Nullable T>> changeAllAnyway(
            List<A> requests, Function<A, StoreKey> keyOf, Bulk<A, T> command) {
        return many(byPart(requests, keyOf), requests.size(), command, changing, request -> {});
    }

    private <T> CompletableFuture<T> one(
            StoreKey key, Function<StoreRegion, CompletionStage<T>> command, Manner manner) {
        if (guard == null) {
            return send(command, manner, null);
        }
        Permit permit = permit(key, guard);
        return permit == null ? CompletableFuture.failedFuture(new NotSentException()) : send(command, manner, permit);
    }

    private @Nullable Permit permit(StoreKey key, StoreGuard guard) {
        return guard.trusts(spec, key) ? guard.ask(guard.partOf(key)) : null;
    }

    private <T> CompletableFuture<T> send(
            Function<StoreRegion, CompletionStage<T>> command, Manner manner, @Nullable Permit permit) {
        // Who goes on from here must find the breaker as the answer leaves it.
        return Deadline.within(
                scheduler,
                manner.deadline(),
                () -> command.apply(region),
                failure -> note(manner.trouble(), permit, failure));
    }

    private void note(Trouble trouble, @Nullable Permit permit, @Nullable Throwable failure) {
        Throwable cause = failure == null ? null : Futures.unwrap(failure);
        if (permit != null) {
            permit.end(cause);
        }
        if (cause == null) {
            log.worked(trouble);
        } else {
            events.storeFailed(cause);
            log.failed(trouble, cause);
        }
    }

    /** Requests that go to the store in one command: those of one part of it, which may fail alone. */
    private static final class Group<A> {

        private final List<A> requests;
        private final int @Nullable [] places;
        private final @Nullable Permit permit;

        /** All requests there are. */
        Group(List<A> all, @Nullable Permit permit) {
            this.requests = all;
            this.places = null;
            this.permit = permit;
        }

        /** Some of them. */
        Group(List<A> all, List<Integer> places, @Nullable Permit permit) {
            this.requests = places.stream().map(all::get).toList();
            this.places = places.stream().mapToInt(Integer::intValue).toArray();
            this.permit = permit;
        }
    }

    /** What may be sent of these requests. */
    private <A> Collection<Group<A>> permitted(List<A> requests, Function<A, StoreKey> keyOf) {
        return guard == null ? whole(requests) : grouped(requests, keyOf, guard, true);
    }

    /** All of these requests. */
    private <A> Collection<Group<A>> byPart(List<A> requests, Function<A, StoreKey> keyOf) {
        return guard == null ? whole(requests) : grouped(requests, keyOf, guard, false);
    }

    private static <A> Collection<Group<A>> whole(List<A> requests) {
        return requests.isEmpty() ? List.of() : List.of(new Group<>(requests, null));
    }

    private <A> Collection<Group<A>> grouped(
            List<A> requests, Function<A, StoreKey> keyOf, StoreGuard guard, boolean asking) {
        Object only = onlyPart(requests, keyOf, guard, asking);
        if (only != null) {
            Permit permit = asking ? guard.ask(only) : null;
            return asking && permit == null ? List.of() : List.of(new Group<>(requests, permit));
        }
        Map<Object, List<Integer>> parts = new LinkedHashMap<>();
        for (int i = 0; i < requests.size(); i++) {
            StoreKey key = keyOf.apply(requests.get(i));
            if (!asking || guard.trusts(spec, key)) {
                parts.computeIfAbsent(guard.partOf(key), first -> new ArrayList<>())
                        .add(i);
            }
        }
        List<Group<A>> groups = new ArrayList<>();
        parts.forEach((part, places) -> {
            Permit permit = asking ? guard.ask(part) : null;
            if (!asking || permit != null) {
                groups.add(new Group<>(requests, places, permit));
            }
        });
        return groups;
    }

    /** The part that answers for all requests; null if several do, or some are not to be sent. */
    private <A> @Nullable Object onlyPart(
            List<A> requests, Function<A, StoreKey> keyOf, StoreGuard guard, boolean asking) {
        Object only = null;
        for (A request : requests) {
            StoreKey key = keyOf.apply(request);
            Object part = asking && !guard.trusts(spec, key) ? null : guard.partOf(key);
            if (part == null || (only != null && !only.equals(part))) {
                return null;
            }
            only = part;
        }
        return only;
    }

    private <A, T> CompletableFuture<List<@Nullable T>> many(
            Collection<Group<A>> groups, int size, Bulk<A, T> command, Manner manner, Consumer<A> lost) {
        if (groups.isEmpty()) {
            return CompletableFuture.completedFuture(unanswered(size));
        }
        @Nullable Object[] answers = new @Nullable Object[size];
        List<CompletableFuture<?>> sent = new ArrayList<>();
        for (Group<A> group : groups) {
            CompletableFuture<List<T>> replies = send(to -> command.send(to, group.requests), manner, group.permit);
            if (group.places == null) {
                return replies.<List<@Nullable T>>handle((all, failure) -> {
                    if (all == null) {
                        lost(group, failure, lost);
                        return unanswered(size);
                    }
                    return Collections.unmodifiableList(all);
                });
            }
            sent.add(replies.handle((some, failure) -> {
                if (some == null) {
                    lost(group, failure, lost);
                }
                for (int i = 0; some != null && i < group.places.length; i++) {
                    answers[group.places[i]] = some.get(i);
                }
                return true;
            }));
        }
        return CompletableFuture.allOf(sent.toArray(CompletableFuture<?>[]::new))
                .thenApply(done -> answers(answers));
    }

    private static <A> void lost(Group<A> group, @Nullable Throwable failure, Consumer<A> lost) {
        if (failure == null || !isRefused(failure)) {
            group.requests.forEach(lost);
        }
    }

    /** Whether the store has answered that it does not do it. */
    static boolean isRefused(Throwable failure) {
        return Futures.unwrap(failure) instanceof StoreRefusalException;
    }

    @SuppressWarnings("unchecked")
    private static <T> List<@Nullable T> answers(@Nullable Object[] answers) {
        return (List<@Nullable T>) Arrays.asList(answers);
    }

    private static <T> List<@Nullable T> unanswered(int size) {
        return Collections.<@Nullable T>nCopies(size, null);
    }
}
