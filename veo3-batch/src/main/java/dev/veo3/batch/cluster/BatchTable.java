// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.cluster;

import dev.veo3.batch.cluster.StoredBatch.Settings;
import dev.veo3.model.Usd;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** The statements on the table of batches, within a transaction of the caller. */
final class BatchTable {
    private static final String COLUMNS = "batch, file, manifest, jobs, submitted_at, planned_on, concurrency,"
            + " continue_on_error, budget, deadline_millis, replace_retired, output_directory, working_directory,"
            + " manifest_directory, marker";
    private static final String FIND = "SELECT " + COLUMNS + " FROM veo3_batch WHERE batch = ?";
    private static final String PUT = "INSERT INTO veo3_batch (batch, file, manifest, jobs, planned_on, concurrency,"
            + " continue_on_error, budget, deadline_millis, replace_retired, output_directory, working_directory,"
            + " manifest_directory, marker)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (batch) DO UPDATE SET file = excluded.file,"
            + " manifest = excluded.manifest, jobs = excluded.jobs, submitted_at = clock_timestamp(),"
            + " planned_on = excluded.planned_on, concurrency = excluded.concurrency,"
            + " continue_on_error = excluded.continue_on_error, budget = excluded.budget,"
            + " deadline_millis = excluded.deadline_millis, replace_retired = excluded.replace_retired,"
            + " output_directory = excluded.output_directory, working_directory = excluded.working_directory,"
            + " manifest_directory = excluded.manifest_directory,"
            + " marker = excluded.marker, paused = NULL, stopped = NULL";
    private static final String OPEN = "SELECT batch, submitted_at, paused, stopped FROM veo3_batch WHERE EXISTS"
            + " (SELECT FROM veo3_execution WHERE task_name = batch) ORDER BY submitted_at";
    private static final String OPEN_NAMES = "SELECT batch FROM veo3_batch b WHERE EXISTS"
            + " (SELECT FROM veo3_execution WHERE task_name = b.batch) OR EXISTS"
            + " (SELECT FROM veo3_job j WHERE j.batch = b.batch AND " + Begun.OPEN + ") ORDER BY submitted_at";
    private static final String ORDERS = "SELECT batch, submitted_at, paused, stopped FROM veo3_batch WHERE batch = ?";
    private static final String OVERDUE = "UPDATE veo3_batch SET paused = NULL, stopped = 'the batch''s time was over'"
            + " WHERE stopped IS NULL AND deadline_millis IS NOT NULL"
            + " AND submitted_at + deadline_millis * interval '1 millisecond' < clock_timestamp()"
            + " AND EXISTS (SELECT FROM veo3_execution WHERE task_name = batch)";
    private static final String PAUSE = "UPDATE veo3_batch SET paused = CASE WHEN stopped IS NULL THEN ? END"
            + " WHERE batch = ?";
    /** A batch that ends is paused no more: what the service has of it is brought home. */
    private static final String STOP = "UPDATE veo3_batch SET paused = NULL, stopped = coalesce(stopped, ?)"
            + " WHERE batch = ?";
    private static final String SUBMITTED_AT = "SELECT submitted_at FROM veo3_batch WHERE batch = ?";
    private static final String NAMES = "SELECT batch FROM veo3_batch ORDER BY submitted_at, batch";
    private static final String LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('veo3 ' || ?, 0))";

    private BatchTable() {}

    /**
     * What is to be done with a batch.
     *
     * @param paused why nothing is taken up; empty while it is
     * @param stopped why nothing more is submitted; empty while it is
     */
    record Orders(String batch, Instant submittedAt, Optional<String> paused, Optional<String> stopped) {}

    /** When the batch was submitted last; empty when there is none. */
    static Optional<Instant> submittedAt(Connection connection, String batch) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SUBMITTED_AT)) {
            statement.setString(1, batch);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.of(instant(row, "submitted_at")) : Optional.empty();
            }
        }
    }

    /** Keeps other programs from submitting a batch of that name before the transaction has ended. */
    static void lock(Connection connection, String batch) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(LOCK)) {
            statement.setString(1, batch);
            statement.execute();
        }
    }

    static Optional<StoredBatch> find(Connection connection, String batch) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(FIND)) {
            statement.setString(1, batch);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.of(read(row)) : Optional.empty();
            }
        }
    }

    private static StoredBatch read(ResultSet row) throws SQLException {
        Settings settings = new Settings(
                Optional.ofNullable((Integer) row.getObject("concurrency")).map(OptionalInt::of)
                        .orElse(OptionalInt.empty()),
                Optional.ofNullable((Boolean) row.getObject("continue_on_error")),
                Optional.ofNullable((Long) row.getObject("budget")).map(Usd::new),
                Optional.ofNullable((Long) row.getObject("deadline_millis")).map(Duration::ofMillis),
                row.getBoolean("replace_retired"), Path.of(row.getString("output_directory")),
                Path.of(row.getString("working_directory")), Path.of(row.getString("manifest_directory")),
                row.getObject("planned_on", LocalDate.class));
        return new StoredBatch(row.getString("batch"), row.getString("file"),
                StoredBatch.characters(row.getBytes("manifest")),
                row.getInt("jobs"), instant(row, "submitted_at"), settings,
                Optional.ofNullable(row.getString("marker")));
    }

    /** Keeps a batch, in the place of what it was before; it is neither paused nor stopped. */
    static void put(Connection connection, StoredBatch batch) throws SQLException {
        Settings settings = batch.settings();
        try (PreparedStatement statement = connection.prepareStatement(PUT)) {
            statement.setString(1, batch.name());
            statement.setString(2, batch.file());
            statement.setBytes(3, batch.bytes());
            statement.setInt(4, batch.jobs());
            statement.setObject(5, settings.day());
            set(statement, 6, Types.INTEGER,
                    settings.concurrency().isPresent() ? settings.concurrency().getAsInt() : null);
            set(statement, 7, Types.BOOLEAN, settings.continueOnError().orElse(null));
            set(statement, 8, Types.BIGINT, settings.budget().map(Usd::micros).orElse(null));
            set(statement, 9, Types.BIGINT, settings.deadline().map(Duration::toMillis).orElse(null));
            statement.setBoolean(10, settings.replaceRetired());
            statement.setString(11, settings.outputDirectory().toString());
            statement.setString(12, settings.workingDirectory().toString());
            statement.setString(13, settings.beside().toString());
            set(statement, 14, Types.VARCHAR, batch.marker().orElse(null));
            statement.executeUpdate();
        }
    }

    private static void set(PreparedStatement statement, int place, int type, @Nullable Object value)
            throws SQLException {
        if (value == null) {
            statement.setNull(place, type);
        } else {
            statement.setObject(place, value);
        }
    }

    /** The batches that have jobs which may run or run. Stops those whose time is over. */
    static List<Orders> open(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate(OVERDUE);
            List<Orders> open = new ArrayList<>();
            try (ResultSet row = statement.executeQuery(OPEN)) {
                while (row.next()) {
                    open.add(orders(row));
                }
            }
            return open;
        }
    }

    /** What is to be done with one batch; empty when there is none. */
    static Optional<Orders> orders(Connection connection, String batch) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(ORDERS)) {
            statement.setString(1, batch);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.of(orders(row)) : Optional.empty();
            }
        }
    }

    private static Orders orders(ResultSet row) throws SQLException {
        return new Orders(row.getString("batch"), instant(row, "submitted_at"),
                Optional.ofNullable(row.getString("paused")), Optional.ofNullable(row.getString("stopped")));
    }

    /** The names of the batches that are not over. Changes nothing. */
    static List<String> openNames(Connection connection) throws SQLException {
        return names(connection, OPEN_NAMES);
    }

    /** Pauses a batch, or ends its pause without a reason, in a transaction that commits to the disk: whether there is such a batch. */
    static boolean pause(Connection connection, String batch, Optional<String> why) throws SQLException {
        Database.begin(connection);
        try (PreparedStatement statement = connection.prepareStatement(PAUSE)) {
            statement.setString(1, why.orElse(null));
            statement.setString(2, batch);
            return statement.executeUpdate() == 1;
        }
    }

    /**
     * Lets nothing more be submitted, in a transaction that commits to the disk; the first reason stays: whether there is such a
     * batch.
     */
    static boolean stop(Connection connection, String batch, String why) throws SQLException {
        Database.begin(connection);
        try (PreparedStatement statement = connection.prepareStatement(STOP)) {
            statement.setString(1, why);
            statement.setString(2, batch);
            return statement.executeUpdate() == 1;
        }
    }

    static List<String> names(Connection connection) throws SQLException {
        return names(connection, NAMES);
    }

    private static List<String> names(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(query)) {
            List<String> names = new ArrayList<>();
            while (row.next()) {
                names.add(row.getString(1));
            }
            return names;
        }
    }

    static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
