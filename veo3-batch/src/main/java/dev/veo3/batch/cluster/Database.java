// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.cluster;

import dev.veo3.batch.journal.AttemptTakenException;
import dev.veo3.batch.journal.HeldBackException;
import dev.veo3.batch.journal.JournalException;
import dev.veo3.time.TimeSource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Work on the database, on platform threads of its own that nobody interrupts: an interrupted virtual thread would close the
 * connection in the middle of a commit. A transaction that a lock has ended is run anew until patience is over, and one that a lost
 * connection has ended for a moment only: connections break together, but a database that is not there then is away. Thread-safe.
 */
final class Database {
    private static final Logger LOG = LoggerFactory.getLogger(Database.class);
    private static final int THREADS = 8;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);
    /** Long enough to get past a pool full of connections that are broken. */
    private static final Duration MOMENT = Duration.ofSeconds(1);

    /** Ends the transaction of a program that stands still, or has been cut off, in the middle of it: others wait for its locks. */
    static final String NOT_IDLE = "set_config('idle_in_transaction_session_timeout', '5000', true)";
    /**
     * Begins a transaction: whatever the server or its pool has set, each statement sees what was committed before it, which is what makes
     * a lock of use, and the commit waits for the disk. The last statement says how it will commit.
     */
    static final String BEGIN = "SET TRANSACTION ISOLATION LEVEL READ COMMITTED; SELECT CASE WHEN current_setting('synchronous_commit') = 'remote_apply'"
            + " THEN 'remote_apply' ELSE set_config('synchronous_commit', 'on', true) END, " + NOT_IDLE;

    private final DataSource source;
    private final Duration patience;
    private final TimeSource time;
    private final ThreadPoolExecutor threads;

    Database(DataSource source, Duration patience, TimeSource time) {
        this.source = source;
        this.patience = patience;
        this.time = time;
        this.threads = new ThreadPoolExecutor(THREADS, THREADS, 5, TimeUnit.SECONDS, new LinkedBlockingQueue<>(),
                Thread.ofPlatform().name("veo3-database-", 0).daemon(true).factory());
        threads.allowCoreThreadTimeOut(true);
    }

    /** What is done with a connection. It may be done again from the start when the connection was lost. */
    interface Work<T> {
        T with(Connection connection) throws SQLException;
    }

    /**
     * Runs the work in one transaction that has ended when this returns. What must not be forgotten begins with {@link #BEGIN} or
     * {@link #begin}.
     *
     * @throws DatabaseAwayException when it is not known whether it is on the server's disk, because the database is away
     * @throws JournalException when it cannot be written for good
     */
    <T> T write(Work<T> work) {
        return await(threads.submit(() -> patiently(connection -> inTransaction(connection, work))));
    }

    /**
     * Runs one query.
     *
     * @throws DatabaseAwayException when the database is away
     * @throws JournalException when it cannot be read for good
     */
    <T> T read(Work<T> work) {
        return await(threads.submit(() -> patiently(work)));
    }

    /** Runs one step of work on a connection that stays open. */
    <T> T step(Connection connection, Work<T> work) {
        return await(threads.submit(() -> {
            try {
                return work.with(connection);
            } catch (SQLException e) {
                throw failure(e);
            }
        }));
    }

    /**
     * A connection in a transaction of its own, which the caller closes.
     *
     * @throws DatabaseAwayException when the database is away
     * @throws JournalException when there is none for good
     */
    Connection open() {
        return await(threads.submit(() -> {
            try {
                Connection connection = source.getConnection();
                connection.setAutoCommit(false);
                return connection;
            } catch (SQLException e) {
                throw Trouble.of(e) == Trouble.AWAY ? new DatabaseAwayException(e) : failure(e);
            }
        }));
    }

    private <T> T patiently(Work<T> work) throws InterruptedException {
        long began = time.nanos();
        OptionalLong failed = OptionalLong.empty();
        Duration pause = FIRST_PAUSE;
        while (true) {
            try {
                return once(work);
            } catch (SQLException e) {
                LOG.debug("The database did not do its work", e);
                long now = time.nanos();
                failed = OptionalLong.of(failed.orElse(now));
                // Whoever stood still in the middle of a transaction has lost that one, and his patience begins.
                long since = Trouble.of(e) == Trouble.CONFLICT ? failed.getAsLong() : began;
                failIfNotWorthwhile(e, now - since + pause.toNanos());
            }
            time.sleep(pause);
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
        }
    }

    /** Whether to try again after so many nanoseconds of trying. */
    private void failIfNotWorthwhile(SQLException e, long nanos) {
        switch (Trouble.of(e)) {
            case LASTING -> throw failure(e);
            case CONFLICT -> {
                if (nanos > patience.toNanos()) {
                    throw failure(e);
                }
            }
            case AWAY -> {
                if (nanos > Math.min(MOMENT.toNanos(), patience.toNanos())) {
                    throw new DatabaseAwayException(e);
                }
            }
        }
    }

    private <T> T once(Work<T> work) throws SQLException {
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(true);
            return work.with(connection);
        }
    }

    private static <T> T inTransaction(Connection connection, Work<T> work) throws SQLException {
        connection.setAutoCommit(false);
        try {
            T result = work.with(connection);
            connection.commit();
            return result;
        } catch (SQLException | RuntimeException e) {
            rollback(connection, e);
            throw e;
        }
    }

    private static void rollback(Connection connection, Exception why) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            why.addSuppressed(e);
        }
    }

    /**
     * Looks at what a statement that begins with {@link #BEGIN} has answered. Embedded servers and some hosts turn it off; a commit would
     * return before it is on the disk.
     */
    static void failIfNotDurable(Statement executed) throws SQLException {
        executed.getMoreResults();
        String level;
        try (ResultSet durable = executed.getResultSet()) {
            durable.next();
            level = durable.getString(1);
        }
        if (!level.equals("on") && !level.equals("remote_apply")) {
            throw new JournalException("The database commits with synchronous_commit=" + level
                    + ", so that a crash of it forgets what was paid for: set it to \"on\".");
        }
    }

    /** Begins a transaction with {@link #BEGIN}. Comes before everything else that is asked. */
    static void begin(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(BEGIN);
            failIfNotDurable(statement);
        }
    }

    /** Why the work cannot be done, and what to do. */
    static JournalException failure(SQLException e) {
        return new JournalException("The database of the cluster does not answer as it should: " + e.getMessage()
                + " " + Trouble.remedy(e), e);
    }

    private static <T> T await(Future<T> future) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return future.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    throw thrown(Objects.requireNonNullElse(e.getCause(), e));
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static RuntimeException thrown(Throwable cause) {
        return switch (cause) {
            case AttemptTakenException e ->
                new AttemptTakenException(String.valueOf(e.getMessage()));
            case HeldBackException e -> e.again();
            case DatabaseAwayException e -> new DatabaseAwayException(Objects.requireNonNullElse(e.getCause(), e));
            case JournalException e -> new JournalException(String.valueOf(e.getMessage()), e);
            case SQLException e -> failure(e);
            default -> new JournalException("The journal in the database is broken: " + cause, cause);
        };
    }
}
