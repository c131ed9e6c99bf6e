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

import static dev.veo3.batch.cluster.Database.BEGIN;
import static dev.veo3.batch.cluster.Database.failIfNotDurable;

/**
 * The statements on what all workers of a batch use together, within a transaction of the caller. Locks are taken in one order: the
 * job, the batch's limits, the model's row.
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
    /**
     * Not the row: whoever waits for one looks at each version of it that others have written meanwhile, and all who wait do. The row is
     * still written without this by records that add to the sum or take from it.
     */
    static final String LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('veo3 limits of ' || ?, 0))";
    static final String COMMITTED = "SELECT committed FROM veo3_limit WHERE batch = ? AND model = ''";
    /** Of a row of {@code veo3_job}: it counts as in flight. */
    static final String HAS_PLACE = "at_service_since IS NOT NULL AND (phase IN ('SUBMITTING', 'SUBMITTED')"
            + " OR at_service_since > clock_timestamp() - make_interval(secs => ?))";
    static final String IN_FLIGHT = "SELECT count(*) FROM veo3_job WHERE batch = ? AND job <> ? AND " + HAS_PLACE;
    /**
     * Somebody looks after it, or will. What is at rest as unfinished is for the next submission. An attempt of unknown fate that another
     * one is to follow keeps its money: two such jobs would wait for each other for ever. It is asked with the batch's limits locked, for
     * each job that a spent budget does not allow: two questions, each by an index, and not one about all jobs.
     */
    static final String MAY_GIVE_BACK = "SELECT EXISTS (SELECT FROM veo3_job j WHERE batch = ? AND job <> ?"
            + " AND committed > 0 AND " + Begun.OPEN
            + " AND (phase <> 'AMBIGUOUS' OR NOT EXISTS (SELECT FROM veo3_attempt a WHERE a.batch = j.batch"
            + " AND a.job = j.job AND risked IS NOT NULL))) OR EXISTS (SELECT FROM veo3_job WHERE batch = ?"
            + " AND job <> ? AND committed > 0 AND outcome = 'unfinished'"
            + " AND EXISTS (SELECT FROM veo3_execution WHERE task_name = batch AND task_instance = job))";
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
    /** Counts what a job costs more or less than before; nothing where nothing is limited. */
    static final String COMMIT = "UPDATE veo3_limit SET committed = committed + ? WHERE batch = ? AND model = ''";

    private static final String LOCK_RISKS = "SELECT pg_advisory_xact_lock(hashtextextended('veo3 risks of ' || ?, 0))";
    private static final String RISKED = "SELECT coalesce(sum(risked), 0),"
            + " coalesce(bool_or(job = ? AND step = ? AND attempt = ?), false) FROM veo3_attempt"
            + " WHERE batch = ? AND risked IS NOT NULL";
    private static final String RISK = "UPDATE veo3_attempt SET risked = ? WHERE batch = ? AND job = ? AND step = ?"
            + " AND attempt = ?";

    private LimitTable() {}

    /** Makes the row of the batch, unless it is there. In a transaction of its own. */
    static boolean prepare(Connection connection, String batch) throws SQLException {
        Database.begin(connection);
        try (PreparedStatement look = connection.prepareStatement(IS_THERE)) {
            look.setString(1, batch);
            try (ResultSet row = look.executeQuery()) {
                if (row.next()) {
                    return false;
                }
            }
        }
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
    static void pass(Connection connection, String batch, String job, IntentStart.Asked asked, long more,
            ClusterLimits limits) throws SQLException {
        if (asked.inFlight() >= limits.inFlight().orElse(Integer.MAX_VALUE)) {
            throw HeldBackException.until(asked.inFlight() + " jobs of all workers are in flight, and "
                    + limits.inFlight().getAsInt() + " may be", LOOK_AGAIN);
        }
        if (limits.budget().isPresent()) {
            failIfSpent(connection, batch, job, limits.budget().get(), new Money(asked.committed(), more));
        }
    }

    /** What counts of the batch, and what an intent adds to it. */
    private record Money(long committed, long more) {}

    private static void failIfSpent(Connection connection, String batch, String job, Usd cap, Money money)
            throws SQLException {
        if (money.more() <= 0 || money.more() <= cap.micros() - money.committed()) {
            return;
        }
        String why = "the budget does not allow its " + new Usd(money.more()) + ": of " + cap + ", "
                + new Usd(money.committed()) + " is spent or reserved by all workers";
        throw mayGiveBack(connection, batch, job)
                ? HeldBackException.until(why, LOOK_AGAIN)
                : HeldBackException.forGood(why);
    }

    /** Whether a job other than that may give money back. */
    static boolean mayGiveBack(Connection connection, String batch, String job) throws SQLException {
        try (PreparedStatement others = connection.prepareStatement(MAY_GIVE_BACK)) {
            for (int place = 1; place < 4; place += 2) {
                others.setString(place, batch);
                others.setString(place + 1, job);
            }
            try (ResultSet answer = others.executeQuery()) {
                answer.next();
                return answer.getBoolean(1);
            }
        }
    }

    /**
     * Takes one of the moments at which a job for this model may be submitted. The last limit to be asked.
     *
     * @throws HeldBackException when the moment has not come
     */
    static void takeMoment(Connection connection, String batch, String model, RateLimit limit) throws SQLException {
        // One round trip; the last statement reads the clock once the row is locked.
        try (PreparedStatement rate = connection.prepareStatement(MAKE_RATE + "; " + LOCK_RATE + "; " + RATE)) {
            for (int place = 1; place < 6; place += 2) {
                rate.setString(place, batch);
                rate.setString(place + 1, model);
            }
            rate.execute();
            rate.getMoreResults();
            rate.getMoreResults();
            try (ResultSet row = rate.getResultSet()) {
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

    /**
     * Counts that an attempt of unknown fate is followed by another, once.
     *
     * @param price what it costs if the service took it, in millionths
     * @param upTo how much may be risked in all
     * @return whether that much may be risked, this one included
     */
    static boolean risk(Connection connection, String batch, StepKey attempt, long price, long upTo)
            throws SQLException {
        try (PreparedStatement ask = connection.prepareStatement(BEGIN + "; " + LOCK_RISKS + "; " + RISKED)) {
            ask.setString(1, batch);
            attempt.set(ask, 2);
            ask.setString(5, batch);
            ask.execute();
            failIfNotDurable(ask);
            ask.getMoreResults();
            ask.getMoreResults();
            try (ResultSet row = ask.getResultSet()) {
                row.next();
                if (row.getBoolean(2)) {
                    return true;
                }
                if (price > upTo - row.getLong(1)) {
                    return false;
                }
            }
        }
        try (PreparedStatement risk = connection.prepareStatement(RISK)) {
            risk.setLong(1, price);
            risk.setString(2, batch);
            attempt.set(risk, 3);
            return risk.executeUpdate() == 1;
        }
    }

    /** An attempt at a step of a job. */
    record StepKey(String job, String step, int attempt) {

        private void set(PreparedStatement statement, int place) throws SQLException {
            statement.setString(place, job);
            statement.setString(place + 1, step);
            statement.setInt(place + 2, attempt);
        }
    }

    /** The number in the only row of an answer. */
    static long number(ResultSet answer) throws SQLException {
        try (ResultSet row = answer) {
            if (!row.next()) {
                throw new SQLException("the row of a limit is missing in veo3_limit");
            }
            return row.getLong(1);
        }
    }
}
