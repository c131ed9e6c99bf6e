// SPDX-License-Identifier: Apache-2.0
package dev.veo3.bench;

import dev.veo3.batch.event.JobOutcome;
import dev.veo3.batch.flight.JobFlight;
import dev.veo3.batch.metrics.Alarms;
import dev.veo3.batch.metrics.AlertRules;
import dev.veo3.batch.metrics.Tally;
import dev.veo3.model.Usd;
import dev.veo3.time.TimeSource;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What metrics, alerts and events add to a job while no recording runs: the same virtual threads take the same jobs, which do nothing,
 * and keep their outcomes, once without and once with everything that the engine counts, times and asks at the begin and the end of a
 * job. The difference of the two rows is the cost, in which the clock is read once; {@link EventsBenchmark#clock} shows what that takes.
 * Jobs that are submitted and downloaded are counted at these steps too, and wait for the network there.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class MetricsBenchmark {
    private static final int JOBS = 100_000;
    private static final JobOutcome DONE = new JobOutcome.Succeeded(List.of());
    private static final Usd PRICE = Usd.of("3.20");

    /** How many jobs run at once. */
    @Param({"8", "64"})
    private int concurrency = 8;

    private final TimeSource time = TimeSource.system();

    /** For JMH. */
    public MetricsBenchmark() {}

    /** What one thread does with the jobs that it takes. */
    private interface Hand {
        void work(AtomicInteger next, AtomicReferenceArray<JobOutcome> outcomes);
    }

    /** Jobs are taken, and their outcomes kept; nothing is counted. */
    @Benchmark
    @OperationsPerInvocation(JOBS)
    public AtomicReferenceArray<JobOutcome> off() {
        return run(MetricsBenchmark::uncounted);
    }

    /** The same, and the engine's counters, phases, alerts and events. */
    @Benchmark
    @OperationsPerInvocation(JOBS)
    public Tally on() {
        Tally tally = new Tally(JOBS, time);
        Alarms alarms = new Alarms(AlertRules.standard());
        run((next, outcomes) -> counted(next, outcomes, tally, alarms));
        if (tally.succeeded() != JOBS) {
            throw new IllegalStateException("Only " + tally.succeeded() + " jobs were counted");
        }
        return tally;
    }

    private static void uncounted(AtomicInteger next, AtomicReferenceArray<JobOutcome> outcomes) {
        for (int index = next.getAndIncrement(); index < JOBS; index = next.getAndIncrement()) {
            outcomes.setRelease(index, DONE);
        }
    }

    private void counted(AtomicInteger next, AtomicReferenceArray<JobOutcome> outcomes, Tally tally, Alarms alarms) {
        try (Tally.Sheet sheet = tally.sheet()) {
            long now = time.nanos();
            sheet.permitTaken(now);
            for (int index = next.getAndIncrement(); index < JOBS; index = next.getAndIncrement()) {
                sheet.started(now, tally.begin());
                JobFlight flight = new JobFlight();
                flight.begin();
                JobOutcome outcome = DONE;
                long ended = time.nanos();
                flight.end();
                if (flight.shouldCommit()) {
                    flight.keep("job", "model", outcome.name(), 1);
                }
                if (alarms.isSlow(ended - now)) {
                    alarms.ended("job", ended - now);
                }
                sheet.ended(outcome, PRICE, Usd.ZERO, ended - now);
                outcomes.setRelease(index, outcome);
                now = ended;
            }
        }
    }

    private AtomicReferenceArray<JobOutcome> run(Hand hand) {
        AtomicReferenceArray<JobOutcome> outcomes = new AtomicReferenceArray<>(JOBS);
        AtomicInteger next = new AtomicInteger();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < concurrency; i++) {
                threads.execute(() -> hand.work(next, outcomes));
            }
        }
        if (outcomes.getAcquire(JOBS - 1) == null) {
            throw new IllegalStateException("The last job has no outcome");
        }
        return outcomes;
    }
}
