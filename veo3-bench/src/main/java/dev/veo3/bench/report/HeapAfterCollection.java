// SPDX-License-Identifier: Apache-2.0
package dev.veo3.bench.report;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/** What the heap holds after each iteration, once what nobody needs is collected, in MB. */
public final class HeapAfterCollection implements InternalProfiler {
    /** The name of the figure in JMH's results. */
    static final String LABEL = "heap.after.gc";

    private final MemoryMXBean memory = ManagementFactory.getMemoryMXBean();

    /** For JMH. */
    public HeapAfterCollection() {}

    @Override
    public String getDescription() {
        return "Heap in use after a collection";
    }

    @Override
    public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {}

    @Override
    public Collection<? extends Result<?>> afterIteration(BenchmarkParams benchmark, IterationParams iteration,
            IterationResult result) {
        memory.gc();
        double megabytes = memory.getHeapMemoryUsage().getUsed() / 1e6;
        return List.of(new ScalarResult(LABEL, megabytes, "MB", AggregationPolicy.AVG));
    }
}
