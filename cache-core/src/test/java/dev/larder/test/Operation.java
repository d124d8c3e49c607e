// SPDX-License-Identifier: Apache-2.0
package dev.larder.test;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Something that a node did, or saw, from one place in the order of a {@link History} to another. Whoever began it ends it; what is not
 * known to have ended may still have its effect at any later time.
 */
public final class Operation {

    /** What was done. */
    public enum Kind {
        /** A call that returns a value, loaded if need be. */
        READ,
        /** A call that only looks into the cache; confirmed if it found an entry. */
        LOOKUP,
        /** The origin was asked for a key, and said what it holds. */
        LOAD,
        /** A call that changes the origin and then the cache; confirmed if it returned. */
        WRITE,
        /** The origin took on a value; part of a write, or by itself. */
        COMMIT,
        /** The origin was about to take on a value and did not. */
        ROLLBACK,
        /** A key was evicted after its origin had changed; confirmed if the store acknowledged it. */
        EVICT,
        /** All keys were; confirmed if the store acknowledged it. */
        CLEAR,
        /** A value was put under a key that nothing else changes; confirmed if the store holds it. */
        PUT,
        /** A writer's mark was asked for, or prolonged; confirmed if the store did. */
        MARK,
        /** The right to load was asked for, or prolonged; confirmed if the store granted it. */
        LEASE,
        /** The right to load was given back, with a value or without. */
        LEASE_END,
        /** Some other command took the right to load a key away, if it was there. */
        REVOKE,
        /** A node stopped, with all that it had under way. */
        CRASH,
        /** From here on nothing is under way and no more faults occur. */
        QUIET
    }

    /** The end of what has none yet. */
    static final long OPEN = Long.MAX_VALUE;

    /** What is known when it begins. */
    record Subject(
            String node,
            Kind kind,
            @Nullable String key,
            @Nullable Object token,
            long lifeMillis,
            long version) {

        static Subject of(String node, Kind kind, @Nullable String key) {
            return new Subject(node, kind, key, null, 0, 0);
        }
    }

    private final History history;
    private final String id;
    private final Subject subject;
    private final @Nullable Operation partOf;
    private final long begin;
    private final long beginMillis;
    private @Nullable String value;
    private boolean confirmed;
    private long endMillis = OPEN;
    private volatile long end = OPEN;

    Operation(History history, String id, Subject subject, @Nullable Operation partOf, long begin, long beginMillis) {
        this.history = history;
        this.id = id;
        this.subject = subject;
        this.partOf = partOf;
        this.begin = begin;
        this.beginMillis = beginMillis;
    }

    /**
     * Names it, so that another process can say that something is part of it.
     *
     * @return a name that no other operation has, of any process of the history
     */
    public String id() {
        return id;
    }

    /**
     * Ends it where it had its effect, or where it is known to have none.
     *
     * @param confirmed what its kind says
     */
    public void end(boolean confirmed) {
        end(null, confirmed);
    }

    /**
     * Ends it with a value.
     *
     * @param value what was read or committed; {@code null} if the origin has none
     * @param confirmed what its kind says
     */
    public void end(@Nullable String value, boolean confirmed) {
        long millis = history.millis();
        endedAt(value, confirmed, history.next(), millis);
        history.ended(this);
    }

    void endedAt(@Nullable String value, boolean confirmed, long end, long endMillis) {
        this.value = value;
        this.confirmed = confirmed;
        this.endMillis = endMillis;
        this.end = end;
    }

    Subject subject() {
        return subject;
    }

    String node() {
        return subject.node;
    }

    Kind kind() {
        return subject.kind;
    }

    /** Null for what is about all keys. */
    @Nullable
    String keyOrAll() {
        return subject.key;
    }

    String key() {
        return Objects.requireNonNull(subject.key, "an operation on one key has one");
    }

    @Nullable
    Operation partOf() {
        return partOf;
    }

    long begin() {
        return begin;
    }

    long beginMillis() {
        return beginMillis;
    }

    long end() {
        return end;
    }

    long endMillis() {
        return endMillis;
    }

    boolean hasEnded() {
        return end != OPEN;
    }

    boolean isConfirmed() {
        return hasEnded() && confirmed;
    }

    boolean isBefore(Operation other) {
        return end < other.begin;
    }

    @Nullable
    Object token() {
        return subject.token;
    }

    /** Until when, in milliseconds, what was granted holds at least. */
    long holdsUntilMillis() {
        return beginMillis + subject.lifeMillis;
    }

    /** Which change of its key a commit was. */
    long version() {
        return subject.version;
    }

    @Nullable
    String value() {
        return value;
    }

    @Override
    public String toString() {
        StringBuilder text =
                new StringBuilder("%s..%s node %s %s".formatted(begin, hasEnded() ? end : "", node(), kind()));
        if (keyOrAll() != null) {
            text.append(' ').append(key());
        }
        if (kind() == Kind.COMMIT) {
            text.append(" as version ").append(version());
        }
        if (hasEnded() && carriesAValue()) {
            text.append(": ").append(value == null ? "none" : value);
        }
        return text.append(hasEnded() ? confirmed ? "" : " (not confirmed)" : " (has not ended)")
                .toString();
    }

    private boolean carriesAValue() {
        return switch (kind()) {
            case READ, LOOKUP, LOAD, COMMIT, ROLLBACK, PUT -> true;
            default -> false;
        };
    }
}
