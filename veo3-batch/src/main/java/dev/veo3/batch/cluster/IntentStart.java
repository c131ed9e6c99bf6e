// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.cluster;

import dev.veo3.batch.cluster.BatchTable.Orders;
import dev.veo3.batch.journal.HeldBackException;
import dev.veo3.batch.journal.JournalRecord.Submitting;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import static dev.veo3.batch.cluster.Database.BEGIN;
import static dev.veo3.batch.cluster.Database.failIfNotDurable;

/**
 * The statements with which the transaction of an intent begins, in one round trip. Locks are taken in one order: the job, the
 * batch's limits, the batch's row. Each question is asked once what it is about is locked.
 */
final class IntentStart {
    private static final String ORDERS = "SELECT submitted_at, paused, stopped FROM veo3_batch WHERE batch = ?";
    /** Nobody stops the batch, or submits it anew, between this look and the intent's commit. */
    private static final String STILL = ORDERS + " FOR SHARE";
    /** So soon a pause may be over, and a worker has seen what was ordered. */
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    private IntentStart() {}

    /**
     * What the database says, with the locks held.
     *
     * @param isTaken whether the attempt was free and is this worker's now
     * @param committed what counts of the batch, in millionths; 0 where nobody asks
     * @param inFlight how many other jobs are in flight; 0 where nobody asks
     */
    record Asked(RecordTable.Job job, boolean isTaken, long committed, long inFlight) {}

    /**
     * Locks and asks.
     *
     * @param submission which one of the batch it must be, neither paused nor stopped; empty when nothing is ordered
     * @throws HeldBackException when the batch is another one by now, or nothing is submitted
     */
    static Asked ask(Connection connection, String batch, Submitting intent, String worker, ClusterLimits limits,
            Optional<Instant> submission) throws SQLException {
        List<String> statements = new ArrayList<>(
                List.of(BEGIN, RecordTable.LOCK, RecordTable.OF_JOB, RecordTable.TAKE));
        if (limits.hasTotals()) {
            statements.add(LimitTable.LOCK);
            statements.add(LimitTable.COMMITTED);
        }
        if (limits.inFlight().isPresent()) {
            statements.add(LimitTable.IN_FLIGHT);
        }
        if (submission.isPresent()) {
            statements.add(STILL);
        }
        try (PreparedStatement statement = connection.prepareStatement(String.join("; ", statements))) {
            Places places = new Places(statement);
            places.text(intent.job()).text(batch).text(batch).text(intent.job());
            places.text(batch).text(intent.job()).text(intent.step()).number(intent.attempt()).text(worker);
            if (limits.hasTotals()) {
                places.text(batch).text(batch);
            }
            if (limits.inFlight().isPresent()) {
                places.text(batch).text(intent.job()).seconds(limits.longestGeneration());
            }
            if (submission.isPresent()) {
                places.text(batch);
            }
            statement.execute();
            failIfNotDurable(statement);
            statement.getMoreResults();
            statement.getMoreResults();
            RecordTable.Job job = RecordTable.job(intent.job(), statement.getResultSet());
            statement.getMoreResults();
            boolean isTaken = statement.getUpdateCount() == 1;
            if (limits.hasTotals()) {
                statement.getMoreResults();
            }
            long committed = limits.hasTotals() ? number(statement) : 0;
            long inFlight = limits.inFlight().isPresent() ? number(statement) : 0;
            if (submission.isPresent()) {
                statement.getMoreResults();
                failIfHeld(statement.getResultSet(), batch, submission.get());
            }
            return new Asked(job, isTaken, committed, inFlight);
        }
    }

    private static long number(PreparedStatement statement) throws SQLException {
        statement.getMoreResults();
        return LimitTable.number(statement.getResultSet());
    }

    /**
     * Looks once more, without a lock.
     *
     * @throws HeldBackException when the batch is another one by now, or nothing is submitted
     */
    static void failIfHeld(Connection connection, String batch, Instant submission) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(ORDERS)) {
            statement.setString(1, batch);
            failIfHeld(statement.executeQuery(), batch, submission);
        }
    }

    /** Whether the batch is of that submission, and no other one comes before the caller's transaction has ended. */
    static boolean isStill(Connection connection, String batch, Instant submission) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(STILL)) {
            statement.setString(1, batch);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() && BatchTable.instant(row, "submitted_at").equals(submission);
            }
        }
    }

    private static void failIfHeld(ResultSet answer, String batch, Instant submission) throws SQLException {
        try (ResultSet row = answer) {
            Optional<Orders> orders = row.next()
                    ? Optional.of(new Orders(batch, BatchTable.instant(row, "submitted_at"),
                            Optional.ofNullable(row.getString("paused")),
                            Optional.ofNullable(row.getString("stopped"))))
                    : Optional.empty();
            if (orders.filter(now -> now.submittedAt().equals(submission)).isEmpty()) {
                throw HeldBackException.until("the batch was over, and this is left of its former submission",
                        LOOK_AGAIN);
            }
            orders.flatMap(Orders::stopped).ifPresent(why -> {
                throw HeldBackException.until("the batch is stopped: " + why, LOOK_AGAIN);
            });
            orders.flatMap(Orders::paused).ifPresent(why -> {
                throw HeldBackException.until("the batch is paused: " + why, LOOK_AGAIN);
            });
        }
    }
}
