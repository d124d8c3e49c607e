// SPDX-License-Identifier: Apache-2.0
package dev.larder.test;

import dev.larder.store.CacheStore;
import dev.larder.test.Operation.Kind;
import dev.larder.test.Operation.Subject;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What nodes did and saw, in one order, for {@link HistoryChecker} to judge. Safe for use by many threads.
 *
 * <p>An operation is begun before it can have an effect, and ended when it has had it. Only what ended before something else began counts
 * as earlier, so a history never claims more than what was seen, however slow its threads were.
 *
 * <p>Values have to be unlike each other, since a read is judged by what it returned: each commit of a key has a value that no other
 * commit has, of no key, or none.
 */
public final class History {

    private static final ThreadLocal<@Nullable Operation> CURRENT = new ThreadLocal<>();

    private final Queue<Operation> operations = new ConcurrentLinkedQueue<>();
    private final AtomicLong began = new AtomicLong();
    private final String name;
    private final LongSupplier order;
    private final LongSupplier millis;
    private volatile @Nullable HistoryLog log;

    /**
     * Makes an empty history.
     *
     * @param dates the time in which leases and marks lapse
     */
    public History(InstantSource dates) {
        this("", new AtomicLong()::incrementAndGet, dates::millis);
    }

    private History(String name, LongSupplier order, LongSupplier millis) {
        this.name = name;
        this.order = order;
        this.millis = millis;
    }

    /**
     * Makes the part of a history that one process of several writes down, for {@link #merged} to put together. It keeps nothing in
     * memory, and what it has written survives the process however that ends.
     *
     * <p>Its order is that of {@link System#nanoTime}, which on Linux is one clock for all processes of a machine (CLOCK_MONOTONIC).
     *
     * @param name the process, unlike the others of the history
     * @param file where to write
     * @return a history whose {@link #operations} are in the file only
     */
    public static History ofProcess(String name, Path file) {
        History history = new History(name, System::nanoTime, () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()));
        history.writeTo(file);
        return history;
    }

    /**
     * Goes on in another file. What began before has its end in neither file if that comes later.
     *
     * @param file where to write from now on
     */
    public void writeTo(Path file) {
        HistoryLog before = log;
        log = new HistoryLog(file);
        if (before != null) {
            before.close();
        }
    }

    /**
     * Puts together what processes of one machine have written, also while they still write.
     *
     * @param files what each of them has written
     * @return what all of them did and saw
     */
    public static History merged(Collection<Path> files) {
        History history = new History("", System::nanoTime, () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()));
        history.operations.addAll(HistoryLog.read(history, files));
        return history;
    }

    /**
     * Begins an operation on a key.
     *
     * @param node whose it is; a node that starts anew after a crash is another
     * @param kind what is done
     * @param key the key, with its namespace
     * @return the operation, to be ended
     */
    public Operation begin(String node, Kind kind, String key) {
        return begin(Subject.of(node, kind, key));
    }

    /**
     * Begins an operation on all keys, or on none.
     *
     * @param node whose it is
     * @param kind what is done
     * @return the operation, to be ended
     */
    public Operation begin(String node, Kind kind) {
        return begin(Subject.of(node, kind, null));
    }

    /**
     * Notes that the origin takes on a value; the operation is to be ended with it when it has.
     *
     * @param write the call that changes the origin
     * @param key the key, with its namespace
     * @param version which change of the key it is; each is one more than the last
     * @return the operation, to be ended
     */
    public Operation commit(Operation write, String key, long version) {
        return begin(new Subject(write.node(), Kind.COMMIT, key, null, 0, version), write);
    }

    /**
     * Notes that the origin takes on a value by itself; the operation is to be ended with it when it has.
     *
     * @param node who changes it, and is to evict it
     * @param key the key, with its namespace
     * @param version which change of the key it is; each is one more than the last
     * @return the operation, to be ended
     */
    public Operation commit(String node, String key, long version) {
        return begin(new Subject(node, Kind.COMMIT, key, null, 0, version), null);
    }

    /**
     * Stands for a call that another process records.
     *
     * @param node whose it is
     * @param id its {@link Operation#id}
     * @return what a {@link #commit} can be part of
     */
    public Operation elsewhere(String node, String id) {
        return new Operation(this, id, Subject.of(node, Kind.WRITE, null), null, 0, 0);
    }

    /**
     * Runs what an operation does on this thread: what is recorded meanwhile is part of it.
     *
     * @param operation the call
     * @param code makes the call
     * @return what the code returned
     * @param <T> the type of what it returns
     */
    public <T extends @Nullable Object> T during(Operation operation, Supplier<T> code) {
        Operation outer = CURRENT.get();
        CURRENT.set(operation);
        try {
            return code.get();
        } finally {
            CURRENT.set(outer);
        }
    }

    /**
     * Notes that a node stopped.
     *
     * @param node which
     */
    public void crashed(String node) {
        begin(node, Kind.CRASH).end(true);
    }

    /** Notes that nothing is under way any more, what crashed nodes sent included, and that faults are over. */
    public void quiet() {
        begin("all", Kind.QUIET).end(true);
    }

    /**
     * Puts a recorder of leases and writers' marks in front of a node's store: of what the node sees of them.
     *
     * @param node whose store it is
     * @param store the node's way to the store, faults included
     * @return the store to give to the node
     */
    public CacheStore recorded(String node, CacheStore store) {
        return new ForwardingStore(store, region -> new RecordedRegion(region, this, node));
    }

    /**
     * Puts a recorder in front of a store of what takes leases away: where it is done, if that can be had, or else at each node.
     *
     * @param node who does it, as far as known
     * @param store the store
     * @return the store to send commands to
     */
    public CacheStore recordedRevocations(String node, CacheStore store) {
        return new ForwardingStore(store, region -> new RevocationRegion(region, this, node)) {
            @Override
            public CompletionStage<Void> clear(String namespace) {
                return RevocationRegion.ended(List.of(begin(node, Kind.REVOKE)), super.clear(namespace));
            }
        };
    }

    /**
     * Returns everything so far.
     *
     * @return the operations, in the order in which they began
     */
    public List<Operation> operations() {
        return operations.stream()
                .sorted(Comparator.comparingLong(Operation::begin))
                .toList();
    }

    /**
     * Counts what there is of a kind.
     *
     * @param kind the kind
     * @return how many
     */
    public long count(Kind kind) {
        return operations.stream().filter(operation -> operation.kind() == kind).count();
    }

    /** Begins an operation as part of what this thread does. */
    Operation begin(Subject subject) {
        return begin(subject, CURRENT.get());
    }

    private Operation begin(Subject subject, @Nullable Operation partOf) {
        long beganAt = millis();
        Operation operation =
                new Operation(this, name + '/' + began.incrementAndGet(), subject, partOf, next(), beganAt);
        HistoryLog written = log;
        if (written == null) {
            operations.add(operation);
        } else {
            written.begun(operation);
        }
        return operation;
    }

    void ended(Operation operation) {
        HistoryLog written = log;
        if (written != null) {
            written.ended(operation);
        }
    }

    long next() {
        return order.getAsLong();
    }

    long millis() {
        return millis.getAsLong();
    }
}
