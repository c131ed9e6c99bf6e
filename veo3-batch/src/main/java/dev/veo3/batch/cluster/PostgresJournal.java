// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.cluster;

import dev.veo3.batch.journal.AttemptTakenException;
import dev.veo3.batch.journal.BatchHistory;
import dev.veo3.batch.journal.HeldBackException;
import dev.veo3.batch.journal.Histories;
import dev.veo3.batch.journal.JobHistory;
import dev.veo3.batch.journal.JobState;
import dev.veo3.batch.journal.Journal;
import dev.veo3.batch.journal.JournalException;
import dev.veo3.batch.journal.JournalRecord;
import dev.veo3.batch.journal.JournalRecord.BatchRecord;
import dev.veo3.batch.journal.JournalRecord.JobRecord;
import dev.veo3.batch.journal.JournalRecord.Submitting;
import dev.veo3.model.Usd;
import dev.veo3.time.TimeSource;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import javax.sql.DataSource;

/**
 * A journal in tables of PostgreSQL, for one batch, which any number of programs may have open at once. Every record is on the
 * server's disk when the call that gives it returns, an {@linkplain #append appended} one too: the transaction runs with
 * {@code synchronous_commit=on} whatever the server's default is. Each question is answered from the database, so that it sees
 * what other programs have recorded.
 *
 * <p>
 * Of all programs that opened it with {@link #ofWorker}, one gets to send an attempt: the intent of an attempt that is not the
 * next one, or that follows one whose intent is open, is refused with an {@link AttemptTakenException}, and the journal stays
 * well. An intent is never taken back: it can only be followed by its result, or be declared ambiguous, and a result that comes
 * late resolves that. Of a job whose last attempt is another worker's, it is not kept that it was taken up here, nor that the attempt
 * was not sent: only its own worker knows that. While that attempt may be under way, or has come to something, it is not kept either
 * that the job was skipped, was cancelled or has failed here: {@link #append} says so. When that worker is gone for good, the intent is
 * declared ambiguous with {@link JournalRecord.Ambiguous}, and what the batch does with jobs of unknown fate comes after.
 *
 * <p>
 * While the database is away (it is down, starts, or cannot be reached for more than a moment), nothing is sent: an intent is refused
 * with a {@link HeldBackException}, to be tried again. What happens to jobs that run is kept in memory, in its order, and is written when
 * the database is back, each record once although the answer to its commit was lost; a {@link #force} returns meanwhile before its record
 * is on a disk, so that the job goes on, and the log has the name of what the service has taken. Questions wait until the database is
 * back; an interrupt ends that wait with a {@link JournalException}, and stays set. A program that is killed meanwhile loses what is in
 * memory: its jobs are of unknown fate then, and none is paid twice. What does not go away by itself (a permission, a missing table,
 * damaged data) fails the journal for good. How soon a silent network is noticed is up to the pool: set its time to connect, and the
 * driver's {@code socketTimeout}. A failover to a replica that had not received everything forgets intents: it is not safe, unless the
 * replica is synchronous.
 *
 * <p>
 * Limits that all workers share are asked in the transaction of the intent: what they do not let through is not kept, and refused
 * with a {@link HeldBackException}. Thread-safe. The pool is its owner's, and is not closed.
 *
 * @since 1.0
 */
public final class PostgresJournal implements Journal {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final String batch;
    private final RecordKeeper keeper;
    private final Absence absence;
    private final Questions questions;
    private final Unanswered unanswered = new Unanswered();
    private final HeldBacks heldBacks = new HeldBacks();
    private final AtomicReference<Optional<JournalException>> failure = new AtomicReference<>(Optional.empty());

    private PostgresJournal(Database database, String batch, Duration patience, TimeSource time, RecordKeeper keeper) {
        this.batch = batch;
        this.keeper = keeper;
        this.absence = new Absence(batch, patience, time, keeper, this::fail);
        this.questions = new Questions(database, batch, absence);
    }

    /**
     * Opens the journal of a batch for one program at a time, like one in a file; it is new when the tables do not know the batch.
     *
     * @throws JournalException when the tables are missing or of another version, or the database cannot be reached
     */
    public static PostgresJournal open(DataSource source, String batch) {
        return open(source, batch, "", false, PATIENCE, TimeSource.system());
    }

    /**
     * Opens the journal of a batch for one of many workers.
     *
     * @param worker tells this run of this worker from every other; it stands beside what it records
     * @throws JournalException when the tables are missing or of another version, or the database cannot be reached
     */
    public static PostgresJournal ofWorker(DataSource source, String batch, String worker) {
        return open(source, batch, worker, true, PATIENCE, TimeSource.system());
    }

    /**
     * Opens the journal of a batch for one of many workers, who keep to limits together.
     *
     * @param worker tells this run of this worker from every other; it stands beside what it records
     * @param limits what all workers may use together; every one should bring the same
     * @param modelOf the model of the job of that id, by which rates are counted; must be quick
     * @throws JournalException when the tables are missing or of another version, or the database cannot be reached
     */
    public static PostgresJournal ofWorker(DataSource source, String batch, String worker, ClusterLimits limits,
            UnaryOperator<String> modelOf) {
        return open(source, batch, worker, true, new RecordKeeper.Shared(limits, modelOf, Optional.empty()), PATIENCE,
                TimeSource.system());
    }

