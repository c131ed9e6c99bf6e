// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.report;

import dev.veo3.batch.event.JobResult;
import dev.veo3.batch.journal.Histories;
import dev.veo3.batch.journal.JobHistory;
import dev.veo3.batch.journal.JournalException;
import dev.veo3.batch.journal.Milestones;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;

/**
 * The phases of jobs as a journal has kept them, twenty-four bytes a job: a report goes through its jobs more than once, and the disk is
 * asked once. Not thread-safe.
 */
final class RecordedTimes implements RunTimes, AutoCloseable {
    private static final long NEVER = Long.MIN_VALUE;
    private static final long LAST_SECOND = Long.MAX_VALUE / 1_000_000_000 - 1;

    private final Histories histories;
    private final BitSet read = new BitSet();
    private final BitSet known = new BitSet();
    /** So many numbers there are for each job. */
    private static final int EACH = 3;

    /** For each job when it was submitted and when generated, in nanoseconds after 1970, and how long it was retried. */
    private long[] moments = new long[EACH * 1_000];
    private boolean gone;

    /** Reads these, and closes them when it is closed. */
    RecordedTimes(Histories histories) {
        this.histories = histories;
    }

    /** The phases of a job that has ended. */
    static JobTimes of(JobHistory history) {
        return of(Milestones.of(history));
    }

    private static JobTimes of(Milestones milestones) {
        return new JobTimes(true, milestones.submitted(), milestones.generated(), milestones.retried());
    }

    @Override
    public JobTimes of(JobResult result) {
        int index = result.job().index();
        if (!read.get(index)) {
            JobTimes times = look(result.job().id());
            if (!keep(index, times)) {
                return times;
            }
        }
        return known.get(index)
                ? new JobTimes(true, instant(moments[EACH * index]), instant(moments[EACH * index + 1]),
                        Duration.ofNanos(moments[EACH * index + 2]))
                : JobTimes.UNKNOWN;
    }

    /** A later run may have written the journal anew: then it does not have these jobs where it had them. */
    private JobTimes look(String job) {
        if (gone) {
            return JobTimes.UNKNOWN;
        }
        try {
            Milestones milestones = histories.milestones(job);
            return milestones.ended() ? of(milestones) : JobTimes.UNKNOWN;
        } catch (JournalException e) {
            gone = true;
            return JobTimes.UNKNOWN;
        }
    }

    /** Whether there is room for times like these: none before the year 1700 or after 2200. */
    private boolean keep(int index, JobTimes times) {
        if (!isNear(times.submitted()) || !isNear(times.generated())) {
            return false;
        }
        if (EACH * (index + 1) > moments.length) {
            moments = Arrays.copyOf(moments, Math.max(EACH * (index + 1), moments.length + moments.length / 2));
        }
        moments[EACH * index] = nanos(times.submitted());
        moments[EACH * index + 1] = nanos(times.generated());
        moments[EACH * index + 2] = Words.nanos(times.retried());
        known.set(index, times.known());
        read.set(index);
        return true;
    }

    private static boolean isNear(Optional<Instant> time) {
        return time.isEmpty() || Math.abs(time.get().getEpochSecond()) < LAST_SECOND;
    }

    private static long nanos(Optional<Instant> time) {
        return time.map(at -> at.getEpochSecond() * 1_000_000_000 + at.getNano()).orElse(NEVER);
    }

    private static Optional<Instant> instant(long nanos) {
        return nanos == NEVER ? Optional.empty() : Optional.of(Instant.EPOCH.plusNanos(nanos));
    }

    @Override
    public void close() {
        histories.close();
    }
}
