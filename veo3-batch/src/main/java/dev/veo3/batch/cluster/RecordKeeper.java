// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.cluster;

import dev.veo3.batch.flight.JournalForceFlight;
import dev.veo3.batch.journal.AttemptTakenException;
import dev.veo3.batch.journal.JobHistory;
import dev.veo3.batch.journal.JournalException;
import dev.veo3.batch.journal.JournalRecord.Admitted;
import dev.veo3.batch.journal.JournalRecord.BatchRecord;
import dev.veo3.batch.journal.JournalRecord.Ended;
import dev.veo3.batch.journal.JournalRecord.JobRecord;
import dev.veo3.batch.journal.JournalRecord.StepRecord;
import dev.veo3.batch.journal.JournalRecord.Submitting;
import dev.veo3.batch.journal.RecordText;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import java.util.function.UnaryOperator;

/** Writes the records of one worker, each in a transaction with everything that it depends on. Thread-safe. */
final class RecordKeeper implements RecordStore {
    private final Database database;
    private final String batch;
    private final String worker;
    private final boolean guarded;
    private final Shared shared;

    /**
     * What this worker shares with the others, and the model of each job.
     *
     * @param submission which one of the batch it must be, neither paused nor stopped, so that something is submitted; empty when
     *            nothing is ordered
     */
    record Shared(ClusterLimits limits, UnaryOperator<String> modelOf, Optional<Instant> submission) {
        static final Shared NOTHING = new Shared(ClusterLimits.none(), job -> "", Optional.empty());
    }

    /**
     * A keeper.
     *
     * @param guarded whether there are other workers
     */
    RecordKeeper(Database database, String batch, String worker, boolean guarded, Shared shared) {
        this.database = database;
        this.batch = Objects.requireNonNull(batch);
        this.worker = Objects.requireNonNull(worker);
        this.guarded = guarded;
        this.shared = shared;
    }

    /** Whether there are other workers. */
    boolean isGuarded() {
        return guarded;
    }

    /**
     * Makes what the limits need.
     *
     * @throws DatabaseAwayException when the database is away
     * @throws JournalException when the database does not take it
     */
    void prepare() {
        if (shared.limits().hasTotals()) {
            database.write(connection -> LimitTable.prepare(connection, batch));
        }
    }

    @Override
    public void reach() {
        database.read(connection -> RecordTable.batch(connection, batch));
    }

    /**
     * Writes a record, unless it is there already or may not be.
     *
     * @return whether it is there, or another one that says as much; false when the job stands elsewhere by another worker's records
     * @throws AttemptTakenException when it is the intent of an attempt that this worker may not send
     * @throws dev.veo3.batch.journal.HeldBackException when it is an intent that the limits do not let through
     * @throws DatabaseAwayException when the database is away; whether the record is there is not known
     * @throws JournalException when it cannot be written for good
     */
    @Override
    public boolean write(Waiting waiting) {
        return timed(waiting, () -> toDisk(waiting));
    }

    private static boolean timed(Waiting waiting, BooleanSupplier writing) {
        JournalForceFlight flight = new JournalForceFlight();
        flight.begin();
        boolean kept = writing.getAsBoolean();
        flight.end();
        if (flight.shouldCommit()) {
            flight.keep(RecordText.write(waiting.record()).length());
        }
        return kept;
    }

    /**
     * The same for an intent.
     *
     * @param needs is told how much more than before would be reserved, in millionths, when the limits are asked
     */
    boolean write(Waiting waiting, Submitting intent, LongConsumer needs) {
        return timed(waiting, () -> database.write(connection -> begin(waiting, intent, needs, connection)));
    }

    private boolean toDisk(Waiting waiting) {
        return switch (waiting.record()) {
            case BatchRecord b -> {
                database.write(connection -> RecordTable.insert(connection, waiting.id(), batch, worker, b));
                yield true;
            }
            case Submitting intent -> database.write(connection -> begin(waiting, intent, more -> {}, connection));
            case JobRecord j -> database.write(connection -> {
                RecordTable.Job known = RecordTable.lock(connection, batch, j.job());
                return known.has(waiting.id()) || (waiting.follows().filter(first -> !known.has(first)).isEmpty()
                        && keep(waiting, j, known.history(), connection));
            });
        };
    }

    /**
     * Writes the record that a job goes on which rests like that: whether it does. Of a batch that was submitted it goes on only where it
     * is dealt to: whoever stood still before he read how it rests may have read the end that has come meanwhile.
     *
     * @throws DatabaseAwayException when the database is away; whether the record is there is not known
     */
    boolean reopen(Waiting waiting, Ended end) {
        return database.write(connection -> {
            RecordTable.Job known = RecordTable.lock(connection, batch, end.job());
            boolean goesOn = known.history().ended().filter(end::equals).isPresent()
                    && !isTakenAway(end, connection);
            if (goesOn) {
                RecordTable.insertAndCommit(connection, batch, worker, known.history(), waiting);
            }
            return goesOn || known.has(waiting.id());
        });
    }

    /**
     * Looks whether an intent still is the last word on its step, and may still be carried out.
     *
     * @throws AttemptTakenException when it is not
     * @throws dev.veo3.batch.journal.HeldBackException when nothing is submitted any more
     * @throws DatabaseAwayException when the database is away
     */
    void requireOpen(String job, String step, int attempt) {
        failIfOvertaken(database.read(connection -> {
            if (shared.submission().isPresent()) {
                IntentStart.failIfHeld(connection, batch, shared.submission().get());
            }
            return RecordTable.history(connection, batch, job);
        }), step, attempt);
    }