    /** The same for a batch that was submitted: an intent needs a batch that is this submission's, and neither paused nor stopped. */
    static PostgresJournal ofShare(DataSource source, StoredBatch batch, String worker, ClusterLimits limits,
            UnaryOperator<String> modelOf) {
        RecordKeeper.Shared shared = new RecordKeeper.Shared(limits, modelOf, Optional.of(batch.submittedAt()));
        return open(source, batch.name(), worker, true, shared, PATIENCE, TimeSource.system());
    }

    static PostgresJournal open(DataSource source, String batch, String worker, boolean guarded, Duration patience,
            TimeSource time) {
        return open(source, batch, worker, guarded, RecordKeeper.Shared.NOTHING, patience, time);
    }

    private static PostgresJournal open(DataSource source, String batch, String worker, boolean guarded,
            RecordKeeper.Shared shared, Duration patience, TimeSource time) {
        ClusterSchema.check(source);
        Database database = new Database(source, patience, time);
        RecordKeeper keeper = new RecordKeeper(database, batch, worker, guarded, shared);
        keeper.prepare();
        return new PostgresJournal(database, batch, patience, time, keeper);
    }

    @Override
    public boolean append(JournalRecord record) {
        return keep(record);
    }

    /**
     * {@inheritDoc}
     *
     * @throws AttemptTakenException when the record is the intent of an attempt that this worker may not send; it is not kept
     * @throws HeldBackException when the record is an intent that the limits of all workers do not let through; it is not kept
     */
    @Override
    public void force(JournalRecord record) {
        keep(record);
    }

    @Override
    public JobHistory takeUp(JournalRecord.Admitted record) {
        failIfOver();
        try {
            return questions.ask(() -> keeper.takeUp(record));
        } catch (JournalException e) {
            throw Thread.currentThread().isInterrupted() ? e : fail(e);
        }
    }

    private boolean keep(JournalRecord record) {
        failIfOver();
        return switch (record) {
            case Submitting intent -> keep(intent);
            case JobRecord job -> {
                heldBacks.forget(job.job());
                unanswered.givenUp(job).ifPresent(this::keep);
                yield keep(Waiting.of(job));
            }
            case BatchRecord of -> keep(Waiting.of(of));
        };
    }

    private boolean keep(Waiting record) {
        if (absence.keeps(record)) {
            return true;
        }
        try {
            return keeper.write(record);
        } catch (DatabaseAwayException e) {
            absence.begins(e, Optional.of(record));
            return true;
        } catch (JournalException e) {
            throw fail(e);
        }
    }

    /** An intent is never kept in memory: it must be on the disk before anything is sent. */
    private boolean keep(Submitting intent) {
        if (absence.isAway()) {
            throw HeldBacks.away();
        }
        Waiting record = unanswered.waiting(intent);
        try {
            boolean kept = keeper.write(record);
            unanswered.answered(intent);
            return kept;
        } catch (AttemptTakenException e) {
            // Of one that is there although nobody knew, nothing was sent, and nothing will be.
            unanswered.givenUp(intent).ifPresent(this::keep);
            throw e;
        } catch (HeldBackException e) {
            throw heldBacks.later(intent.job(), e);
        } catch (DatabaseAwayException e) {
            unanswered.add(record, intent);
            absence.begins(e, Optional.empty());
            throw HeldBacks.away();
        } catch (JournalException e) {
            throw fail(e);
        }
    }

    @Override
    public void requireOpen(String job, String step, int attempt) {
        if (absence.isAway()) {
            throw HeldBacks.away();
        }
        try {
            keeper.requireOpen(job, step, attempt);
        } catch (DatabaseAwayException e) {
            absence.begins(e, Optional.empty());
            throw HeldBacks.away();
        }
    }

    @Override
    public Optional<Duration> age(String job, String step, int attempt) {
        return questions.age(job, step, attempt);
    }

    @Override
    public Optional<Boolean> risk(String job, String step, int attempt, Usd price, Usd upTo) {
        failIfOver();
        return Optional.of(questions.risk(new LimitTable.StepKey(job, step, attempt), price, upTo));
    }

    private JournalException fail(JournalException why) {
        failure.compareAndSet(Optional.empty(), Optional.of(why));
        return why;
    }

    @Override
    public void sync() {
        // Every record was on the disk when it had been given, unless the database was away.
        absence.awaitBack();
        failIfOver();
    }

    private void failIfOver() {
        failure().ifPresent(before -> {
            throw new JournalException(String.valueOf(before.getMessage()), before);
        });
    }

    @Override
    public JobState state(String job) {
        return history(job).state();
    }

    @Override
    public JobHistory history(String job) {
        return questions.history(job);
    }

    /** Asks the database for many jobs at once. What it tells may be older than the call by as long as those jobs took. */
    @Override
    public Histories histories(Iterable<String> order) {
        return questions.histories(order);
    }

    @Override
    public BatchHistory batch() {
        return questions.batch();
    }

    /**
     * {@inheritDoc} They are as they stood when this was called, and one of the pool's connections is held until the stream is
     * closed.
     */
    @Override
    public Stream<JobHistory> jobs() {
        return questions.jobs();
    }

    @Override
    public Optional<JournalException> failure() {
        return failure.get();
    }

    /** From here on half a minute is all that is waited for the database; records are still taken. */
    void ends() {
        absence.ends();
    }

    /**
     * Nothing more is taken. While the database is away this waits for it, for half a minute and one more try, and is not interruptible.
     *
     * @throws JournalException when the database did not come back: it says what was not written, and the log has the name of each
     *             operation that is paid
     */
    @Override
    public void close() {
        absence.close();
        fail(new JournalException("the journal of batch \"" + batch + "\" is closed"));
    }
}
