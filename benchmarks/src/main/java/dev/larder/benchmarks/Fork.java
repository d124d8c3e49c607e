// SPDX-License-Identifier: Apache-2.0
package dev.larder.benchmarks;

import java.util.Objects;
import java.util.regex.Pattern;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Measures a run in a JVM of its own, in which nothing else has been compiled for. */
final class Fork {

    private static final TimeValue SECOND = TimeValue.seconds(1);
    private static final String[] WAITING = {"-Xms1g", "-Xmx1g"};

    /** Threads that only calculate leave the compiler no time, so it goes first; a server's deadlines would run out meanwhile. */
    private static final String[] CALCULATING = {"-Xms1g", "-Xmx1g", "-Xbatch"};

    private static final String ALLOCATION = "gc.alloc.rate.norm";

    private Fork() {}

    static Score measure(Run run) {
        Size size = run.size();
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include("^" + Pattern.quote(run.benchmark()) + "$")
                .mode(Mode.Throughput)
                .threads(run.threads())
                .forks(1)
                .warmupIterations(1)
                .warmupTime(TimeValue.seconds(size == null ? 4 : 20))
                .measurementIterations(3)
                .measurementTime(SECOND)
                .jvmArgsAppend(size == null ? CALCULATING : WAITING)
                .addProfiler(GCProfiler.class)
                .addProfiler(CpuTime.class)
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT);
        if (size != null) {
            options.param("size", size.name());
        }
        RunResult result = run(options.build());
        return new Score(
                result.getPrimaryResult().getScore(), secondary(result, CpuTime.LABEL), secondary(result, ALLOCATION));
    }

    private static double secondary(RunResult result, String label) {
        return Objects.requireNonNull(result.getSecondaryResults().get(label), label)
                .getScore();
    }

    private static RunResult run(Options options) {
        try {
            return new Runner(options).runSingle();
        } catch (RunnerException broken) {
            throw new IllegalStateException("a benchmark failed; what it said is above", broken);
        }
    }
}
