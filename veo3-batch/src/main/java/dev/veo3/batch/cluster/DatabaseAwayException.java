// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.cluster;

/** The database is not there at the moment, or the pool has no connection to it. Whether a transaction whose commit was not answered has happened is not known. */
final class DatabaseAwayException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DatabaseAwayException(Throwable cause) {
        super(Trouble.isPoolBusy(cause)
                ? cause.getMessage() + ". The database is there, but the pool had no connection free in its time: "
                        + Connections.ADVICE
                : String.valueOf(cause.getMessage()), cause);
    }
}
