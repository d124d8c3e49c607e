// SPDX-License-Identifier: Apache-2.0
package dev.larder.test;

import dev.larder.test.Peaks.Peak;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Since when nothing older than a version may be served, key by key. */
final class Floors {

    private final Map<List<String>, Peaks> byKey = new HashMap<>();

    void add(List<String> key, long place, long version, Operation because) {
        byKey.computeIfAbsent(key, first -> new Peaks()).add(place, version, because);
    }

    @Nullable
    Peak at(List<String> key, long place) {
        Peaks peaks = byKey.get(key);
        return peaks == null ? null : peaks.before(place);
    }
}
