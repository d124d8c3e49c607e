// SPDX-License-Identifier: Apache-2.0
package dev.larder.test;

import dev.larder.store.CacheStore;
import dev.larder.time.TimeSources;
import java.time.Duration;
import org.junit.jupiter.api.Nested;

/**
 * What every {@link CacheStore} must do. Extend it, say how to make your store, and run it.
 *
 * <p>The first part goes through the verbs one by one: what each does to every kind of record it may meet, what it does
 * when it runs twice, too late, or after its record has ended. The second part holds the promises that verbs keep
 * together, each under its name, by scripted interleavings, by seeded random histories (a failure names the seed) and
 * by threads that race.
 *
 * <p>Payloads are strings for a store that keeps references and bytes for one that does not. All lives are whole
 * multiples of ten milliseconds. No test sleeps, and every wait for another thread has an end.
 */
public abstract class StoreContract {

    /**
     * Makes an empty store, or connects to one and empties it. It is closed after the test.
     *
     * @param time the time that the store is to live in; it stands still unless the test moves it
     * @return the store
     */
    protected abstract CacheStore store(TimeSources time);

    /**
     * Lets time pass for the store. Override it if the store has a clock of its own.
     *
     * @param time the time that the store was made with
     * @param duration how much time is to pass
     */
    protected void elapse(TestTime time, Duration duration) {
        time.advance(duration);
    }

    /**
     * How many random histories each test of such goes through, 400 unless overridden: fewer for a store that takes long to answer.
     *
     * @return the number, at least 1
     */
    protected int histories() {
        return 400;
    }

    /** Leases and the fills that need them. */
    @Nested
    public class Leases extends LeaseContract {

        Leases() {
            super(StoreContract.this);
        }
    }

    /** Put and put if absent. */
    @Nested
    public class Puts extends PutContract {

        Puts() {
            super(StoreContract.this);
        }
    }

    /** Values: the ends of their lives, refresh and touch. */
    @Nested
    public class Values extends ValueContract {

        Values() {
            super(StoreContract.this);
        }
    }

    /** Values that have a version of the origin's. */
    @Nested
    public class Versions extends VersionContract {

        Versions() {
            super(StoreContract.this);
        }
    }

    /** Evictions, by key and by pattern, and hold-offs. */
    @Nested
    public class Evictions extends EvictionContract {

        Evictions() {
            super(StoreContract.this);
        }
    }

    /** Values that are made stale by name. */
    @Nested
    public class Expiries extends ExpireContract {

        Expiries() {
            super(StoreContract.this);
        }
    }

    /** Claims to keys that still hold a value, and back-offs. */
    @Nested
    public class Claims extends ClaimContract {

        Claims() {
            super(StoreContract.this);
        }
    }

    /** Write intents: begin, renew, finish. */
    @Nested
    public class WriteIntents extends WriteIntentContract {

        WriteIntents() {
            super(StoreContract.this);
        }
    }

    /** Writers that lapse, overlap, or meet a hold-off. */
    @Nested
    public class OverlappingWrites extends OverlappingWriteContract {

        OverlappingWrites() {
            super(StoreContract.this);
        }
    }

    /** Clears and the clock. */
    @Nested
    public class Clears extends ClearContract {

        Clears() {
            super(StoreContract.this);
        }
    }

    /** Bulk forms, listeners, and regions that are opened twice. */
    @Nested
    public class Regions extends RegionContract {

        Regions() {
            super(StoreContract.this);
        }
    }

    /** A value loaded before an acknowledged eviction is never served from the store to a read that begins after it. */
    @Nested
    public class FencedFill extends FencedFillContract {

        FencedFill() {
            super(StoreContract.this);
        }
    }

    /**
     * When all writers whose begin was acknowledged have finished, the store holds the value of the origin's last
     * commit or nothing.
     */
    @Nested
    public class NoOlderWriter extends NoOlderWriterContract {

        NoOlderWriter() {
            super(StoreContract.this);
        }
    }

    /**
     * A writer that dies before its finish leaves nothing stale: its intent keeps fills out, then lapses, also while
     * others go on writing.
     */
    @Nested
    public class CrashSafe extends CrashSafeContract {

        CrashSafe() {
            super(StoreContract.this);
        }
    }

    /** For a missing key one load at a time is granted; a dead loader's key is free after its lease. */
    @Nested
    public class OneLoad extends OneLoadContract {

        OneLoad() {
            super(StoreContract.this);
        }
    }

    /** After a clear no older entry is served. */
    @Nested
    public class ClearBarrier extends ClearBarrierContract {

        ClearBarrier() {
            super(StoreContract.this);
        }
    }

    /** Commands that run twice or late never bring an older value back, and never keep a key from being cached. */
    @Nested
    public class NothingLost extends NothingLostContract {

        NothingLost() {
            super(StoreContract.this);
        }
    }

    /** No operation on one namespace reads, changes or lists another's keys. */
    @Nested
    public class NamespaceIsolation extends NamespaceIsolationContract {

        NamespaceIsolation() {
            super(StoreContract.this);
        }
    }
}
