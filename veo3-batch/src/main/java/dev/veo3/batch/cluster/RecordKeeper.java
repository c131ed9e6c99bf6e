// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.cluster;

import dev.veo3.batch.flight.JournalForceFlight;
import dev.veo3.batch.journal.AttemptTakenException;
import dev.veo3.batch.journal.JobHistory;
import dev.veo3.batch.journal.JournalRecord.BatchRecord;
import dev.veo3.batch.journal.JournalRecord.JobRecord;
import dev.veo3.batch.journal.JournalRecord.StepRecord;
import dev.veo3.batch.journal.JournalRecord.Submitting;
import dev.veo3.batch.journal.RecordText;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Writes the records of one worker, each in a transaction with everything that it depends on. Thread-safe. */
final class RecordKeeper {
    private final Database database;
    private final String batch;
    private final String worker;
    private final boolean guarded;
    private final Shared shared;

    /** What this worker shares with the others, and the model of each job. */
    record Shared(ClusterLimits limits, UnaryOperator<String> modelOf) {
        static final Shared NOTHING = new Shared(ClusterLimits.none(), job -> "");
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

    /**
     * Writes a record, unless it is there already or may not be.
     *
     * @throws AttemptTakenException when it is the intent of an attempt that this worker may not send
     * @throws dev.veo3.batch.journal.HeldBackException when it is an intent that the limits do not let through
     * @throws DatabaseAwayException when the database is away; whether the record is there is not known
     * @throws dev.veo3.batch.journal.JournalException when it cannot be written for good
     */
    void write(Waiting waiting) {
        JournalForceFlight flight = new JournalForceFlight();
        flight.begin();
        toDisk(waiting);
        flight.end();
        if (flight.shouldCommit()) {
            flight.keep(RecordText.write(waiting.record()).length());
        }
    }

    private void toDisk(Waiting waiting) {
        switch (waiting.record()) {
            case BatchRecord b ->
                database.write(connection -> RecordTable.insert(connection, waiting.id(), batch, worker, b));
            case JobRecord j -> database.write(connection -> {
                RecordTable.Job known = RecordTable.lock(connection, batch, j.job());
                if (known.has(waiting.id())) {
                    if (j instanceof Submitting intent) {
                        failIfOvertaken(known.history(), intent.step(), intent.attempt());
                    }
                    return true;
                }
                return waiting.follows().filter(first -> !known.has(first)).isEmpty()
                        && keep(waiting, j, known.history(), connection);
            });
        }
    }

    /**
     * Looks whether an intent still is the last word on its step.
     *
     * @throws AttemptTakenException when it is not
     * @throws DatabaseAwayException when the database is away
     */
    void requireOpen(String job, String step, int attempt) {
        failIfOvertaken(database.read(connection -> RecordTable.history(connection, batch, job)), step, attempt);
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
        if (record instanceof Submitting intent) {
            take(intent, before, connection);
        }
        if (guarded && !OthersWork.mayBeKept(before, record)
                && RecordTable.isAnothers(connection, batch, record.job(), worker)) {
            return false;
        }
        RecordTable.insert(connection, waiting.id(), batch, worker, before, record);
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
        return taken(intent.job(), intent.step(), intent.attempt(), why);
    }

    private static AttemptTakenException taken(String job, String step, int attempt, String why) {
        return new AttemptTakenException(
                "Job \"" + job + "\", " + step + ", attempt " + attempt + " is not sent here: " + why + ".");
    }
}
