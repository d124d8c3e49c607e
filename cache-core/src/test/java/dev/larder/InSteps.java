// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.larder.store.CacheStore;
import dev.larder.test.HistoryRun;
import dev.larder.time.TimeSources;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.slf4j.LoggerFactory;

/** Runs of histories on nodes whose own steps run where they come up, so that a run knows when there are no more. */
public final class InSteps {

    private InSteps() {}

    /** A setup of runs over a store. */
    public static HistoryRun.Setup over(Function<TimeSources, CacheStore> store) {
        return HistoryRun.over(store, builder -> {
            builder.steps = Runnable::run;
            return builder;
        });
    }

    /** Runs so many histories, from a random seed or the given one on, and sees to it that none breaks an invariant. */
    public static List<HistoryRun.Result> runAll(HistoryRun.Setup setup, int histories) {
        long first = Long.getLong("larder.test.seed", new Random().nextLong());
        List<HistoryRun.Result> results = new ArrayList<>();
        for (long seed = first; seed < first + histories; seed++) {
            HistoryRun.Result result = run(setup, seed);
            assertThat(result.violations())
                    .as(() -> "%s%nrun again with -Dlarder.test.seed=%d".formatted(result.report(), result.seed()))
                    .isEmpty();
            results.add(result);
        }
        return results;
    }

    /** Runs one history, without a log of the trouble that it makes. */
    static HistoryRun.Result run(HistoryRun.Setup setup, long seed) {
        Logger log = (Logger) LoggerFactory.getLogger("dev.larder");
        Level before = log.getLevel();
        log.setLevel(Level.ERROR);
        try {
            return setup.run(seed);
        } finally {
            log.setLevel(before);
        }
    }
}
