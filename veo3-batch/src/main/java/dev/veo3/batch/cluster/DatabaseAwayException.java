// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.cluster;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;

/** The database is not there at the moment, or the pool has no connection to it. Whether a transaction whose commit was not answered has happened is not known. */
final class DatabaseAwayException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DatabaseAwayException(Throwable cause) {
        super(sentence(cause), cause);
    }

    /** A pool says that it had no connection, and its cause why. */
    private static String sentence(Throwable cause) {
        if (Trouble.isPoolBusy(cause)) {
            return cause.getMessage() + ". The database is there, but the pool had no connection free in its time: "
                    + Connections.ADVICE;
        }
        Throwable why = cause instanceof SQLTransientConnectionException && cause.getCause() instanceof SQLException e
                ? e
                : cause;
        String what = String.valueOf(why.getMessage());
        return what.endsWith(".") ? what : what + ".";
    }
}
