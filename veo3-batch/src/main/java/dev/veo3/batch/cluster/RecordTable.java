// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.cluster;

import dev.veo3.batch.journal.BatchHistory;
import dev.veo3.batch.journal.JobHistory;
import dev.veo3.batch.journal.JobState;
import dev.veo3.batch.journal.JournalRecord.Admitted;
import dev.veo3.batch.journal.JournalRecord.BatchRecord;
import dev.veo3.batch.journal.JournalRecord.Ended;
import dev.veo3.batch.journal.JournalRecord.JobRecord;
import dev.veo3.batch.journal.JournalRecord.Rejected;
import dev.veo3.batch.journal.JournalRecord.StepRecord;
import dev.veo3.batch.journal.RecordText;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import static dev.veo3.batch.cluster.Database.BEGIN;
import static dev.veo3.batch.cluster.Database.failIfNotDurable;

/** The statements on the tables of records, within a transaction of the caller. */
final class RecordTable {
    /** Not the row: to lock that is to write it, and it may not be there yet. */
    static final String LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('veo3 job ' || ? || ' of ' || ?, 0))";
    static final String OF_JOB = "SELECT id, record FROM veo3_record WHERE batch = ? AND job = ? ORDER BY seq";
    private static final String OF_JOBS = "SELECT job, record FROM veo3_record WHERE batch = ? AND job = ANY (?)"
            + " ORDER BY seq";
    private static final String OF_BATCH = "SELECT record FROM veo3_record WHERE batch = ? AND job IS NULL ORDER BY seq";
    private static final String INSERT = "INSERT INTO veo3_record (id, batch, job, worker, record)"
            + " VALUES (?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING";
    private static final String CHANGE = "WITH added AS (" + INSERT + " RETURNING seq) INSERT INTO veo3_job AS known"
            + " (batch, job, phase, outcome, committed, at_service_since, ended_seq)"
            + " SELECT ?, ?, ?, ?, ?, CASE WHEN ? THEN clock_timestamp() END, CASE WHEN ? THEN seq END FROM added"
            + " ON CONFLICT (batch, job) DO UPDATE SET phase = excluded.phase, outcome = excluded.outcome,"
            + " changed_at = excluded.changed_at, committed = excluded.committed, at_service_since ="
            + " CASE WHEN ? THEN NULL ELSE coalesce(excluded.at_service_since, known.at_service_since) END,"
            + " ended_seq = CASE WHEN ? THEN coalesce(excluded.ended_seq, known.ended_seq) END";
    static final String TAKE = "INSERT INTO veo3_attempt (batch, job, step, attempt, worker)"
            + " VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING";
    private static final String HAS_NO_VIDEO = "SELECT EXISTS (SELECT FROM veo3_batch b JOIN veo3_job j USING (batch)"
            + " JOIN veo3_record r ON r.seq = j.ended_seq WHERE b.batch = ? AND b.submitted_at = ? AND j.job = ?"
            + " AND r.recorded_at >= b.submitted_at AND j.outcome NOT IN ('succeeded', 'partly_filtered'))";
    private static final String AGES = "SELECT record, extract(epoch FROM clock_timestamp() - recorded_at)"
            + " FROM veo3_record WHERE batch = ? AND job = ? ORDER BY seq DESC";
    private static final String LAST_TAKEN = "SELECT worker FROM veo3_attempt WHERE batch = ? AND job = ?"
            + " ORDER BY taken_at DESC LIMIT 1";

    private RecordTable() {}

    /** What is recorded of a job that is locked. */
    record Job(JobHistory history, Set<UUID> ids) {

        /** Whether the record is there already, because the answer to an earlier commit was lost. */
        boolean has(UUID id) {
            return ids.contains(id);
        }
    }

    /** Locks the job, and reads its records as they are once it is locked. */
    static Job lock(Connection connection, String batch, String job) throws SQLException {
        // One round trip; the last statement sees what was committed before the one in front of it got the lock.
        try (PreparedStatement statement = connection.prepareStatement(BEGIN + "; " + LOCK + "; " + OF_JOB)) {
            statement.setString(1, job);
            statement.setString(2, batch);
            statement.setString(3, batch);
            statement.setString(4, job);
            statement.execute();
            failIfNotDurable(statement);
            statement.getMoreResults();
            statement.getMoreResults();
            return job(job, statement.getResultSet());
        }
    }

    /** What the answer to {@link #OF_JOB} says. */
    static Job job(String job, ResultSet answer) throws SQLException {
        JobHistory history = JobHistory.none(job);
        Set<UUID> ids = new HashSet<>();
        try (ResultSet rows = answer) {
            while (rows.next()) {
                ids.add(rows.getObject(1, UUID.class));
                history = then(history, rows.getString(2));
            }
        }
        return new Job(history, ids);
    }

    /** What is recorded of each of these jobs, by id; a job of which nothing is recorded is missing. */
    static Map<String, JobHistory> histories(Connection connection, String batch, List<String> jobs)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(OF_JOBS)) {
            statement.setString(1, batch);
            Array ids = connection.createArrayOf("text", jobs.toArray());
            statement.setArray(2, ids);
            Map<String, JobHistory> histories = new HashMap<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    String record = rows.getString(2);
                    histories.compute(rows.getString(1),
                            (job, known) -> then(known == null ? JobHistory.none(job) : known, record));
                }
            }
            ids.free();
            return histories;
        }
    }

    static JobHistory history(Connection connection, String batch, String job) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(OF_JOB)) {
            statement.setString(1, batch);
            statement.setString(2, job);
            JobHistory history = JobHistory.none(job);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    history = then(history, rows.getString(2));
                }
            }
            return history;
        }
    }

    /** The history with one more record; with none when a later version has written it. */
    static JobHistory then(JobHistory history, String record) {
        return RecordText.read(record).filter(JobRecord.class::isInstance).map(JobRecord.class::cast)
                .map(history::then).orElse(history);
    }

    static BatchHistory batch(Connection connection, String batch) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(OF_BATCH)) {
            statement.setString(1, batch);
            BatchHistory history = BatchHistory.NONE;
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    if (RecordText.read(rows.getString(1)).orElse(null) instanceof BatchRecord record) {
                        history = history.then(record);
                    }
                }
            }
            return history;
        }
    }

    /** Whether the record was not there yet. */
    static boolean insert(Connection connection, UUID id, String batch, String worker, BatchRecord record)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(BEGIN + "; " + INSERT)) {
            new Places(statement).id(id).text(batch).text(null).text(worker).text(RecordText.write(record));
            statement.execute();
            failIfNotDurable(statement);
            statement.getMoreResults();
            return statement.getUpdateCount() == 1;
        }
    }

    /**
     * Adds the record of a job, with what is to be there before it, says in the job's row where the job stands with it, and ends the
     * transaction: in one round trip, since others wait for what it has locked.
     */
    static void insertAndCommit(Connection connection, String batch, String worker, JobHistory before, Waiting waiting)
            throws SQLException {
        JobRecord record = (JobRecord) waiting.record();
        Optional<Admitted> takenUp = waiting.first(before);
        JobHistory now = takenUp.map(before::then).orElse(before).then(record);
        Exposure.Place place = Exposure.place(now, record);
        long committed = Exposure.committed(now);
        long more = committed - Exposure.committed(before);
        List<String> statements = new ArrayList<>();
        takenUp.ifPresent(first -> statements.add(INSERT));
        statements.add(CHANGE);
        // What changes nothing of the sum need not wait for whoever has locked it.
        if (more != 0) {
            statements.add(LimitTable.COMMIT);
        }
        statements.add("COMMIT");
        try (PreparedStatement statement = connection.prepareStatement(String.join("; ", statements))) {
            Places places = new Places(statement);
            if (takenUp.isPresent()) {
                set(places, UUID.randomUUID(), batch, worker, takenUp.get());
            }
            set(places, waiting.id(), batch, worker, record);
            places.text(batch).text(record.job());
            places.text(now.state().phase().name()).text(now.state().outcome().orElse(null)).number(committed);
            places.truth(place == Exposure.Place.TAKEN).truth(record instanceof Ended);
            places.truth(place == Exposure.Place.GIVEN_BACK).truth(now.state().phase() == JobState.Phase.ENDED);
            if (more != 0) {
                places.number(more).text(batch);
            }
            statement.execute();
        }
    }

    private static void set(Places places, UUID id, String batch, String worker, JobRecord record)
            throws SQLException {
        places.id(id).text(batch).text(record.job()).text(worker).text(RecordText.write(record));
    }

    /** Whether a job has come to rest without a video since the batch was submitted, which was then and not since. */
    static boolean hasNoVideo(Connection connection, String batch, Instant submittedAt, String job)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(HAS_NO_VIDEO)) {
            statement.setString(1, batch);
            statement.setObject(2, submittedAt.atOffset(ZoneOffset.UTC));
            statement.setString(3, job);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }

    /** How many attempts at a job were refused because a quota was used up. */
    static int refusedForQuota(Connection connection, String batch, String job) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(OF_JOB)) {
            statement.setString(1, batch);
            statement.setString(2, job);
            int refused = 0;
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    if (RecordText.read(rows.getString(2)).orElse(null) instanceof Rejected rejected
                            && rejected.cause() == Rejected.Cause.QUOTA) {
                        refused++;
                    }
                }
            }
            return refused;
        }
    }

    /** How long ago the last record of an attempt was written, by the database's clock; empty when there is none. */
    static Optional<Duration> age(Connection connection, String batch, String job, String step, int attempt)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(AGES)) {
            statement.setString(1, batch);
            statement.setString(2, job);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    if (RecordText.read(rows.getString(1)).orElse(null) instanceof StepRecord record
                            && record.step().equals(step) && record.attempt() == attempt) {
                        return Optional.of(Duration.ofNanos((long) (rows.getDouble(2) * 1e9)));
                    }
                }
                return Optional.empty();
            }
        }
    }

    /** Whether the attempt that was taken last is another worker's. */
    static boolean isAnothers(Connection connection, String batch, String job, String worker) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(LAST_TAKEN)) {
            statement.setString(1, batch);
            statement.setString(2, job);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() && !rows.getString(1).equals(worker);
            }
        }
    }
}
