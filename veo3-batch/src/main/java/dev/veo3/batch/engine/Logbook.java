// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.engine;

import dev.veo3.batch.event.JobOutcome;
import dev.veo3.batch.event.JobResult;
import dev.veo3.batch.execute.JobEndedException;
import dev.veo3.batch.journal.AttemptTakenException;
import dev.veo3.batch.journal.HeldBackException;
import dev.veo3.batch.journal.JobHistory;
import dev.veo3.batch.journal.Journal;
import dev.veo3.batch.journal.JournalException;
import dev.veo3.batch.journal.JournalRecord;
import dev.veo3.batch.journal.JournalRecord.Ended;
import dev.veo3.batch.journal.JournalRecord.Rejected.Cause;
import dev.veo3.batch.journal.JournalRecord.Verdict;
import dev.veo3.batch.plan.Job;
import dev.veo3.model.Usd;
import dev.veo3.time.TimeSource;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what happens to the jobs of one batch into its journal. When the journal fails, nothing more is submitted, and what
 * runs is brought home without it.
 */
final class Logbook {
    private static final Logger LOG = LoggerFactory.getLogger(Logbook.class);

    private final @Nullable Journal journal;
    private final TimeSource time;
    private final Consumer<JournalException> failed;

    /**
     * A logbook.
     *
     * @param journal null when nothing is kept
     * @param failed is told of each failure
     */
    Logbook(@Nullable Journal journal, TimeSource time, Consumer<JournalException> failed) {
        this.journal = journal;
        this.time = time;
        this.failed = failed;
    }

    /** Whether anything is kept. */
    boolean keeps() {
        return journal != null;
    }

    void admitted(Job job) {
        append(() -> new JournalRecord.Admitted(job.id(), time.now(), job.specHash().value(), job.price()));
    }

    /**
     * Says that the job is taken up, if nothing is recorded of it: what was recorded before.
     *
     * @throws JournalException when the journal cannot be written, which is told, or the thread was interrupted
     */
    JobHistory takeUp(Journal book, Job job) {
        try {
            return book
                    .takeUp(new JournalRecord.Admitted(job.id(), time.now(), job.specHash().value(), job.price()));
        } catch (JournalException e) {
            if (!Thread.currentThread().isInterrupted()) {
                failed.accept(e);
            }
            throw e;
        }
    }

    /**
     * Says that a job goes on which had come to rest: what was done of it counts.
     *
     * @param end how it had come to rest
     * @return whether the journal says so now; not when the job does not rest like that any more
     * @throws JournalException when the journal cannot be written, which is told, or the thread was interrupted
     */
    boolean reopen(Ended end, String specHash, Optional<Usd> price) {
        if (journal == null) {
            return true;
        }
        try {
            return journal.reopen(new JournalRecord.Admitted(end.job(), time.now(), specHash, price), end);
        } catch (JournalException e) {
            if (!Thread.currentThread().isInterrupted()) {
                failed.accept(e);
            }
            throw e;
        }
    }

    /**
     * The intent, before the first byte leaves: when this returns, it is on the disk.
     *
     * @param again whether it is known that the attempt before has happened
     * @throws JobEndedException when it cannot be brought there: then nothing is submitted
     * @throws AttemptTakenException when another worker is at the job: nothing is recorded
     * @throws HeldBackException when what all workers share does not let it through: nothing is recorded
     */
    void submitting(Job job, String step, int attempt, Usd reserved, Optional<String> trace, boolean again) {
        if (journal == null) {
            return;
        }
        try {
            journal.force(
                    new JournalRecord.Submitting(job.id(), time.now(), step, attempt, reserved, trace, again));
        } catch (JournalException e) {
            failed.accept(e);
            throw new JobEndedException(
                    new JobOutcome.Skipped("not submitted, because the journal cannot be written: " + e.getMessage()));
        }
    }

    /** After which time that is to be asked. */
    Duration lookAgainAfter() {
        return journal == null ? Duration.ofNanos(Long.MAX_VALUE) : journal.lookAgainAfter();
    }

    /** How many attempts at the job count among none, because a quota was used up; as far as that can be found out. */
    int refusedForQuota(String job) {
        try {
            return journal == null ? 0 : journal.refusedForQuota(job);
        } catch (JournalException e) {
            return 0;
        }
    }

    /** Why an intent must not be carried out any more, a clause; empty when it still stands. */
    Optional<String> overtaken(Job job, String step, int attempt) {
        if (journal == null) {
            return Optional.empty();
        }
        try {
            journal.requireOpen(job.id(), step, attempt);
            return Optional.empty();
        } catch (AttemptTakenException | HeldBackException | JournalException e) {
            return Optional.of("its intent is too old to be carried out without another look: " + e.getMessage());
        }
    }

