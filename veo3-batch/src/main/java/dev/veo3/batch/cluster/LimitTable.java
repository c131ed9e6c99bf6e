// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.cluster;

import dev.veo3.batch.journal.HeldBackException;
import dev.veo3.batch.limit.RateLimit;
import dev.veo3.model.Usd;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;

/**
 * The statements on what all workers of a batch use together, within a transaction of the caller. Rows are locked in one order: the
 * job's, the batch's, the model's.
 */
final class LimitTable {
    /** So soon a place or money may have become free. */
    static final Duration LOOK_AGAIN = Duration.ofMillis(500);
    private static final String PACIFIC = "'America/Los_Angeles'";

    private static final String IS_THERE = "SELECT 1 FROM veo3_limit WHERE batch = ? AND model = ''";
    /** Nobody changes a job between the sum and the row: from then on each change is added. */
    private static final String STILL = "LOCK TABLE veo3_job IN SHARE MODE";
    private static final String MAKE = "INSERT INTO veo3_limit (batch, model, committed) SELECT ?, '',"
            + " coalesce(sum(committed), 0) FROM veo3_job WHERE batch = ? ON CONFLICT DO NOTHING";
    private static final String LOCK = "SELECT committed FROM veo3_limit WHERE batch = ? AND model = '' FOR UPDATE";
    private static final String IN_FLIGHT = "SELECT count(*) FROM veo3_job WHERE batch = ? AND job <> ?"
            + " AND at_service_since IS NOT NULL AND (phase IN ('SUBMITTING', 'SUBMITTED')"
            + " OR at_service_since > clock_timestamp() - make_interval(secs => ?))";
    private static final String MAY_GIVE_BACK = "SELECT EXISTS (SELECT FROM veo3_job WHERE batch = ? AND job <> ?"
            + " AND committed > 0 AND phase IN ('SUBMITTING', 'AMBIGUOUS', 'SUBMITTED'))";
    private static final String MAKE_RATE = "INSERT INTO veo3_limit (batch, model) VALUES (?, ?) ON CONFLICT DO NOTHING";
    private static final String LOCK_RATE = "SELECT 1 FROM veo3_limit WHERE batch = ? AND model = ? FOR UPDATE";
    private static final String RATE = "SELECT extract(epoch FROM next_at - now.at),"
            + " CASE WHEN veo3_limit.day = now.day THEN of_day ELSE 0 END,"
            + " extract(epoch FROM (now.day + 1)::timestamp AT TIME ZONE " + PACIFIC + " - now.at) FROM veo3_limit,"
            + " LATERAL (SELECT t AS at, (t AT TIME ZONE " + PACIFIC + ")::date AS day FROM clock_timestamp() AS t) now"
            + " WHERE batch = ? AND model = ?";
    private static final String SUBMITS = "UPDATE veo3_limit SET next_at = now.at + make_interval(secs => ?),"
            + " of_day = CASE WHEN veo3_limit.day = now.day THEN of_day ELSE 0 END + 1, day = now.day"
            + " FROM (SELECT t AS at, (t AT TIME ZONE " + PACIFIC + ")::date AS day FROM clock_timestamp() AS t) now"
            + " WHERE batch = ? AND model = ?";
    private static final String COMMIT = "UPDATE veo3_limit SET committed = committed + ? WHERE batch = ? AND model = ''";

    private LimitTable() {}

    /** Makes the row of the batch, unless it is there. In a transaction of its own. */
    static boolean prepare(Connection connection, String batch) throws SQLException {
        try (PreparedStatement look = connection.prepareStatement(IS_THERE)) {
            look.setString(1, batch);
            try (ResultSet row = look.executeQuery()) {
                if (row.next()) {
                    return false;
                }
            }
        }
        Database.makeDurable(connection);
        try (PreparedStatement still = connection.prepareStatement(STILL);
                PreparedStatement make = connection.prepareStatement(MAKE)) {
            still.execute();
            make.setString(1, batch);
            make.setString(2, batch);
            return make.executeUpdate() == 1;
        }
    }

    /**
     * Lets an intent pass, or not. Whoever passes holds the rows until its transaction has ended.
     *
     * @param more what the intent may cost beyond what counts of its job already, in millionths
     * @throws HeldBackException when a limit does not allow it; the caller takes everything back
     */
    static void pass(Connection connection, String batch, String job, long more, ClusterLimits limits)
            throws SQLException {
        if (limits.hasTotals()) {
            long committed = number(connection, LOCK, batch);
            if (limits.inFlight().isPresent()) {
                failIfFull(connection, batch, job, limits);
            }
            if (limits.budget().isPresent()) {
                failIfSpent(connection, batch, job, limits.budget().get(), new Money(committed, more));
            }
        }
    }

