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

    /** The later of the two possible readings: a heartbeat that lies a little in the future does no harm. */
    private static Reading read(TimeSource time, Connection connection) throws SQLException {
        long before = time.nanos();
        try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(NOW)) {
            row.next();
            return new Reading(BatchTable.instant(row, "now"), before);
        }
    }

    @Override
    public Instant now() {
        Reading reading = last;
        return reading.time().plusNanos(time.nanos() - reading.nanos());
    }
}
