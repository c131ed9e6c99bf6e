// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.cluster;

import com.github.kagkarlsson.scheduler.Clock;
import dev.veo3.time.TimeSource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;

/** The database's time, by which all workers go: as it was read last, and what has elapsed here since. Thread-safe. */
final class DatabaseClock implements Clock {
    private static final String NOW = "SELECT clock_timestamp() AS now";

    private final TimeSource time;
    private volatile Reading last;

    private record Reading(Instant time, long nanos) {}

    DatabaseClock(TimeSource time, Connection connection) throws SQLException {
        this.time = time;
        this.last = read(time, connection);
    }

    /** Reads it anew. */
    void set(Connection connection) throws SQLException {
        last = read(time, connection);
    }

    /**
     * The earlier of the two possible readings: a worker that stands still in the middle of this must not take the others for dead
     * because its own time is ahead.
     */
    private static Reading read(TimeSource time, Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(NOW)) {
            row.next();
            return new Reading(BatchTable.instant(row, "now"), time.nanos());
        }
    }

    @Override
    public Instant now() {
        Reading reading = last;
        return reading.time().plusNanos(time.nanos() - reading.nanos());
    }
}
