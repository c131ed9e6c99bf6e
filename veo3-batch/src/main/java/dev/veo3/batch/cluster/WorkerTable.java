// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.cluster;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The statements on the table of workers, within a transaction of the caller. It is for people to look at: nothing hangs on it. */
final class WorkerTable {
    private static final String SEEN = "INSERT INTO veo3_worker (batch, worker, problem) SELECT seen.batch, ?, seen.problem"
            + " FROM unnest(?, ?) AS seen (batch, problem)"
            + " ON CONFLICT (batch, worker) DO UPDATE SET seen_at = clock_timestamp(), problem = excluded.problem";
    private static final String GONE = "DELETE FROM veo3_worker WHERE worker = ?";

    private static final String FORGET = "DELETE FROM veo3_worker WHERE seen_at < clock_timestamp() - interval '1 day'";

    private WorkerTable() {}

    /** Forgets workers that have long not been seen; how many. */
    static int forget(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(FORGET)) {
            return statement.executeUpdate();
        }
    }

    /** The worker lives, and works at those batches of which it has no problem; how many there are. */
    static int seen(Connection connection, String worker, Map<String, Optional<String>> problems) throws SQLException {
        if (problems.isEmpty()) {
            return 0;
        }
        List<String> batches = List.copyOf(problems.keySet());
        Array names = connection.createArrayOf("text", batches.toArray());
        Array why = connection.createArrayOf("text",
                batches.stream().map(problems::get).map(problem -> problem.orElse(null)).toArray());
        try (PreparedStatement statement = connection.prepareStatement(SEEN)) {
            statement.setString(1, worker);
            statement.setArray(2, names);
            statement.setArray(3, why);
            return statement.executeUpdate();
        } finally {
            names.free();
            why.free();
        }
    }

    static int gone(Connection connection, String worker) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(GONE)) {
            statement.setString(1, worker);
            return statement.executeUpdate();
        }
    }
}
