// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.cluster;

import dev.veo3.batch.schedule.Rank;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The statements on db-scheduler's table, besides its own, within a transaction of the caller. A job's row is there as long as it may
 * run or runs. Its execution time is its rank, set back by ten years: whatever its priority, it is due.
 */
final class ExecutionTable {
    /** The name of the table. */
    static final String NAME = "veo3_execution";
    /** Beyond this priorities are all the same, so that every rank lies in the past and after the first year. */
    private static final int MOST = 5_000_000;
    private static final int SLICE = 10_000;

    /** Of no row that the job had before: a worker that still has such a one cannot take this one for it. */
    private static final String VERSION = "(extract(epoch FROM clock_timestamp()) * 1000000)::bigint";
    private static final String INSERT = "INSERT INTO " + NAME
            + " (task_name, task_instance, execution_time, picked, version, priority)";
    private static final String ADD = INSERT
            + " SELECT ?, jobs.id, now() - interval '10 years' + jobs.rank * interval '1 microsecond',"
            + " false, " + VERSION + ", 0 FROM unnest(?, ?) AS jobs (id, rank) ON CONFLICT DO NOTHING";
    private static final String HAS_ANY = "SELECT EXISTS (SELECT FROM " + NAME + " WHERE task_name = ?)";
    private static final String IS_OVER = "SELECT NOT EXISTS (SELECT FROM " + NAME + " WHERE task_name = ?)"
            + " AND NOT EXISTS (SELECT FROM veo3_job WHERE batch = ? AND " + Begun.OPEN + ")";
    private static final String IS_BEGUN = "SELECT EXISTS (SELECT FROM veo3_job WHERE batch = ? AND job = ? AND "
            + Begun.ANY + ")";
    private static final String IS_DEALT_TO = "SELECT EXISTS (SELECT FROM " + NAME
            + " WHERE task_name = ? AND task_instance = ? AND picked AND picked_by = ?)";
    /**
     * Of these the service has taken nothing, and no intent of them passes any more; what a worker has picked it ends itself. Whether the
     * batch is stopped is seen at the same moment as its rows: those of a new submission stay. What locks rows is planned by itself: the
     * jobs of stopped batches are looked up, however many others there are of which the database has no statistics yet.
     */
    private static final String GIVE_UP = "DELETE FROM " + NAME + " WHERE (task_name, task_instance) IN"
            + " (SELECT task_name, task_instance FROM veo3_batch CROSS JOIN LATERAL (SELECT task_name, task_instance FROM "
            + NAME + " WHERE task_name = veo3_batch.batch AND NOT picked AND NOT EXISTS (SELECT FROM veo3_job"
            + " WHERE veo3_job.batch = task_name AND job = task_instance AND " + Begun.ANY
            + ") FOR UPDATE SKIP LOCKED) AS free WHERE stopped IS NOT NULL)";
    /**
     * A late answer has told that the service took a job which had ended as being of unknown fate, and whoever got that answer is
     * gone too. Or a worker has died between its intent and everything else, and its row was another's: what the job holds of the limits
     * nobody would give back. After a lease no worker that is well is still between the two.
     */
    private static final String SWEEP = INSERT + " SELECT batch, job, now() - interval '10 years', false, " + VERSION
            + ", 0 FROM veo3_job JOIN veo3_batch USING (batch) WHERE " + Begun.OPEN + " AND (phase = 'SUBMITTED'"
            + " OR changed_at < clock_timestamp() - make_interval(secs => ?)) AND NOT EXISTS (SELECT FROM " + NAME
            + " WHERE task_name = batch AND task_instance = job) ON CONFLICT DO NOTHING";
    /** Nobody stops the batch, or submits it anew, before the transaction has ended. */
    private static final String ADD_AGAIN = INSERT + " SELECT batch, ?, now() - interval '10 years', false, " + VERSION
            + ", 0 FROM (SELECT batch FROM veo3_batch WHERE batch = ? AND stopped IS NULL FOR SHARE) AS open"
            + " ON CONFLICT DO NOTHING";

