// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.engine;

import dev.veo3.batch.limit.PermitGate;
import dev.veo3.batch.metrics.Activity;
import dev.veo3.batch.metrics.BatchMetrics;
import dev.veo3.batch.metrics.Bottleneck;
import dev.veo3.batch.metrics.Counts;
import dev.veo3.batch.metrics.ErrorWindow;
import dev.veo3.batch.metrics.HeapMemory;
import dev.veo3.batch.metrics.Leftovers;
import dev.veo3.batch.metrics.LimitTime;
import dev.veo3.batch.metrics.Phase;
import dev.veo3.batch.metrics.PhaseTimes;
import dev.veo3.batch.metrics.ProcessFigures;
import dev.veo3.batch.plan.BatchPlan;
import dev.veo3.batch.report.RunFigures;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Reads the figures of one batch. For any thread; jobs do not wait for it. */
final class Meters {
    private final BatchPlan plan;
    private final Parts parts;
    private final ErrorWindow window;
    private final ProcessFigures before = ProcessFigures.now();

    Meters(BatchPlan plan, Parts parts) {
        this.plan = plan;
        this.parts = parts;
        this.window = new ErrorWindow(parts.tally().begin());
    }

    /** The jobs that ended in the last minutes. */
    ErrorWindow.Rate recent() {
        Counts counts = parts.tally().counts();
        return window.at(parts.time().nanos(), counts.ran(), counts.errors());
    }

    /** The figures now; there is no crew before the batch has begun. */
    BatchMetrics read(@Nullable Crew crew) {
        Counts counts = parts.tally().counts();
        long now = parts.time().nanos();
        PermitGate.Permits permits = parts.inFlight().gate().snapshot();
        Map<Phase, PhaseTimes> phases = new EnumMap<>(Phase.class);
        for (Phase phase : Phase.values()) {
            phases.put(phase, parts.tally().phase(phase));
        }
        return new BatchMetrics(counts.averageDuration(), crew == null ? plan.jobCount() : crew.waiting(),
                utilisation(now), window.at(now, counts.ran(), counts.errors()).value(), HeapMemory.used(),
                counts.throttled(), phases, counts.cost(), permits.inUse(), permits.limit());
    }

    /** Whether the service took a job, or one ended well without: else nothing but the way to it can have held the batch up. */
    private boolean wasAnyTaken() {
        Counts counts = parts.tally().counts();
        return counts.ran() > counts.errors() || parts.tally().phase(Phase.SUBMIT).count() > 0
                || counts.work().on(Activity.GENERATING).isPositive();
    }

    /** How many jobs wait, by priority. */
    SortedMap<Integer, Integer> queueDepths(@Nullable Crew crew) {
        SortedMap<Integer, Integer> depths = new TreeMap<>();
        IntStream jobs = crew == null ? IntStream.range(0, plan.jobCount()) : crew.waitingJobs();
        jobs.forEach(index -> depths.merge(plan.priority(index), 1, Integer::sum));
        return depths;
    }

    /** How long the job waits that has waited longest. */
    Duration longestWait(@Nullable Crew crew) {
        long now = parts.time().nanos();
        long since = crew == null ? parts.tally().begin() : crew.waitingSince(now);
        return Duration.ofNanos(Math.max(0, now - since));
    }

    private double utilisation(long now) {
        LimitTime limits = parts.limitTime();
        double allowed = limits.until(now);
        return allowed <= 0 ? 0 : Math.clamp(parts.tally().permitTime().toNanos() / allowed, 0, 1);
    }

    /** The limit is as large as is allowed unless it adapts. */
    private Bottleneck.Room room() {
        int limit = parts.inFlight().gate().snapshot().limit();
        if (limit < plan.concurrency()) {
            return parts.limitChanges().hasFallen()
                    ? new Bottleneck.Room.Found(limit)
                    : new Bottleneck.Room.Growing(limit);
        }
        return parts.tally().counts().ran() <= limit ? new Bottleneck.Room.AllAtOnce() : new Bottleneck.Room.More();
    }

    /** The figures of a batch that has ended. */
    RunFigures end(Crew crew, Lookout lookout) {
        ProcessFigures after = ProcessFigures.now();
        int jobs = Math.max(1, plan.jobCount());
        Optional<Duration> cpu = before.cpu().flatMap(then -> after.cpu().map(now -> now.minus(then)));
        Bottleneck.Means means = new Bottleneck.Means(Math.min(jobs, parts.inFlight().gate().snapshot().limit()),
                Math.min(jobs, parts.downloads().limit()), parts.tally().elapsed(), cpu, room());
        Leftovers left = new Leftovers(crew.threads() + parts.timers().threads(),
                parts.inFlight().gate().snapshot().inUse(), parts.inFlight().kept(), parts.downloads().running());
        return new RunFigures(read(crew),
                wasAnyTaken() ? Bottleneck.of(parts.tally().counts().work(), means) : Optional.empty(),
                lookout.alarms().raised(), left.judge(before, after, Runtime.getRuntime().maxMemory(),
                        Math.min(jobs, plan.concurrency()) + Math.min(jobs, parts.downloads().limit())),
                parts.limitChanges().all());
    }
}
