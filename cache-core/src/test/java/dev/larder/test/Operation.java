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

    private final History history;
    private final String node;
    private final Kind kind;
    private final @Nullable String key;
    private final @Nullable Operation partOf;
    private final long begin;
    private final long beginMillis;
    private @Nullable Object token;
    private long lifeMillis;
    private long version;
    private @Nullable String value;
    private boolean confirmed;
    private long endMillis = OPEN;
    private volatile long end = OPEN;

    Operation(History history, String node, Kind kind, @Nullable String key, @Nullable Operation partOf) {
        this.history = history;
        this.node = node;
        this.kind = kind;
        this.key = key;
        this.partOf = partOf;
        this.beginMillis = history.millis();
        this.begin = history.next();
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
        this.value = value;
        this.confirmed = confirmed;
        this.endMillis = history.millis();
        this.end = history.next();
    }

    Operation about(Object token, long lifeMillis) {
        this.token = token;
        this.lifeMillis = lifeMillis;
        return this;
    }

    Operation ofVersion(long version) {
        this.version = version;
        return this;
    }

    String node() {
        return node;
    }

    Kind kind() {
        return kind;
    }

    /** Null for what is about all keys. */
    @Nullable
    String keyOrAll() {
        return key;
    }

    String key() {
        return Objects.requireNonNull(key, "an operation on one key has one");
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
        return token;
    }

    /** Until when, in milliseconds, what was granted holds at least. */
    long holdsUntilMillis() {
        return beginMillis + lifeMillis;
    }

    /** Which change of its key a commit was. */
    long version() {
        return version;
    }

    @Nullable
    String value() {
        return value;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("%s..%s node %s %s".formatted(begin, hasEnded() ? end : "", node, kind));
        if (key != null) {
            text.append(' ').append(key);
        }
        if (kind == Kind.COMMIT) {
            text.append(" as version ").append(version);
        }
        if (hasEnded() && carriesAValue()) {
            text.append(": ").append(value == null ? "none" : value);
        }
        return text.append(hasEnded() ? confirmed ? "" : " (not confirmed)" : " (has not ended)")
                .toString();
    }

    private boolean carriesAValue() {
        return switch (kind) {
            case READ, LOOKUP, LOAD, COMMIT, ROLLBACK, PUT -> true;
            default -> false;
        };
    }
}
