// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import dev.larder.serializer.CacheSerializationException;
import dev.larder.store.Lookup;
import dev.larder.store.StoreKey;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one cache says in the log: DEBUG for what it does, WARN for the first failure of a kind and DEBUG for those that follow, INFO
 * when it works again. Never a value, and keys only if they may be said.
 */
final class CacheLog {

    /** What may fail, each told of once. */
    enum Trouble {
        STORE_READ("reading the store"),
        STORE_LEASE("asking the store for the right to load"),
        STORE_CHANGE("changing the store"),
        DECODE("decoding an entry"),
        ENCODE("encoding a value"),
        MERGE("merging a written value"),
        LOAD("loading behind stale values"),
        LIFE("asking a value how long it is served"),
        VERSION("asking a value for its version"),
        TOO_LARGE("keeping a value that is too large");

        private final String doing;

        Trouble(String doing) {
            this.doing = doing;
        }
    }

    private final Logger log;
    private final String cache;
    private final boolean logKeys;
    private final AtomicBoolean saidNotStored = new AtomicBoolean();
    private final Map<Trouble, AtomicBoolean> troubles = new EnumMap<>(Trouble.class); // filled once, then only read

    CacheLog(String cache, boolean logKeys) {
        this.log = LoggerFactory.getLogger("dev.larder.cache." + cache);
        this.cache = cache;
        this.logKeys = logKeys;
        for (Trouble trouble : Trouble.values()) {
            troubles.put(trouble, new AtomicBoolean());
        }
    }

    boolean isOn() {
        return log.isDebugEnabled();
    }

    /** Says what was done with a key. Callers ask {@link #isOn} first where they would build the key's text for it. */
    void did(String what, StoreKey key) {
        if (log.isDebugEnabled()) {
            log.debug("{}: {}", what, describe(key));
        }
    }

    void did(String what) {
        log.debug("{}: cache '{}'", what, cache);
    }

    /** Says how something goes that an operator waits for. */
    void says(String line) {
        log.info(line);
    }

    /** Says, the first time, that a load inside a transaction was not stored. */
    void notStoredInTransaction() {
        if (!saidNotStored.getAndSet(true)) {
            log.info(
                    "cache '{}': what is loaded inside a transaction is not stored, unless that is read-only, at READ COMMITTED"
                            + " and without a persistence context; read before the transaction begins, or set fillInTransaction",
                    cache);
        }
    }

    /** Says what an operator should look at. */
    void warns(String line) {
        log.warn(line);
    }

    void warns(String line, Throwable thrown) {
        log.warn(line, LoadFailure.sayable(thrown));
    }

    /** Says that the store failed. */
    void failed(Trouble trouble, Throwable failure) {
        failed(trouble, "cache '" + cache + "'", LoadFailure.said(failure));
    }

    /** Says what failed with a key and its value, but not the failure's own words, which may hold the value. */
    void failed(Trouble trouble, StoreKey key, Throwable failure) {
        Throwable said = failure instanceof CacheSerializationException ? failure : null;
        failed(trouble, describe(key), said == null ? failure.getClass().getName() : said.getMessage());
    }

    /** Says why a key's record is of no use. */
    void failed(Trouble trouble, StoreKey key, Lookup.Reason reason) {
        failed(trouble, describe(key), reason.name());
    }

    /** Says what is wrong with a key's value. */
    void failed(Trouble trouble, StoreKey key, String why) {
        failed(trouble, describe(key), why);
    }

    private void failed(Trouble trouble, String where, @Nullable String why) {
        if (again(trouble)) {
            log.debug("failed at {} again: {}: {}", trouble.doing, where, why);
        } else {
            log.warn(
                    "failed at {}: {}: {} (further failures of this kind are logged at DEBUG)",
                    trouble.doing,
                    where,
                    why);
        }
    }

    void worked(Trouble trouble) {
        AtomicBoolean troubled = troubled(trouble);
        if (troubled.get() && troubled.compareAndSet(true, false)) {
            log.info("{} works again: cache '{}'", trouble.doing, cache);
        }
    }

    String describe(StoreKey key) {
        return logKeys ? "key '%s' of cache '%s'".formatted(key.text(), cache) : "a key of cache '" + cache + "'";
    }

    private boolean again(Trouble trouble) {
        return !troubled(trouble).compareAndSet(false, true);
    }

    @SuppressWarnings("NullAway") // every trouble has its flag
    private AtomicBoolean troubled(Trouble trouble) {
        return troubles.get(trouble);
    }
}
