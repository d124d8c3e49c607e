// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A call of a loader: which flights it serves, in which other loader's call it stands, and for which flights it waits. It finds loaders
 * that would wait for themselves or for each other.
 */
final class LoadContext {

    /*
     * A loader's call waits for a flight while a call made inside it does, so a wait is noted in the call and in all calls around it.
     * A cycle is closed by a wait that leads, from flight to the call that serves it to the flights which that call waits for, back to the
     * waiting call or one around it. Each wait is noted before the cycle is looked for: of two waits that close a cycle at the same
     * moment at least one sees the other.
     */
    private static final ThreadLocal<@Nullable LoadContext> CURRENT = new ThreadLocal<>();

    private final @Nullable LoadContext outer;
    private final Set<Flight<?, ?>> waits = ConcurrentHashMap.newKeySet();

    LoadContext(@Nullable LoadContext outer) {
        this.outer = outer;
    }

    /** The call that this thread is in, if it is in one. */
    static @Nullable LoadContext current() {
        return CURRENT.get();
    }

    /** Makes this the call that the thread is in, until {@link #exit}. */
    @Nullable
    LoadContext enter() {
        LoadContext before = CURRENT.get();
        CURRENT.set(this);
        return before;
    }

    static void exit(@Nullable LoadContext before) {
        if (before == null) {
            CURRENT.remove();
        } else {
            CURRENT.set(before);
        }
    }

    void startWaiting(Flight<?, ?> flight) {
        for (LoadContext call = this; call != null; call = call.outer) {
            call.waits.add(flight);
        }
    }

    void stopWaiting(Flight<?, ?> flight) {
        for (LoadContext call = this; call != null; call = call.outer) {
            call.waits.remove(flight);
        }
    }

    /** Tells whether the flight cannot land before this call returns. */
    boolean isAwaitedBy(Flight<?, ?> flight) {
        return isAwaitedBy(flight, new HashSet<>());
    }

    private boolean isAwaitedBy(Flight<?, ?> flight, Set<Flight<?, ?>> seen) {
        LoadContext serving = flight.servedBy();
        if (serving == null || !seen.add(flight)) {
            return false;
        }
        for (LoadContext call = this; call != null; call = call.outer) {
            if (call == serving) {
                return true;
            }
        }
        for (Flight<?, ?> next : serving.waits) {
            if (isAwaitedBy(next, seen)) {
                return true;
            }
        }
        return false;
    }
}