    /** What is locked is being given back, or taken back by another worker. */
    private static final String REVIVE = "UPDATE " + NAME
            + " SET picked = false, picked_by = NULL, last_heartbeat = NULL,"
            + " version = version + 1 WHERE (task_name, task_instance) IN (SELECT task_name, task_instance FROM " + NAME
            + " WHERE picked AND last_heartbeat < clock_timestamp() - make_interval(secs => ?) FOR UPDATE SKIP LOCKED)";

    private ExecutionTable() {}

    /**
     * A job that may run.
     *
     * @param place in the order of the manifest, among jobs of the same rank
     */
    record DueJob(String id, int priority, int place) {}

    /** Adds jobs that may run now; of one that is there already nothing changes. */
    static void add(Connection connection, String batch, List<DueJob> jobs) throws SQLException {
        long step = Rank.STANDARD_STEP.toNanos() / 1_000;
        try (PreparedStatement statement = connection.prepareStatement(ADD)) {
            statement.setString(1, batch);
            for (int from = 0; from < jobs.size(); from += SLICE) {
                List<DueJob> slice = jobs.subList(from, Math.min(from + SLICE, jobs.size()));
                Array ids = connection.createArrayOf("text", slice.stream().map(DueJob::id).toArray());
                Array ranks = connection.createArrayOf("int8", slice.stream()
                        .map(job -> job.place() - Math.clamp(job.priority(), -MOST, MOST) * step).toArray());
                statement.setArray(2, ids);
                statement.setArray(3, ranks);
                statement.executeUpdate();
                ids.free();
                ranks.free();
            }
        }
    }

    /** The same, unless the batch was submitted anew since then; whether it was not. */
    static boolean addTo(Connection connection, String batch, Instant submittedAt, List<DueJob> jobs)
            throws SQLException {
        boolean isCurrent = BatchTable.submittedAt(connection, batch).filter(submittedAt::equals).isPresent();
        if (isCurrent) {
            add(connection, batch, jobs);
        }
        return isCurrent;
    }

    /** Adds a job that had come to rest and does not rest any more, whichever submission the batch is of, unless it is stopped. */
    static void addAgain(Connection connection, String batch, String job) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(ADD_AGAIN)) {
            statement.setString(1, job);
            statement.setString(2, batch);
            statement.executeUpdate();
        }
    }

    /** Whether jobs of the batch may run, or run. */
    static boolean hasAny(Connection connection, String batch) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(HAS_ANY)) {
            statement.setString(1, batch);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }

    /** Whether no job of the batch may run or runs, and the service has none that has not come to rest. */
    static boolean isOver(Connection connection, String batch) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(IS_OVER)) {
            statement.setString(1, batch);
            statement.setString(2, batch);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }

    /** Whether the service has taken a job, or may have, so that it is to be looked after. */
    static boolean isBegun(Connection connection, String batch, String job) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(IS_BEGUN)) {
            statement.setString(1, batch);
            statement.setString(2, job);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }

    /** Whether it is that worker to which the job is dealt out now. */
    static boolean isDealtTo(Connection connection, String batch, String job, String worker) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(IS_DEALT_TO)) {
            statement.setString(1, batch);
            statement.setString(2, job);
            statement.setString(3, worker);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }

    /** Takes away the jobs of batches that are stopped which nobody has begun; how many. */
    static int giveUp(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return statement.executeUpdate(GIVE_UP);
        }
    }

    /**
     * Gives the jobs to others whose worker has said nothing for that long: it is gone, or stands still. They keep their ranks; how
     * many.
     */
    static int revive(Connection connection, Duration silence) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(REVIVE)) {
            statement.setDouble(1, silence.toNanos() / 1e9);
            return statement.executeUpdate();
        }
    }

    /**
     * Adds the jobs which the service has taken, or may have, and nobody looks after; how many.
     *
     * @param silence after which nobody is still about to look after a job that is being submitted
     */
    static int sweep(Connection connection, Duration silence) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SWEEP)) {
            statement.setDouble(1, silence.toNanos() / 1e9);
            return statement.executeUpdate();
        }
    }
}