    /** Of all workers one has an attempt of that number, so an open one of it is this worker's. */
    private static void failIfOvertaken(JobHistory now, String step, int attempt) {
        Optional<StepRecord> last = now.last(step);
        if (last.filter(Submitting.class::isInstance).filter(open -> open.attempt() == attempt).isEmpty()) {
            throw taken(now.job(), step, attempt, last.map(record -> "attempt " + record.attempt() + " was meanwhile "
                    + (record instanceof Submitting ? "begun" : "decided on"))
                    .orElse("its intent is not in the database any more"));
        }
    }

    private boolean keep(Waiting waiting, JobRecord record, JobHistory before, Connection connection)
            throws SQLException {
        if (guarded && waiting.isLeft() && (before.ended().isPresent() || isTakenAway(record, connection))) {
            return before.ended().isPresent();
        }
        if (guarded && (isOfAFormerSubmission(before, record, connection) || OthersWork.isTooLate(before, record)
                || (!OthersWork.mayBeKept(before, record)
                        && RecordTable.isAnothers(connection, batch, record.job(), worker)))) {
            return OthersWork.restsAllTheSame(before, record);
        }
        if (shared.submission().isPresent() && OthersWork.isFreedBy(before, record)) {
            ExecutionTable.addAgain(connection, batch, record.job());
        }
        RecordTable.insertAndCommit(connection, batch, worker, before, waiting);
        return true;
    }

    /** Of a batch that was submitted: whoever goes on with a job, or leaves it, that was taken from him meanwhile has nothing to say of it. */
    private boolean isTakenAway(JobRecord record, Connection connection) throws SQLException {
        return shared.submission().isPresent()
                && !ExecutionTable.isDealtTo(connection, batch, record.job(), worker);
    }

    /**
     * A share never takes up a job of which something has been done that was another one then: who says so is left of a submission that
     * had the job so. Where nothing has been done yet, or only the price is another one, the batch is asked which submission it is; and so
     * it is for an end that tells of nothing at the service: the job may have been mended since.
     */
    private boolean isOfAFormerSubmission(JobHistory before, JobRecord record, Connection connection)
            throws SQLException {
        if (shared.submission().isEmpty()) {
            return false;
        }
        if (record instanceof Admitted admitted) {
            if (before.specHash().isEmpty()) {
                return false;
            }
            boolean isOther = !before.specHash().get().equals(admitted.specHash());
            return (isOther && !before.steps().isEmpty()) || ((isOther || !before.price().equals(admitted.price()))
                    && !IntentStart.isStill(connection, batch, shared.submission().get()));
        }
        return record instanceof Ended end && !end.hasVideo() && end.operation().isEmpty()
                && !IntentStart.isStill(connection, batch, shared.submission().get());
    }

    /** All that is looked at stays as it is until the intent is on the disk, or is not kept. */
    private boolean begin(Waiting waiting, Submitting intent, LongConsumer needs, Connection connection)
            throws SQLException {
        IntentStart.Asked asked = IntentStart.ask(connection, batch, intent, worker, shared.limits(),
                shared.submission());
        if (asked.job().has(waiting.id())) {
            failIfOvertaken(asked.job().history(), intent.step(), intent.attempt());
            return true;
        }
        take(intent, asked);
        JobHistory before = asked.job().history();
        JobHistory takenUp = waiting.first(before).map(before::then).orElse(before);
        long more = Exposure.committed(takenUp.then(intent)) - Exposure.committed(before);
        needs.accept(more);
        askLimits(intent, asked, more, connection);
        RecordTable.insertAndCommit(connection, batch, worker, before, waiting);
        return true;
    }

    private void take(Submitting intent, IntentStart.Asked asked) {
        String step = intent.step();
        JobHistory before = asked.job().history();
        if (guarded && before.last(step).filter(Submitting.class::isInstance).isPresent()) {
            throw taken(intent, "attempt " + before.last(step).get().attempt()
                    + " is being sent, or nobody knows what became of it");
        }
        if (guarded && intent.attempt() != before.nextAttempt(step)) {
            throw taken(intent, "the next attempt is " + before.nextAttempt(step));
        }
        if (guarded && !intent.again() && before.result(step).isPresent()) {
            throw taken(intent,
                    "attempt " + before.last(step).get().attempt() + " has happened, and its answer came late");
        }
        if (guarded && before.ended().isPresent()) {
            throw taken(intent, "it was ended meanwhile, as " + before.ended().get().outcome());
        }
        if (!asked.isTaken() && guarded) {
            throw taken(intent, "another worker has taken it");
        }
    }

    private void askLimits(Submitting intent, IntentStart.Asked asked, long more, Connection connection)
            throws SQLException {
        ClusterLimits limits = shared.limits();
        LimitTable.pass(connection, batch, intent.job(), asked, more, limits);
        if (limits.hasRates()) {
            String model = shared.modelOf().apply(intent.job());
            if (ClusterLimits.isSet(limits.rate(model))) {
                LimitTable.takeMoment(connection, batch, model, limits.rate(model));
            }
        }
    }

    private static AttemptTakenException taken(Submitting intent, String why) {
        return taken(intent.job(), intent.step(), intent.attempt(), why);
    }

    private static AttemptTakenException taken(String job, String step, int attempt, String why) {
        return new AttemptTakenException(
                "Job \"" + job + "\", " + step + ", attempt " + attempt + " is not sent here: " + why + ".");
    }
}
