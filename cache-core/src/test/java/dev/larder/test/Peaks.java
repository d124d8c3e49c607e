// SPDX-License-Identifier: Apache-2.0
package dev.larder.test;

import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Heights at places, to be asked for the highest one before a place. */
final class Peaks {

    /** A height, and where it comes from. */
    record Peak(long height, Operation from) {}

    // Only what is higher than everything before it.
    private final TreeMap<Long, Peak> rising = new TreeMap<>();

    void add(long place, long height, Operation from) {
        var before = rising.floorEntry(place);
        if (before != null && before.getValue().height() >= height) {
            return;
        }
        rising.put(place, new Peak(height, from));
        var next = rising.higherEntry(place);
        while (next != null && next.getValue().height() <= height) {
            rising.remove(next.getKey());
            next = rising.higherEntry(place);
        }
    }

    /** The highest of those whose place is less than the given one; null if there is none. */
    @Nullable
    Peak before(long place) {
        var highest = rising.lowerEntry(place);
        return highest == null ? null : highest.getValue();
    }
}
