// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.report;

import dev.veo3.batch.event.Alert;
import dev.veo3.batch.metrics.Activity;
import dev.veo3.batch.metrics.Alarms;
import dev.veo3.batch.metrics.AlertRules;
import dev.veo3.batch.metrics.Bottleneck;
import dev.veo3.batch.metrics.Phase;
import dev.veo3.batch.metrics.PhaseTimes;
import dev.veo3.batch.metrics.WorkTimes;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the times of its jobs tell of a batch that nobody measured while it ran: slow jobs and too many errors by the standard rules, how
 * long the phases took, and an estimate of what held it up. Needs room for each half minute in which a job ended, and for no job.
 */
final class RecordedRun {
    /** In seconds. */
    private static final long STEP = 30;
    /** The five minutes of an error rate, in steps. */
    private static final long WINDOW = 10;
    /** A request and its answer do not take longer by themselves. */
    private static final Duration LONGEST_SENDING = Duration.ofSeconds(10);
    private static final Set<String> ERRORS = Set.of("filtered", "empty", "failed", ReportedJob.AMBIGUOUS);

    private final Alarms alarms = new Alarms(AlertRules.standard());
    private final Map<Phase, DurationCounts> phases = new EnumMap<>(Phase.class);
    /** By step, how many jobs ended and how many of these came to nothing. */
    private final TreeMap<Long, long[]> ends = new TreeMap<>();
    private Duration submit = Duration.ZERO;
    /** Of that, what went to attempts that came to nothing for another reason than a quota. */
    private Duration retried = Duration.ZERO;
    private Duration generate = Duration.ZERO;
    private Duration download = Duration.ZERO;
    private Duration unknown = Duration.ZERO;
    private long ran;
    /** Of the jobs that were submitted after they had been taken up. */
    private long submitted;
    private Duration quickest = LONGEST_SENDING;

    /**
     * What is told.
     *
     * @param alerts each cause once
     * @param bottleneck with shares of quota, service time, download and retries; empty when the times do not tell
     * @param phases how long they took; one that no job is known to have gone through is not there
     */
    record Told(List<Alert> alerts, Optional<Bottleneck> bottleneck, Map<Phase, PhaseTimes> phases) {}

    /** Adds a job that ran. */
    void add(ReportedJob job) {
        add(job, job.spent());
    }

    /** The same where it is known how the job spent its time. */
    void add(ReportedJob job, JobTimes.Spent spent) {
        ran++;
        long nanos = Words.nanos(job.duration());
        if (alarms.isSlow(nanos)) {
            alarms.ended(job.id(), nanos);
        }
        long[] step = ends.computeIfAbsent(Math.floorDiv(job.ended().getEpochSecond(), STEP), none -> new long[2]);
        step[0]++;
        step[1] += ERRORS.contains(job.outcome()) ? 1 : 0;
        if (!job.times().known() || (job.operation().isEmpty() && job.times().submitted().isEmpty())) {
            unknown = unknown.plus(job.duration());
        } else {
            phases(job, spent);
        }
    }

    private void phases(ReportedJob job, JobTimes.Spent spent) {
        submit = submit.plus(spent.submit());
        generate = generate.plus(spent.generate());
        download = download.plus(spent.download());
        // Of a job that an earlier run has taken up, and of one whose clock was set, no more than its time.
        Duration lost = spent.submit().compareTo(job.times().retried()) < 0 ? spent.submit() : job.times().retried();
        retried = retried.plus(lost);
        boolean whole = job.times().submitted().filter(at -> !at.isBefore(job.started())).isPresent();
        if (whole) {
            submitted++;
            Duration sent = spent.submit().minus(lost);
            quickest = sent.compareTo(quickest) < 0 ? sent : quickest;
            count(Phase.SUBMIT, spent.submit());
            count(Phase.GENERATE, spent.generate());
        }
        if (job.times().generated().isPresent()) {
            count(Phase.DOWNLOAD, spent.download());
        }
    }

    private void count(Phase phase, Duration time) {
        phases.computeIfAbsent(phase, none -> new DurationCounts()).add(time);
    }

    /** What the jobs that were added tell, together with how many were in which phase. */
    Told told(TimeGrid grid) {
        Map<Phase, PhaseTimes> times = new EnumMap<>(Phase.class);
        phases.forEach((phase, counts) -> times.put(phase, new PhaseTimes(counts.total(), counts.quantile(0.5),
                counts.quantile(0.95), counts.quantile(0.99))));
        return new Told(alerts(), bottleneck(grid.steps()), Collections.unmodifiableMap(times));
    }

    private List<Alert> alerts() {
        ends.keySet().forEach(last -> {
            long ended = 0;
            long errors = 0;
            for (long[] step : ends.subMap(last - WINDOW, false, last, true).values()) {
                ended += step[0];
                errors += step[1];
            }
            alarms.errors(errors, ended);
        });
        return alarms.raised();
    }

    private Bottleneck.Room room(double flying) {
        return ran <= flying ? new Bottleneck.Room.AllAtOnce() : new Bottleneck.Room.More();
    }

    /**
     * What the quickest submission needed, every one needs, but not more than a few seconds, and what attempts took that came to nothing is
     * recorded; the rest of the time before the service took a job is a wait for quota. As
     * many jobs as were in flight or downloading at the most are taken for the limits.
     */
    private Optional<Bottleneck> bottleneck(List<TimeGrid.Step> steps) {
        Duration all = submit.plus(generate).plus(download);
        if (unknown.compareTo(all) > 0) {
            return Optional.empty();
        }
        Duration sending = submitted == 0 ? Duration.ZERO : quickest.multipliedBy(submitted);
        WorkTimes work = new WorkTimes(all, Map.of(Activity.HELD_BACK,
                submit.minus(retried).minus(sending), Activity.PAUSING, retried, Activity.SENDING, sending,
                Activity.GENERATING, generate, Activity.DOWNLOADING, download), Duration.ZERO);
        double flying = 1;
        double downloading = 1;
        for (TimeGrid.Step step : steps) {
            flying = Math.max(flying, step.submit() + step.generate() + step.other());
            downloading = Math.max(downloading, step.download());
        }
        return Bottleneck.of(work, new Bottleneck.Means((int) Math.ceil(flying), (int) Math.ceil(downloading),
                Duration.ZERO, Optional.empty(), room(flying)));
    }
}
