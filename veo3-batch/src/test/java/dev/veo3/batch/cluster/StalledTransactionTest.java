// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.cluster;

import com.zaxxer.hikari.HikariDataSource;
import dev.veo3.batch.execute.JobContext;
import dev.veo3.batch.journal.JobState;
import dev.veo3.batch.journal.Journal;
import dev.veo3.batch.journal.JournalRecord.Admitted;
import dev.veo3.batch.journal.JournalRecord.Submitted;
import dev.veo3.batch.journal.JournalRecord.Submitting;
import dev.veo3.model.Usd;
import dev.veo3.time.ManualTime;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A worker that stands still, or is cut off, while its transaction has what the others need. */
class StalledTransactionTest {
    private static final Instant NOW = Instant.parse("2026-11-26T10:00:00Z");

    private final ClusterLimits limits = ClusterLimits.none().withInFlight(2);
    private HikariDataSource database;

    @BeforeEach
    void open() throws Exception {
        database = PostgresServer.newPool(5);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void itHoldsUpTheOthersForSomeSecondsOnly() throws Exception {
        try (Journal other = PostgresJournal.ofWorker(database, "films", "other", limits, job -> "")) {
            Connection stalled = unpooled();
            stalled.setAutoCommit(false);
            RecordTable.lock(stalled, "films", "job0");
            try (PreparedStatement limits = stalled.prepareStatement(LimitTable.LOCK)) {
                limits.setString(1, "films");
                limits.execute();
            }

            other.append(new Admitted("job0", NOW, "hash", Optional.empty()));
            other.force(new Submitting("job0", NOW, JobContext.SUBMIT, 1, Usd.ZERO, Optional.empty()));

            assertThat(other.state("job0").phase()).isEqualTo(JobState.Phase.SUBMITTING);
            assertThatThrownBy(stalled::commit).isInstanceOfSatisfying(SQLException.class,
                    ended -> assertThat(Trouble.of(ended)).isEqualTo(Trouble.CONFLICT));
        }
    }

    /** The same of a worker that has locked the rows of jobs, and has not said yet that they are its own. */
    @Test
    void theJobsThatItWasAboutToTakeAreTakenByOthers() throws Exception {
        try (Connection connection = database.getConnection()) {
            PostgresServer.execute(database,
                    "INSERT INTO veo3_batch (batch, file, manifest, jobs, submitted_at, planned_on,"
                            + " replace_retired, output_directory, working_directory, manifest_directory) VALUES ('films', '', '', 1, '"
                            + NOW + "', now(), false, '', '', '')");
            ExecutionTable.add(connection, "films", List.of(new ExecutionTable.DueJob("job0", 0, 0)));
        }
        String due = OneBatchDialect.all("films", NOW).createGenericSelectForUpdateQuery(ExecutionTable.NAME, 1, "",
                false);
        Connection stalled = unpooled();
        stalled.setAutoCommit(false);
        assertThat(count(stalled, due)).isEqualTo(1);
        try (Connection other = database.getConnection()) {
            assertThat(count(other, due)).isZero();
            while (count(other, due) == 0) {
                LockSupport.parkNanos(2_000_000);
            }
        }
        assertThatThrownBy(stalled::commit).isInstanceOf(SQLException.class);
    }

    /** However long that was: what the service has taken must not be forgotten because of it. */
    @Test
    void whoStoodStillInTheMiddleOfARecordWritesItWhenHeGoesOn() {
        ManualTime time = ManualTime.selfAdvancing(NOW);
        AtomicBoolean stalls = new AtomicBoolean();
        try (Journal stalled = PostgresJournal.open(stalling(stalls, time),
                Openings.of("films", "stalled", Duration.ofSeconds(30), time))) {
            stalled.force(new Submitting("job0", NOW, JobContext.SUBMIT, 1, Usd.ZERO, Optional.empty()));
            stalls.set(true);

            stalled.force(new Submitted("job0", NOW, JobContext.SUBMIT, 1, "operations/1"));

            assertThat(stalled.failure()).isEmpty();
            assertThat(stalled.history("job0").result(JobContext.SUBMIT)).contains("operations/1");
        }
    }

    /** The next transaction is ended by the server before its last statements, and its worker sees that an hour later. */
    private DataSource stalling(AtomicBoolean stalls, ManualTime time) {
        return Intercepted.connections(database, connection -> Intercepted.of(Connection.class, connection, call -> {
            if (call.name().equals("prepareStatement") && call.sql().endsWith("; COMMIT")
                    && stalls.compareAndSet(true, false)) {
                time.advance(Duration.ofHours(1));
                connection.rollback();
                throw new SQLException("terminating connection due to idle-in-transaction timeout", "25P03");
            }
            return call.happen();
        }));
    }

    private Connection unpooled() throws SQLException {
        return database.getDataSource().getConnection();
    }

    private static int count(Connection connection, String query) throws SQLException {
        int rows = 0;
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setBoolean(1, false);
            statement.setObject(2, NOW.atOffset(ZoneOffset.UTC));
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    rows++;
                }
            }
        }
        return rows;
    }
}
