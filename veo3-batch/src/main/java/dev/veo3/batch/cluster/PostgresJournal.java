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
import dev.veo3.time.TimeSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
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
 * late resolves that. Of a job whose last attempt is another worker's, it is not kept that it was taken up, skipped or cancelled
 * here, nor that the attempt was not sent: only its own worker knows that. When that worker is gone for good, the intent is
 * declared ambiguous with {@link JournalRecord.Ambiguous}, and what the batch does with jobs of unknown fate comes after.
 *
 * <p>
 * While the connection is lost a call waits and tries again, as long as the journal's patience lasts; a record whose commit was
 * not answered is written once, not twice. A failover to a replica that had not received everything forgets intents: it is not
 * safe, unless the replica is synchronous.
 *
 * <p>
 * Limits that all workers share are asked in the transaction of the intent: what they do not let through is not kept, and refused
 * with a {@link HeldBackException}.
 *
 * <p>
 * Thread-safe. The pool of connections is its owner's, and is not closed.
 */
public final class PostgresJournal implements Journal {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final String batch;
    private final String worker;
    private final boolean guarded;
    private final Shared shared;
    private final Database database;
    private final AtomicReference<Optional<JournalException>> failure = new AtomicReference<>(Optional.empty());

    /** What this worker shares with the others, and the model of each job. */
    private record Shared(ClusterLimits limits, UnaryOperator<String> modelOf) {
        private static final Shared NOTHING = new Shared(ClusterLimits.none(), job -> "");
    }

    private PostgresJournal(Database database, String batch, String worker, boolean guarded, Shared shared) {
        this.shared = shared;
        this.database = database;
        this.batch = Objects.requireNonNull(batch);
        this.worker = Objects.requireNonNull(worker);
        this.guarded = guarded;
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
        ClusterSchema.check(source);
        Database database = new Database(source, PATIENCE, TimeSource.system());
        if (limits.hasTotals()) {
            database.write(connection -> LimitTable.prepare(connection, batch));
        }
        return new PostgresJournal(database, batch, worker, true, new Shared(limits, modelOf));
    }

    static PostgresJournal open(DataSource source, String batch, String worker, boolean guarded, Duration patience,
            TimeSource time) {
        ClusterSchema.check(source);
        return new PostgresJournal(new Database(source, patience, time), batch, worker, guarded, Shared.NOTHING);
    }

    @Override
    public void append(JournalRecord record) {
        keep(record);
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

    private void keep(JournalRecord record) {
        failIfOver();
        UUID id = UUID.randomUUID();
        try {
            switch (record) {
                case BatchRecord b ->
                    database.write(connection -> RecordTable.insert(connection, id, batch, worker, b));
                case JobRecord j -> database.write(connection -> {
                    RecordTable.Job known = RecordTable.lock(connection, batch, j.job());
                    return known.has(id) || keep(new Change(id, known.history(), j), connection);
                });
            }
        } catch (JournalException e) {
            failure.compareAndSet(Optional.empty(), Optional.of(e));
            throw e;
        }
    }

    /** A record that is to follow a history. */
    private record Change(UUID id, JobHistory before, JobRecord record) {}

    private boolean keep(Change change, Connection connection) throws SQLException {
        if (change.record() instanceof Submitting intent) {
            take(intent, change.before(), connection);
        }
        if (guarded && !OthersWork.mayBeKept(change.before(), change.record())
                && RecordTable.isAnothers(connection, batch, change.record().job(), worker)) {
            return false;
        }
        RecordTable.insert(connection, change.id(), batch, worker, change.before(), change.record());
        return true;
    }

    private void take(Submitting intent, JobHistory before, Connection connection) throws SQLException {
        String step = intent.step();
        if (guarded && before.last(step).filter(Submitting.class::isInstance).isPresent()) {
            throw taken(intent, "attempt " + before.last(step).get().attempt()
                    + " is being sent, or nobody knows what became of it");
        }
        if (guarded && intent.attempt() != before.nextAttempt(step)) {
            throw taken(intent, "the next attempt is " + before.nextAttempt(step));
        }
        if (!RecordTable.take(connection, batch, intent, worker) && guarded) {
            throw taken(intent, "another worker has taken it");
        }
        askLimits(intent, before, connection);
    }

    /** The last question of all: a row that all workers want is locked for as short a time as can be. */
    private void askLimits(Submitting intent, JobHistory before, Connection connection) throws SQLException {
        ClusterLimits limits = shared.limits();
        if (limits.hasTotals()) {
            long more = Exposure.committed(before.then(intent)) - Exposure.committed(before);
            LimitTable.pass(connection, batch, intent.job(), more, limits);
        }
        if (limits.hasRates()) {
            String model = shared.modelOf().apply(intent.job());
            if (ClusterLimits.isSet(limits.rate(model))) {
                LimitTable.takeMoment(connection, batch, model, limits.rate(model));
            }
        }
    }

    private static AttemptTakenException taken(Submitting intent, String why) {
        return new AttemptTakenException("Job \"" + intent.job() + "\", " + intent.step() + ", attempt "
                + intent.attempt() + " is not sent here: " + why + ".");
    }

    @Override
    public void sync() {
        // Every record was on the disk when it had been given.
        failIfOver();
    }

    private void failIfOver() {
        failure().ifPresent(before -> {
            throw new JournalException(String.valueOf(before.getMessage()), before);
        });
    }

    /** Asks the database. */
    @Override
    public JobState state(String job) {
        return history(job).state();
    }

    /** Asks the database. */
    @Override
    public JobHistory history(String job) {
        return database.read(connection -> RecordTable.history(connection, batch, job));
    }

    /** Asks the database for many jobs at once. What it tells may be older than the call by as long as those jobs took. */
    @Override
    public Histories histories(Iterable<String> order) {
        return new ManyHistories(order.iterator(),
                jobs -> database.read(connection -> RecordTable.histories(connection, batch, jobs)));
    }

    /** Asks the database. */
    @Override
    public BatchHistory batch() {
        return database.read(connection -> RecordTable.batch(connection, batch));
    }

    /**
     * {@inheritDoc} They are as they stood when this was called, and one of the pool's connections is held until the stream is
     * closed.
     */
    @Override
    public Stream<JobHistory> jobs() {
        return HistoryCursor.open(database, batch).stream();
    }

    @Override
    public Optional<JournalException> failure() {
        return failure.get();
    }

    /** Does nothing but that nothing more is taken: every record is on the disk already. */
    @Override
    public void close() {
        failure.compareAndSet(Optional.empty(),
                Optional.of(new JournalException("the journal of batch \"" + batch + "\" is closed")));
    }
}
