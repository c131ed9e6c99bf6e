// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.micrometer;

import dev.veo3.batch.event.BatchListener;
import dev.veo3.batch.event.JobEvent;
import dev.veo3.batch.event.JobOutcome;
import dev.veo3.batch.metrics.Measured;
import dev.veo3.batch.metrics.Phase;
import dev.veo3.batch.plan.Job;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.LongTaskTimer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * Keeps meters of batches in a registry. As a listener of a processor it counts and times what happens to jobs; of each run that it is
 * told to {@linkplain #follow follow} it shows the gauges. No meter has a job's id or prompt in it. Thread-safe. The registry stays its
 * owner's; {@link #close} takes the gauges out, what was counted and timed stays.
 *
 * <p>Timers {@code veo3.batch.job.duration} (model, outcome), {@code veo3.batch.phase.duration} (phase) and, for a run that is followed,
 * {@code veo3.batch.journal.force}; the long task timer {@code veo3.batch.jobs.active}; counters {@code veo3.batch.submissions} (result:
 * accepted, rejected, ambiguous), {@code veo3.batch.ratelimit.hits} (kind: rpm, concurrency, daily) and {@code veo3.batch.retries}
 * (class: submission, ambiguous, operation); gauges {@code veo3.batch.queue.depth} (priority), {@code veo3.batch.queue.oldest.age},
 * {@code veo3.batch.inflight}, {@code veo3.batch.limit}, {@code veo3.batch.utilization}, {@code veo3.batch.error.rate},
 * {@code veo3.batch.cost.reserved} and {@code veo3.batch.cost.spent} in dollars; and Micrometer's own {@code jvm.memory.*} and
 * {@code jvm.gc.*}.
 *
 * @since 1.0
 */
public final class MicrometerBinder implements BatchListener, AutoCloseable {
    private static final String PREFIX = "veo3.batch.";
    private static final Duration[] OBJECTIVES = {Duration.ofSeconds(30), Duration.ofMinutes(1), Duration.ofMinutes(2),
        Duration.ofMinutes(4), Duration.ofMinutes(8), Duration.ofMinutes(15)};

    private final MeterRegistry registry;
    private final LongTaskTimer active;
    private final JvmGcMetrics collections = new JvmGcMetrics();
    private final Map<SameJob, JobWay> running = new ConcurrentHashMap<>();
    private final Queue<RunGauges> runs = new ConcurrentLinkedQueue<>();

    /** The very object: jobs of several batches may be equal, and comparing their requests would be slow. */
    private record SameJob(Job job) {

        @Override
        @SuppressWarnings("ReferenceEquality") // The very object is what is meant.
        public boolean equals(@Nullable Object other) {
            return other instanceof SameJob(Job its) && its == job;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(job);
        }
    }

    /** Meters in this registry. */
    @SuppressWarnings("exports") // Who uses this has Micrometer.
    public MicrometerBinder(MeterRegistry registry) {
        this.registry = registry;
        this.active = LongTaskTimer.builder(PREFIX + "jobs.active").description("Jobs that have been taken up")
                .register(registry);
        new JvmMemoryMetrics().bindTo(registry);
        collections.bindTo(registry);
    }

    private long now() {
        return registry.config().clock().monotonicTime();
    }

    /**
     * Shows the gauges of a run, until another one is followed or the binder is closed. For runs side by side, take a registry each, or one
     * with common tags.
     */
    public void follow(Measured run) {
        for (RunGauges before = runs.poll(); before != null; before = runs.poll()) {
            before.remove();
        }
        runs.add(new RunGauges(registry, PREFIX, run));
    }

    @Override
    public void onEvent(JobEvent event) {
        switch (event) {
            case JobEvent.Started e -> {
                phase(Phase.QUEUE, e.waited().toNanos());
                running.put(new SameJob(e.job()), new JobWay(active.start(), now()));
            }
            case JobEvent.Submitting e -> way(e).submitting();
            case JobEvent.Submitted e -> {
                way(e).submitted(now(), this::phase);
                submissions("accepted");
            }
            case JobEvent.Throttled e -> {
                if (way(e).notSubmitted()) {
                    submissions("rejected");
                }
                count("ratelimit.hits", "kind", QuotaKind.of(e.error()));
            }
            case JobEvent.Retrying e -> {
                JobWay way = way(e);
                if (way.notSubmitted()) {
                    submissions(e.cause() == JobEvent.Retrying.Cause.UNKNOWN_FATE ? "ambiguous" : "rejected");
                }
                count("retries", "class", word(e.cause()));
                if (e.cause() == JobEvent.Retrying.Cause.FAILED) {
                    // It is put back into the queue, and taken up anew.
                    way.ended(now(), this::phase);
                    running.remove(new SameJob(e.job()));
                }
            }
            case JobEvent.Generated e -> way(e).generated(now(), this::phase);
            case JobEvent.Downloading e -> way(e).downloading(now(), this::phase);
            case JobEvent.Downloaded e -> way(e).downloaded(now());
            case JobEvent.Finished e -> finished(e);
        }
    }

    /** What is known of the job; an event of a job whose begin was not heard is one of a job that began now. */
    private JobWay way(JobEvent event) {
        return running.computeIfAbsent(new SameJob(event.job()), job -> new JobWay(active.start(), now()));
    }

    private void finished(JobEvent.Finished event) {
        JobOutcome outcome = event.result().outcome();
        if (!event.ran()) {
            return;
        }
        JobWay way = way(event);
        running.remove(new SameJob(event.job()));
        way.ended(now(), this::phase);
        if (way.notSubmitted()) {
            submissions(outcome instanceof JobOutcome.Ambiguous ? "ambiguous" : "rejected");
        }
        Timer.builder(PREFIX + "job.duration").description("How long jobs ran")
                .tags("model", event.job().request().model().value(), "outcome", outcome.name())
                .serviceLevelObjectives(OBJECTIVES).register(registry).record(event.result().duration());
    }

    private void phase(Phase phase, long nanos) {
        Timer.builder(PREFIX + "phase.duration").description("How long a part of the jobs' way took")
                .tag("phase", phase.word()).serviceLevelObjectives(OBJECTIVES).register(registry)
                .record(Duration.ofNanos(Math.max(0, nanos)));
    }

    private static String word(JobEvent.Retrying.Cause cause) {
        return switch (cause) {
            case NOT_TAKEN -> "submission";
            case UNKNOWN_FATE -> "ambiguous";
            case FAILED -> "operation";
        };
    }

    private void submissions(String result) {
        count("submissions", "result", result);
    }

    private void count(String name, String tag, String value) {
        Counter.builder(PREFIX + name).tag(tag, value).register(registry).increment();
    }

    /** Takes the gauges of the runs out of the registry, and listens to the collector no more. */
    @Override
    public void close() {
        runs.forEach(RunGauges::remove);
        runs.clear();
        collections.close();
    }
}
