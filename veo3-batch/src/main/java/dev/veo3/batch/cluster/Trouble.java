// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.cluster;

import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;
import java.sql.SQLTransientException;
import java.util.Set;

/** What an error of the database means for the work that it ended. The states are those of PostgreSQL's appendix "Error Codes". */
enum Trouble {
    /** The transaction was in the way of another one, or took too long: tried again, it comes through. */
    CONFLICT,
    /** The database is not there at the moment: it is down, starts, stops, is out of room, or the way to it is cut. */
    AWAY,
    /** Waiting does not help: a password, a permission, a missing table, damaged data, a closed pool. */
    LASTING;

    /** The last one: it stood still for too long in the middle of its transaction, which was ended. */
    private static final Set<String> CONFLICTS = Set.of("40001", "40P01", "55P03", "57014", "25P03");
    /** The database was dropped. */
    private static final String DROPPED = "57P04";
    /** No such database. */
    private static final String NO_DATABASE = "3D";
    /** A wrong password, or a user who may not connect. */
    private static final String NOT_ALLOWED = "28";
    /** A primary that has become a standby, until the pool has found the new one. */
    private static final String READ_ONLY = "25006";

    static Trouble of(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        if (CONFLICTS.contains(state)) {
            return CONFLICT;
        }
        // Looked at before the class: a pool says of every failure to connect that it is transient, and hands on the state.
        if (state.equals(DROPPED) || state.startsWith(NO_DATABASE) || state.startsWith(NOT_ALLOWED)) {
            return LASTING;
        }
        boolean away = state.startsWith("08") || state.startsWith("53") || state.startsWith("57P")
                || state.equals(READ_ONLY) || e instanceof SQLTransientException
                || e instanceof SQLRecoverableException;
        return away ? AWAY : LASTING;
    }

    /** Whether a pool has nothing free: it says so as of every failure to connect, but then there is one behind it. */
    static boolean isPoolBusy(Throwable e) {
        return e instanceof SQLTransientConnectionException busy && busy.getSQLState() == null
                && busy.getCause() == null;
    }

    /** What a person can do about it, a sentence or two. */
    static String remedy(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        if (state.startsWith(NOT_ALLOWED)) {
            return "Check the user and the password, then start the worker again.";
        }
        return switch (state) {
            case "42501" ->
                "Give the worker's user the right to read and write the tables veo3_*, then start the worker again.";
            case "42P01", "3F000", "42703" ->
                "The tables veo3_* are gone or changed, or the search_path has changed: restore them, then start the worker again.";
            case DROPPED, "3D000" -> "The database is gone: restore it, then start the worker again.";
            case "XX001", "XX002" ->
                "Its data is damaged: restore it from a backup, and look into the log of the worker"
                        + " for operations that the backup does not know.";
            default -> "Check that it runs and can be reached, then start the worker again.";
        };
    }
}
