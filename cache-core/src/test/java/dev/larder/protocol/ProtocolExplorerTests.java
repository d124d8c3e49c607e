// SPDX-License-Identifier: Apache-2.0
package dev.larder.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.protocol.Configurations.Holding;
import dev.larder.protocol.Configurations.Reached;
import dev.larder.protocol.Configurations.Refuted;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Explores the one-key protocol that {@code docs/protocol} describes, in all the configurations of its tables. */
class ProtocolExplorerTests {

    private static final Set<Invariant> PROMISED = EnumSet.of(
            Invariant.NO_STALE_AFTER_ACK, Invariant.COHERENT, Invariant.MERGE_EXACT, Invariant.NOTHING_UNCOMMITTED);

    static List<Holding> holding() {
        return Configurations.holding();
    }

    static List<Holding> holdingAndLarge() {
        return Configurations.holdingAndLarge();
    }

    static List<Refuted> refuted() {
        return Configurations.refuted();
    }

    static List<Reached> reached() {
        return Configurations.reached();
    }

    @ParameterizedTest
    @MethodSource("holding")
    void keepsItsPromisesInEveryState(Holding expected) {
        assertHolds(expected);
    }

    @Tag("slow")
    @Timeout(value = 15, unit = TimeUnit.MINUTES)
    @ParameterizedTest
    @MethodSource("holdingAndLarge")
    void keepsItsPromisesInEveryStateOfLargeConfigurations(Holding expected) {
        assertHolds(expected);
    }

    @ParameterizedTest
    @MethodSource("refuted")
    void breaksAPromiseWithOneMistake(Refuted expected) {
        Explorer.Result result = Explorer.explore(expected.configuration(), PROMISED);

        assertThat(result.violated()).isEqualTo(expected.invariant());
        assertThat(result.trace()).as(trace(result)).hasSize(expected.length());
    }

    @ParameterizedTest
    @MethodSource("refuted")
    void keepsItsPromisesWithoutThatMistake(Refuted expected) {
        Explorer.Result result = Explorer.explore(expected.repaired(), PROMISED);

        assertThat(result.violated()).as(trace(result)).isNull();
    }

    @ParameterizedTest
    @MethodSource("reached")
    void reachesWhatItIsFor(Reached expected) {
        Explorer.Result result = Explorer.explore(expected.configuration(), EnumSet.of(expected.never()));

        assertThat(result.violated()).isEqualTo(expected.never());
        assertThat(result.trace()).as(trace(result)).hasSize(expected.length());
    }

    @Test
    void tellsTheShortestWayToAViolationInWords() {
        Configuration client = Configurations.refuted().stream()
                .map(Refuted::configuration)
                .filter(configuration -> configuration.name().equals("client"))
                .findFirst()
                .orElseThrow();

        List<TracedStep> trace = Explorer.explore(client, PROMISED).trace();

        assertThat(trace)
                .extracting(TracedStep::cause)
                .containsExactly(
                        "",
                        "reader R: lease",
                        "reader R: load",
                        "reader R: sends fill or refresh",
                        "evictor E: change origin",
                        "evictor E: evict",
                        "reader R: lease",
                        "reader R's fill {} runs late");
        assertThat(trace).last().extracting(TracedStep::state).isEqualTo("key: value {}, origin: {E}, promised: {E}");
    }

    private static void assertHolds(Holding expected) {
        Explorer.Result result = Explorer.explore(expected.configuration(), PROMISED);

        assertThat(result.violated()).as(trace(result)).isNull();
        assertThat(result.states()).isEqualTo(expected.states());
    }

    private static String trace(Explorer.Result result) {
        return result.trace().stream().map(step -> "\n  " + step).collect(Collectors.joining("", "trace:", "\n"));
    }
}
