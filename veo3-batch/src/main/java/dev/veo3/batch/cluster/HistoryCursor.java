// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.cluster;

import dev.veo3.batch.journal.JobHistory;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.Spliterator;
import java.util.Spliterators.AbstractSpliterator;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Reads the histories of all jobs of a batch as they stand at one moment, some hundred at a time. For one thread. */
final class HistoryCursor extends AbstractSpliterator<JobHistory> {
    private static final String ALL = "SELECT r.job, r.record FROM veo3_job j JOIN veo3_record r USING (batch, job)"
            + " WHERE batch = ? ORDER BY j.ended_seq NULLS LAST, j.job, r.seq";
    private static final int ROWS = 1_000;

    private final Database database;
    private final Connection connection;
    private final PreparedStatement statement;
    private final ResultSet rows;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Queue<JobHistory> read = new ArrayDeque<>();
    /** The job of which rows may follow. */
    private @Nullable JobHistory open;
    private boolean over;

    private HistoryCursor(Database database, Connection connection, PreparedStatement statement, ResultSet rows) {
        super(Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.NONNULL);
        this.database = database;
        this.connection = connection;
        this.statement = statement;
        this.rows = rows;
    }

    static HistoryCursor open(Database database, String batch) {
        Connection connection = database.open();
        return database.step(connection, on -> {
            try {
                PreparedStatement statement = on.prepareStatement(ALL);
                statement.setFetchSize(ROWS);
                statement.setString(1, batch);
                return new HistoryCursor(database, on, statement, statement.executeQuery());
            } catch (SQLException e) {
                on.close();
                throw e;
            }
        });
    }

    Stream<JobHistory> stream() {
        return StreamSupport.stream(this, false).onClose(this::close);
    }

    @Override
    public boolean tryAdvance(Consumer<? super JobHistory> action) {
        if (read.isEmpty() && !over) {
            database.step(connection, on -> readMore());
        }
        @Nullable
        JobHistory next = read.poll();
        if (next == null) {
            close();
            return false;
        }
        action.accept(next);
        return true;
    }

    private boolean readMore() throws SQLException {
        for (int row = 0; row < ROWS || read.isEmpty(); row++) {
            if (!rows.next()) {
                over = true;
                if (open != null) {
                    read.add(open);
                }
                return false;
            }
            String job = rows.getString(1);
            if (open == null || !open.job().equals(job)) {
                if (open != null) {
                    read.add(open);
                }
                open = JobHistory.none(job);
            }
            open = RecordTable.then(open, rows.getString(2));
        }
        return true;
    }

    private void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        over = true;
        database.step(connection, on -> {
            try (on; statement) {
                on.rollback();
            }
            return true;
        });
    }
}
