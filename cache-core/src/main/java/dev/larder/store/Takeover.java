// SPDX-License-Identifier: Apache-2.0
package dev.larder.store;

import java.util.function.IntPredicate;

/**
 * Decides whether a node reads a value that another node wrote, takes its key over, or leaves it alone.
 *
 * <p>A node reads what has its own fingerprint and serializer and a codec that it knows, whichever of them it writes itself. What it
 * cannot read it may replace only if its process started later than the writer's, ties decided by the fingerprint. So while two builds
 * run side by side a key changes hands only upwards and never back, and after an upgrade, as after a rollback, the processes that
 * started last own every key.
 *
 * <p>Starts are compared as the processes' own clocks told them: a node whose clock was ahead when it started keeps its values from
 * nodes that cannot read them until their lives are over.
 */
public final class Takeover {

    private Takeover() {}

    /**
     * Judges a stored value.
     *
     * @param value the value as it stands in the store
     * @param own how this node encodes the cache's values, and when it started; its codec does not matter
     * @param knownCodecs says which codecs this node can read, none among them
     * @return the value itself if this node can read it; otherwise {@link Lookup.Unusable}, which names the value for superseding if
     *     this node may take the key over, and nothing if it must leave it alone
     */
    public static Lookup judge(StoredValue value, Encoding own, IntPredicate knownCodecs) {
        Encoding writer = value.encoding();
        if (canRead(writer, own, knownCodecs)) {
            return value;
        }
        return new Lookup.Unusable(
                Lookup.Reason.OTHER_ENCODING, outranks(own, writer) ? new Supersede.ByFillId(value.fillId()) : null);
    }

    private static boolean canRead(Encoding writer, Encoding own, IntPredicate knownCodecs) {
        return writer.fingerprint() == own.fingerprint()
                && writer.serializer() == own.serializer()
                && knownCodecs.test(writer.codec());
    }

    private static boolean outranks(Encoding own, Encoding writer) {
        int later = Integer.compareUnsigned(own.writerStartSeconds(), writer.writerStartSeconds());
        return later > 0 || (later == 0 && Integer.compareUnsigned(own.fingerprint(), writer.fingerprint()) > 0);
    }
}
