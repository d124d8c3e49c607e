// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.store.MemoryCacheStore;
import dev.larder.test.HistoryRun;
import dev.larder.test.RecordMapStore;
import java.util.List;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;

/** Random histories of nodes over stores of this process; {@code RedisHistoryTests} has those over a server. */
class HistoryTests {

    private static final int HISTORIES = 150;

    @Test
    void nodesOverOneStoreInMemoryKeepTheInvariants() {
        InSteps.runAll(InSteps.over(MemoryCacheStore::new), HISTORIES);
    }

    @Test
    void nodesOverOneStoreInMemoryKeepThemWhenNodesStopInTheMiddle() {
        InSteps.runAll(InSteps.over(MemoryCacheStore::new).faulty(), HISTORIES);
    }

    @Test
    void nodesOverOneStoreOfRecordsKeepTheInvariants() {
        InSteps.runAll(InSteps.over(RecordMapStore::new), HISTORIES);
    }

    @Test
    void nodesOverOneStoreOfRecordsKeepThemWhenItFailsAndStallsAndLosesAndRepeatsCommands() {
        List<HistoryRun.Result> results =
                InSteps.runAll(InSteps.over(RecordMapStore::new).faulty(), 2 * HISTORIES);

        assertThat(List.of(
                        sum(results, CacheStats::hits) / 10,
                        sum(results, CacheStats::journalled) / 2,
                        10 * sum(results, CacheStats::journalOverflows),
                        results.stream().mapToLong(HistoryRun.Result::crashes).sum(),
                        results.stream().mapToLong(HistoryRun.Result::opened).sum()))
                .as(
                        "hits, journalled evictions, overflows, crashes and steps with an open breaker, as many as there should be")
                .allMatch(count -> count > HISTORIES / 5);
    }

    private static long sum(List<HistoryRun.Result> results, ToLongFunction<CacheStats> count) {
        return results.stream()
                .flatMap(result -> result.stats().stream())
                .mapToLong(count)
                .sum();
    }
}
