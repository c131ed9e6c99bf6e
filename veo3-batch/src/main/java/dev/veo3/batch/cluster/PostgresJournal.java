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
import dev.veo3.model.Usd;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import javax.sql.DataSource;

/**
 * A journal in tables of PostgreSQL, for one batch, which any number of programs may have open at once. Every record is on the
 * server's disk when the call that gives it returns, an {@linkplain #append appended} one too: the transaction runs with
 * {@code synchronous_commit=on} and as {@code read committed} whatever the server's defaults are. Only that a job is {@linkplain #takeUp taken
 * up} gets there with what is recorded of it next. Each question is answered from the database, so that it sees what other programs have recorded.
 *
 * <p>
 * Of all programs that opened it with {@link #ofWorker}, one gets to send an attempt: the intent of an attempt that is not the
 * next one, or that follows one whose intent is open, is refused with an {@link AttemptTakenException}, and the journal stays
 * well. An intent is never taken back: it can only be followed by its result, or be declared ambiguous, and a result that comes
 * late resolves that. Of a job whose last attempt is another worker's, it is not kept that it was taken up here as it was, nor that the attempt
 * was not sent: only its own worker knows that. While that attempt may be under way, or has come to something, it is not kept either
 * that the job was skipped, was cancelled or has failed here: {@link #append} says so. A job that has come to rest goes on by
 * {@link #reopen} only: until then no intent of it is kept, and not that it was taken up. When that worker is gone for good, the intent is
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
    private final Duration lookAgainAfter;
    private final JournalWriter writer;
    private final Questions questions;

    private PostgresJournal(JournalWriter writer, Duration lookAgainAfter) {
        this.lookAgainAfter = lookAgainAfter;
        this.writer = writer;
        this.questions = writer.questions();
    }

    /**
     * Opens the journal of a batch for one program at a time, like one in a file; it is new when the tables do not know the batch.
     *
     * @throws JournalException when the tables are missing or of another version, or the database cannot be reached
     */
    public static PostgresJournal open(DataSource source, String batch) {
        return open(source, JournalOpening.alone(batch));
    }

    /**
     * Opens the journal of a batch for one of many workers.
     *
     * @param worker tells this run of this worker from every other; it stands beside what it records
     * @throws JournalException when the tables are missing or of another version, or the database cannot be reached
     */
    public static PostgresJournal ofWorker(DataSource source, String batch, String worker) {
        return ofWorker(source, batch, worker, ClusterLimits.none(), job -> "");
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
        return open(source, JournalOpening.ofWorker(batch, worker, limits, modelOf));
    }

    /**
     * The same for a batch that was submitted: an intent needs a batch that is this submission's, and neither paused nor stopped. An end that
     * tells of nothing at the service is not kept when the batch is another submission's.
     *
     * @param lease how long this worker may stand still before the others take it for dead
     * @throws JournalException when the tables are missing or of another version
     * @throws DatabaseAwayException when the database is away
     */
    static PostgresJournal ofShare(DataSource source, StoredBatch batch, String worker, ClusterLimits limits,
            UnaryOperator<String> modelOf, Duration lease) {
        return opened(source, JournalOpening.ofShare(batch, worker, limits, modelOf, lease));
    }

    static PostgresJournal open(DataSource source, JournalOpening opening) {
        try {
            return opened(source, opening);
        } catch (DatabaseAwayException e) {
            throw new JournalException("The database of the cluster cannot be reached: " + e.getMessage()
                    + " Check that it runs, then try again.", e);
        }
    }

    private static PostgresJournal opened(DataSource source, JournalOpening opening) {
        Database database = new Database(source, opening.patience(), opening.time());
        ClusterSchema.check(database);
        RecordKeeper keeper = new RecordKeeper(database, opening.batch(), opening.worker(), opening.guarded(),
                opening.shared());
        keeper.prepare();
        return new PostgresJournal(new JournalWriter(database, opening, keeper), opening.lookAgainAfter());
    }

    @Override
    public boolean append(JournalRecord record) {
        return writer.write(record);
    }

    /**
     * {@inheritDoc}
     *
     * @throws AttemptTakenException when the record is the intent of an attempt that this worker may not send; it is not kept
     * @throws HeldBackException when the record is an intent that the limits of all workers do not let through; it is not kept
     */
    @Override
    public void force(JournalRecord record) {
        writer.write(record);
    }

    @Override
    public JobHistory takeUp(JournalRecord.Admitted record) {
        return writer.takeUp(record);
    }

    @Override
    public boolean reopen(JournalRecord.Admitted record, JournalRecord.Ended end) {
        return writer.reopen(record, end);
    }

    @Override
    public boolean isShared() {
        return writer.isShared();
    }

    @Override
    public boolean leave(JournalRecord.Ended end) {
        return writer.leave(end);
    }

    @Override
    public void requireOpen(String job, String step, int attempt) {
        writer.intents().requireOpen(job, step, attempt);
    }

    @Override
    public Duration lookAgainAfter() {
        return lookAgainAfter;
    }

    @Override
    public int refusedForQuota(String job) {
        return questions.refusedForQuota(job);
    }

    @Override
    public Optional<Duration> age(String job, String step, int attempt) {
        return questions.age(job, step, attempt);
    }

    @Override
    public Optional<Boolean> risk(String job, String step, int attempt, Usd price, Usd upTo) {
        writer.failIfOver();
        return Optional.of(questions.risk(new LimitTable.StepKey(job, step, attempt), price, upTo));
    }

    @Override
    public void sync() {
        // Every record was on the disk when it had been given, unless the database was away.
        writer.sync();
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
        return writer.failure();
    }

    /**
     * From now on jobs that the limits hold back wait to be told that there is room, and somebody calls {@link #lookForRoom} now and
     * then. This journal looks by itself when it has kept what may give something back.
     *
     * @param job is told the id of one that may ask again
     */
    void tellOfRoom(Consumer<String> job) {
        writer.vacancies().tell(job);
    }

    /** Looks whether there is room for jobs that wait for it. */
    void lookForRoom() {
        writer.vacancies().look();
    }

    /** From here on half a minute is all that is waited for the database; records are still taken. */
    void ends() {
        writer.ends();
    }

    /**
     * Nothing more is taken. While the database is away this waits for it, for half a minute and one more try, and is not interruptible.
     *
     * @throws JournalException when the database did not come back: it says what was not written, and the log has the name of each
     *             operation that is paid
     */
    @Override
    public void close() {
        writer.close();
    }
}
