// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.micrometer;

import dev.veo3.batch.metrics.Activity;
import dev.veo3.batch.metrics.Counts;
import dev.veo3.batch.metrics.Measured;
import dev.veo3.batch.plan.BatchPlan;
import dev.veo3.model.Usd;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** The gauges of one run. */
final class RunGauges {
    private final MeterRegistry registry;
    private final String prefix;
    private final Measured run;
    private final Queue<Meter> meters = new ConcurrentLinkedQueue<>();

    RunGauges(MeterRegistry registry, String prefix, Measured run) {
        this.registry = registry;
        this.prefix = prefix;
        this.run = run;
        BatchPlan plan = run.plan();
        IntStream.range(0, plan.jobCount()).map(plan::priority).distinct().forEach(priority -> meters
                .add(Gauge.builder(prefix + "queue.depth", run, its -> its.queueDepths().getOrDefault(priority, 0))
                        .description("Jobs that can be taken up, and wait").tag("priority", Integer.toString(priority))
                        .strongReference(true).register(registry)));
        meters.add(TimeGauge.builder(prefix + "queue.oldest.age", run, TimeUnit.NANOSECONDS,
                its -> its.longestWait().toNanos())
                .description("How long the job waits that has waited longest").strongReference(true)
                .register(registry));
        gauge("inflight", "Jobs in flight", its -> its.metrics().inFlight());
        gauge("limit", "How many jobs may be in flight", its -> its.metrics().limit());
        gauge("utilization", "How much of the limit was in use over time", its -> its.metrics().workerUtilisation());
        gauge("error.rate", "The part of the jobs of the last five minutes that came to nothing",
                its -> its.metrics().errorRate());
        gauge("cost.reserved", "Dollars for what the service is at work on", its -> dollars(its.counts().reserved()));
        gauge("cost.spent", "Dollars for what has ended",
                its -> spent(its.counts()));
        meters.add(FunctionTimer.builder(prefix + "journal.force", run, its -> its.counts().forces(),
                its -> its.counts().work().on(Activity.FORCING).toNanos(), TimeUnit.NANOSECONDS)
                .description("How long jobs waited until the journal was on the disk").register(registry));
    }

    private void gauge(String name, String description, ToDoubleFunction<Measured> value) {
        meters.add(Gauge.builder(prefix + name, run, value).description(description).strongReference(true)
                .register(registry));
    }

    private static double spent(Counts counts) {
        return (counts.cost().micros() - counts.reserved().micros()) / 1e6;
    }

    private static double dollars(Usd amount) {
        return amount.micros() / 1e6;
    }

    void remove() {
        meters.forEach(registry::remove);
    }
}
