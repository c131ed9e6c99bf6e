// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.cluster;

/** The database is not there at the moment. Whether a transaction whose commit was not answered has happened is not known. */
final class DatabaseAwayException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DatabaseAwayException(Throwable cause) {
        super(String.valueOf(cause.getMessage()), cause);
    }
}
