// SPDX-License-Identifier: Apache-2.0
package dev.larder.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/**
 * Measures the CPU time of a call, in all threads of the process: the callers, event loops, those in the background, the collector and, where
 * it is still at work, the compiler.
 *
 * <p>Unlike the time that passes, it is hardly touched by what else the machine does.
 */
public final class CpuTime implements InternalProfiler {

    static final String LABEL = "cpu.norm";

    private final OperatingSystemMXBean process = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private long before;

    @Override
    public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
        before = process.getProcessCpuTime();
    }

    @Override
    public Collection<? extends Result<?>> afterIteration(
            BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
        double calls = result.getMetadata().getAllOps();
        return List.of(new ScalarResult(
                LABEL, (process.getProcessCpuTime() - before) / calls, "ns/op", AggregationPolicy.AVG));
    }

    @Override
    public String getDescription() {
        return "CPU time of the process, per call";
    }
}
