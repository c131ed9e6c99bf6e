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
    /**
     * A row for each way in which jobs of the batch stand, or one without. It is one statement, so that it is one moment: between two of
     * them a job may end, its descendants may begin, and the batch would look as if it were over.
     */
    private static final String BATCH = "SELECT jobs, paused, stopped,"
            + " (SELECT count(*) FROM veo3_execution WHERE task_name = veo3_batch.batch) AS dealt,"
            + " (SELECT count(*) FROM veo3_execution WHERE task_name = veo3_batch.batch AND picked) AS running,"
            + " phase, outcome, standing FROM veo3_batch LEFT JOIN LATERAL (SELECT phase, coalesce(outcome, '') AS outcome,"
            + " count(*) AS standing FROM veo3_job WHERE veo3_job.batch = veo3_batch.batch GROUP BY 1, 2) AS stands ON true"
            + " WHERE veo3_batch.batch = ?";
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
        int all = row.getInt("jobs");
        long dealt = row.getLong("dealt");
        long running = row.getLong("running");
        Optional<String> paused = Optional.ofNullable(row.getString("paused"));
        Optional<String> stopped = Optional.ofNullable(row.getString("stopped"));
        Map<String, Long> outcomes = new HashMap<>();
        Map<String, Long> phases = new HashMap<>();
        do {
            String phase = row.getString("phase");
            if (phase != null) {
                boolean ended = phase.equals("ENDED");
                (ended ? outcomes : phases).merge(ended ? row.getString("outcome") : phase, row.getLong("standing"),
                        Long::sum);
            }
        } while (row.next());
        return new ClusterStatus(batch, all, outcomes,
                phases.getOrDefault("SUBMITTING", 0L) + phases.getOrDefault("SUBMITTED", 0L),
                phases.getOrDefault("AMBIGUOUS", 0L), dealt, running, paused, stopped, workers(connection, batch));
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
