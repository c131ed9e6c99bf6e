// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.cluster;

import dev.veo3.batch.journal.Journal;
import dev.veo3.time.TimeSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;

/** Workers whose patience and time are the test's. */
final class Openings {

    private Openings() {}

    static JournalOpening of(String batch, String worker, Duration patience, TimeSource time) {
        return new JournalOpening(batch, worker, true, RecordKeeper.Shared.NOTHING, Duration.ofSeconds(3), patience,
                time);
    }

    /** The journal of a worker of the batch as it is submitted now. */
    static Journal share(DataSource database, String batch, String worker, ClusterLimits limits, Duration lease)
            throws SQLException {
        try (Connection connection = database.getConnection()) {
            return PostgresJournal.ofShare(database, BatchTable.find(connection, batch).orElseThrow(), worker, limits,
                    job -> "model", lease);
        }
    }
}