    /**
     * How long ago the last record of an attempt was kept, by the clock of all who share the journal; empty where only this program's own
     * tells. Nothing when that cannot be found out: then its whole time is still to come.
     */
    Optional<Duration> age(String job, String step, int attempt) {
        try {
            return journal == null ? Optional.empty() : journal.age(job, step, attempt);
        } catch (JournalException e) {
            return Optional.of(Duration.ZERO);
        }
    }

    /**
     * Whether an attempt of unknown fate may be followed by another as far as all who share the journal are concerned; empty where only
     * this program counts what is risked.
     */
    Optional<Boolean> risk(Job job, String step, int attempt, Usd price, Usd upTo) {
        try {
            return journal == null ? Optional.empty() : journal.risk(job.id(), step, attempt, price, upTo);
        } catch (JournalException e) {
            failed.accept(e);
            return Optional.of(false);
        }
    }

    /** The result: when this returns, it is on the disk, or a person has been told. */
    void submitted(Job job, String step, int attempt, String result) {
        if (journal == null) {
            return;
        }
        try {
            journal.force(new JournalRecord.Submitted(job.id(), time.now(), step, attempt, result));
        } catch (JournalException e) {
            LOG.error(
                    "The service has taken job {} ({}, attempt {}) as {}, and the journal cannot be written: keep this name."
                            + " {}",
                    job.id(), step, attempt, result, e.getMessage());
            failed.accept(e);
        }
    }

    void refused(Job job, String step, int attempt, String why, boolean quota) {
        rejected(job, step, attempt, quota ? Cause.QUOTA : Cause.REFUSED, why);
    }

    void notSent(Job job, String step, int attempt, String why) {
        rejected(job, step, attempt, Cause.NOT_SENT, why);
    }

    private void rejected(Job job, String step, int attempt, Cause cause, String why) {
        append(() -> new JournalRecord.Rejected(job.id(), time.now(), step, attempt, cause, why));
    }

    void ambiguous(Job job, String step, int attempt, String why, Optional<String> trace) {
        append(() -> new JournalRecord.Ambiguous(job.id(), time.now(), step, attempt, why, trace));
    }

    /** Declares each intent of the job that is open to be of unknown fate, since its worker is not this one: whether there was any. */
    boolean declare(Job job, JobHistory history) {
        List<JournalRecord.Submitting> open = history.steps().stream()
                .filter(JournalRecord.Submitting.class::isInstance).map(JournalRecord.Submitting.class::cast).toList();
        open.forEach(intent -> ambiguous(job, intent.step(), intent.attempt(),
                "its worker is gone, or stood still, while the job was being submitted: it is not known whether the"
                        + " service took it",
                intent.storagePrefix()));
        return !open.isEmpty();
    }

    /** The attempt of unknown fate has happened. */
    void found(Job job, String step, int attempt, String result) {
        append(() -> new JournalRecord.Resolved(job.id(), time.now(), step, attempt, new Verdict.Adopted(result)));
    }

    /** The attempt of unknown fate has not happened. */
    void absent(Job job, String step, int attempt) {
        append(() -> new JournalRecord.Resolved(job.id(), time.now(), step, attempt, new Verdict.Absent()));
    }

    /** A person has decided that the attempt of unknown fate may be followed by another. */
    void acceptedByHand(Job job, String step, int attempt) {
        append(() -> new JournalRecord.Resolved(job.id(), time.now(), step, attempt,
                new Verdict.ByHand("a person accepted that it may be paid twice")));
    }

    void generated(Job job, List<String> uris, Optional<Instant> expires) {
        append(() -> new JournalRecord.Generated(job.id(), time.now(), uris, expires));
    }

    void downloaded(Job job, Path file) {
        append(() -> Deliveries.record(job.id(), time.now(), file));
    }

    /** Whether the journal says now that the job has come to rest. */
    boolean ended(JobResult result, int attempt) {
        return append(() -> Ended.of(result, attempt));
    }

    /** The same for a job that ran: where it was merely left, somebody else may have found out how it ends. */
    boolean ran(JobResult result, int attempt) {
        return result.outcome().isLeft()
                ? append(book -> book.leave(Ended.of(result, attempt)))
                : ended(result, attempt);
    }

    void paused(String why) {
        append(() -> new JournalRecord.Paused(time.now(), why));
    }

    void resumed() {
        append(() -> new JournalRecord.Resumed(time.now()));
    }

    void learned(String key, int limit) {
        append(() -> new JournalRecord.LimitLearned(time.now(), key, limit));
    }

    private boolean append(Supplier<JournalRecord> record) {
        return append(book -> book.append(record.get()));
    }

    private boolean append(Predicate<Journal> record) {
        if (journal == null || journal.failure().isPresent()) {
            return false;
        }
        try {
            return record.test(journal);
        } catch (JournalException e) {
            failed.accept(e);
            return false;
        }
    }
}
