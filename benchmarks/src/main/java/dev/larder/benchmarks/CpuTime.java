// SPDX-License-Identifier: Apache-2.0
package dev.larder.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Collection;
import java.util.List;
import java.util.stream.LongStream;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/**
 * Measures the CPU time of a call, in all threads that run Java: the callers, event loops, and those in the background.
 *
 * <p>Unlike the time that passes, it is hardly touched by what else the machine does. The compiler and the collector do not count.
 */
public final class CpuTime implements InternalProfiler {

    static final String LABEL = "cpu.norm";

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private long before;

    @Override
    public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
        before = used();
    }

    @Override
    public Collection<? extends Result<?>> afterIteration(
            BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
        double calls = result.getMetadata().getAllOps();
        return List.of(new ScalarResult(LABEL, (used() - before) / calls, "ns/op", AggregationPolicy.AVG));
    }

    private long used() {
        // A thread that has ended is not known any more, and counts as nothing.
        return LongStream.of(threads.getAllThreadIds())
                .map(threads::getThreadCpuTime)
                .filter(nanos -> nanos > 0)
                .sum();
    }

    @Override
    public String getDescription() {
        return "CPU time of all Java threads, per call";
    }
}
