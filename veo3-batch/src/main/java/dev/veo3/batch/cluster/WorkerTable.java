// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.cluster;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Optional;

/** The statements on the table of workers, within a transaction of the caller. It is for people to look at: nothing hangs on it. */
final class WorkerTable {
    private static final String SEEN = "INSERT INTO veo3_worker (batch, worker, problem) VALUES (?, ?, ?)"
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

    /** The worker lives, and works at the batch unless it has a problem. */
    static void seen(Connection connection, String batch, String worker, Optional<String> problem)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SEEN)) {
            statement.setString(1, batch);
            statement.setString(2, worker);
            statement.setString(3, problem.orElse(null));
            statement.executeUpdate();
        }
    }

    static int gone(Connection connection, String worker) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(GONE)) {
            statement.setString(1, worker);
            return statement.executeUpdate();
        }
    }
}
