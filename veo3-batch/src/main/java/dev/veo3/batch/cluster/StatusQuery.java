// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.cluster;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads how far a batch is. */
final class StatusQuery {
    private static final String BATCH = "SELECT jobs, paused, stopped,"
            + " (SELECT count(*) FROM veo3_execution WHERE task_name = batch),"
            + " (SELECT count(*) FROM veo3_execution WHERE task_name = batch AND picked)"
            + " FROM veo3_batch WHERE batch = ?";
    private static final String JOBS = "SELECT phase, coalesce(outcome, ''), count(*) FROM veo3_job WHERE batch = ?"
            + " GROUP BY phase, outcome";
    private static final String WORKERS = "SELECT worker, seen_at, problem FROM veo3_worker WHERE batch = ?"
            + " AND seen_at > clock_timestamp() - interval '10 minutes' ORDER BY started_at, worker";

    private StatusQuery() {}

    /** Empty when there is no such batch. */
    static Optional<ClusterStatus> read(Connection connection, String batch) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(BATCH)) {
            statement.setString(1, batch);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.of(read(connection, batch, row)) : Optional.empty();
            }
        }
    }

    private static ClusterStatus read(Connection connection, String batch, ResultSet row) throws SQLException {
        Map<String, Long> outcomes = new HashMap<>();
        Map<String, Long> phases = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(JOBS)) {
            statement.setString(1, batch);
            try (ResultSet jobs = statement.executeQuery()) {
                while (jobs.next()) {
                    boolean ended = jobs.getString(1).equals("ENDED");
                    (ended ? outcomes : phases).merge(jobs.getString(ended ? 2 : 1), jobs.getLong(3), Long::sum);
                }
            }
        }
        return new ClusterStatus(batch, row.getInt(1), outcomes,
                phases.getOrDefault("SUBMITTING", 0L) + phases.getOrDefault("SUBMITTED", 0L),
                phases.getOrDefault("AMBIGUOUS", 0L), row.getLong(4), row.getLong(5),
                Optional.ofNullable(row.getString(2)), Optional.ofNullable(row.getString(3)),
                workers(connection, batch));
    }

    private static List<ClusterStatus.Worker> workers(Connection connection, String batch) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(WORKERS)) {
            statement.setString(1, batch);
            List<ClusterStatus.Worker> workers = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    workers.add(new ClusterStatus.Worker(row.getString(1), BatchTable.instant(row, "seen_at"),
                            Optional.ofNullable(row.getString(3))));
                }
            }
            return workers;
        }
    }
}
