// SPDX-License-Identifier: Apache-2.0
package dev.larder.sample.feed;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * How often a post was reacted to.
 *
 * @param byKind the kinds that occur, with their counts
 */
record ReactionCounts(Map<ReactionKind, Long> byKind) {

    static final ReactionCounts NONE = new ReactionCounts(Map.of());

    static ReactionCounts of(List<ReactionCount> counts) {
        Map<ReactionKind, Long> byKind = new EnumMap<>(ReactionKind.class);
        counts.forEach(count -> byKind.put(count.kind(), count.count()));
        return new ReactionCounts(Collections.unmodifiableMap(byKind));
    }
}
