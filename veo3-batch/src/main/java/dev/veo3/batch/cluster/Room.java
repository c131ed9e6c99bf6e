// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.cluster;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What is left of what a batch may use, for some jobs that wait for it, at one moment. Nobody is kept from taking it.
 *
 * @param places how many more jobs may be in flight
 * @param money how much more may be reserved, in millionths
 * @param mayGetMoney whether a job may give back more; where none does, there is nothing to wait for
 * @param inFlight of the jobs that wait, those that have a place already, for an attempt before
 * @param answered of these, those that are to make no other attempt, because the answer to the one before has come
 */
record Room(long places, long money, boolean mayGetMoney, Set<String> inFlight, Set<String> answered) {
    private static final String OWN = "SELECT job, phase = 'SUBMITTED' FROM veo3_job WHERE batch = ?"
            + " AND job = ANY (?) AND " + LimitTable.HAS_PLACE;

    /** Copies the sets. */
    Room {
        inFlight = Set.copyOf(inFlight);
        answered = Set.copyOf(answered);
    }

    static Room read(Connection connection, String batch, ClusterLimits limits, List<String> waiting)
            throws SQLException {
        double longest = limits.longestGeneration().toNanos() / 1e9;
        long places = limits.inFlight().isPresent()
                ? limits.inFlight().getAsInt() - inFlight(connection, batch, longest)
                : Long.MAX_VALUE / 2;
        Set<String> own = new HashSet<>();
        Set<String> answered = new HashSet<>();
        Array jobs = connection.createArrayOf("text", waiting.toArray());
        try (PreparedStatement statement = connection.prepareStatement(OWN)) {
            statement.setString(1, batch);
            statement.setArray(2, jobs);
            statement.setDouble(3, longest);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    own.add(row.getString(1));
                    if (row.getBoolean(2)) {
                        answered.add(row.getString(1));
                    }
                }
            }
        } finally {
            jobs.free();
        }
        return limits.budget().isPresent()
                ? new Room(places, limits.budget().get().micros() - committed(connection, batch),
                        LimitTable.mayGiveBack(connection, batch, ""), own, answered)
                : new Room(places, Long.MAX_VALUE, true, own, answered);
    }

    private static long inFlight(Connection connection, String batch, double longest) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(LimitTable.IN_FLIGHT)) {
            statement.setString(1, batch);
            statement.setString(2, "");
            statement.setDouble(3, longest);
            return LimitTable.number(statement.executeQuery());
        }
    }

    private static long committed(Connection connection, String batch) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(LimitTable.COMMITTED)) {
            statement.setString(1, batch);
            return LimitTable.number(statement.executeQuery());
        }
    }
}