    /** What counts of the batch, and what an intent adds to it. */
    private record Money(long committed, long more) {}

    private static void failIfFull(Connection connection, String batch, String job, ClusterLimits limits)
            throws SQLException {
        int most = limits.inFlight().orElseThrow();
        try (PreparedStatement count = connection.prepareStatement(IN_FLIGHT)) {
            count.setString(1, batch);
            count.setString(2, job);
            count.setDouble(3, limits.longestGeneration().toNanos() / 1e9);
            long others = number(count);
            if (others >= most) {
                throw HeldBackException.until(others + " jobs of all workers are in flight, and " + most + " may be",
                        LOOK_AGAIN);
            }
        }
    }

    private static void failIfSpent(Connection connection, String batch, String job, Usd cap, Money money)
            throws SQLException {
        if (money.more() <= 0 || money.more() <= cap.micros() - money.committed()) {
            return;
        }
        String why = "the budget does not allow its " + new Usd(money.more()) + ": of " + cap + ", "
                + new Usd(money.committed()) + " is spent or reserved by all workers";
        try (PreparedStatement others = connection.prepareStatement(MAY_GIVE_BACK)) {
            others.setString(1, batch);
            others.setString(2, job);
            try (ResultSet answer = others.executeQuery()) {
                answer.next();
                throw answer.getBoolean(1) ? HeldBackException.until(why, LOOK_AGAIN) : HeldBackException.forGood(why);
            }
        }
    }

    /**
     * Takes one of the moments at which a job for this model may be submitted. The last limit to be asked.
     *
     * @throws HeldBackException when the moment has not come
     */
    static void takeMoment(Connection connection, String batch, String model, RateLimit limit) throws SQLException {
        update(connection, MAKE_RATE, batch, model);
        try (PreparedStatement lock = connection.prepareStatement(LOCK_RATE)) {
            lock.setString(1, batch);
            lock.setString(2, model);
            number(lock);
        }
        // Another statement, whose clock is read once the row is locked.
        try (PreparedStatement rate = connection.prepareStatement(RATE)) {
            rate.setString(1, batch);
            rate.setString(2, model);
            try (ResultSet row = rate.executeQuery()) {
                row.next();
                failIfTooSoon(row, model, limit);
            }
        }
        try (PreparedStatement submits = connection.prepareStatement(SUBMITS)) {
            submits.setDouble(1, limit.perMinute().isPresent() ? 60.0 / limit.perMinute().getAsInt() : 0);
            submits.setString(2, batch);
            submits.setString(3, model);
            submits.executeUpdate();
        }
    }

    private static void failIfTooSoon(ResultSet row, String model, RateLimit limit) throws SQLException {
        double wait = row.getDouble(1);
        if (limit.perDay().isPresent() && row.getInt(2) >= limit.perDay().getAsInt()) {
            throw HeldBackException.until("all workers have submitted " + row.getInt(2) + " jobs for " + model
                    + " today, and no more are allowed", seconds(row.getDouble(3)));
        }
        if (limit.perMinute().isPresent() && wait > 0) {
            throw HeldBackException.until("all workers submit at most " + limit.perMinute().getAsInt()
                    + " jobs a minute for " + model, seconds(wait));
        }
    }

    private static Duration seconds(double seconds) {
        return Duration.ofNanos((long) Math.ceil(seconds * 1e9));
    }

    /** Counts what a job costs more or less than before; nothing when nothing is limited. */
    static void commit(Connection connection, String batch, long more) throws SQLException {
        if (more != 0) {
            try (PreparedStatement statement = connection.prepareStatement(COMMIT)) {
                statement.setLong(1, more);
                statement.setString(2, batch);
                statement.executeUpdate();
            }
        }
    }

    private static void update(Connection connection, String statement, String batch, String model)
            throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(statement)) {
            update.setString(1, batch);
            update.setString(2, model);
            update.executeUpdate();
        }
    }

    private static long number(Connection connection, String query, String batch) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, batch);
            return number(statement);
        }
    }

    private static long number(PreparedStatement query) throws SQLException {
        try (ResultSet row = query.executeQuery()) {
            if (!row.next()) {
                throw new SQLException("the row of a limit is missing in veo3_limit");
            }
            return row.getLong(1);
        }
    }
}
