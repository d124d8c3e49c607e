// SPDX-License-Identifier: Apache-2.0
package dev.larder.test;

import dev.larder.CacheOptions;
import dev.larder.store.CacheStore;
import dev.larder.time.TimeSources;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Timeout;

/**
 * What caches over any store promise, each promise under its name. Extend it beside {@link StoreContract} to see that your store is
 * one that caches can keep their promises over.
 *
 * <p>Two cache managers stand for two nodes. No test sleeps; one that waits for another thread gives up after twenty seconds.
 */
@Timeout(120) // a hang is a failure, not the end of the build
public abstract class CacheContract {

    /**
     * Makes an empty store, or connects to one and empties it. It is closed after the test.
     *
     * @param time the time that the store is to live in; it stands still unless the test moves it
     * @return the store
     */
    protected abstract CacheStore store(TimeSources time);

    Fleet fleet() {
        return fleet(Fleet.PATIENT_OPTIONS);
    }

    Fleet fleet(CacheOptions options) {
        TestTime time = new TestTime();
        return new Fleet(time, store(time.sources()), options);
    }

    /** A fleet whose store fails and stalls on demand. */
    Troubled troubled() {
        TestTime time = new TestTime();
        ChaosStore chaos = new ChaosStore(store(time.sources()));
        return new Troubled(new Fleet(time, chaos, Fleet.OPTIONS), chaos);
    }

    /** A fleet and what troubles it. */
    record Troubled(Fleet fleet, ChaosStore chaos) implements AutoCloseable {
        @Override
        public void close() {
            fleet.close();
        }
    }

    /** A value loaded before an acknowledged eviction is never served to a read that begins after it. */
    @Nested
    public class FencedFill extends FencedFillOfCaches {
        FencedFill() {
            super(CacheContract.this);
        }
    }

    /** In one process, after a change returns, no read returns an older value. */
    @Nested
    public class ReadYourWrites extends ReadYourWritesOfCaches {
        ReadYourWrites() {
            super(CacheContract.this);
        }
    }

    /** Overlapping writers leave the origin's last commit or nothing; a writer that dies leaves nothing stale. */
    @Nested
    public class Writers extends WritersOfCaches {
        Writers() {
            super(CacheContract.this);
        }
    }

    /** For a missing key the fleet grants one load at a time. */
    @Nested
    public class OneLoad extends OneLoadOfCaches {
        OneLoad() {
            super(CacheContract.this);
        }
    }

    /** No call takes longer than its deadlines allow, and no failure of the store costs a caller a value. */
    @Nested
    public class Troubles extends TroublesOfCaches {
        Troubles() {
            super(CacheContract.this);
        }
    }
}
