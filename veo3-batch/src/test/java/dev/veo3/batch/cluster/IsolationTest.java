// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.cluster;

import com.zaxxer.hikari.HikariDataSource;
import dev.veo3.batch.execute.JobContext;
import dev.veo3.batch.journal.HeldBackException;
import dev.veo3.batch.journal.Journal;
import dev.veo3.batch.journal.JournalRecord.Submitting;
import dev.veo3.model.Usd;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What is asked once a lock is held is as it is then, whatever level of isolation the database or its pool has set. */
class IsolationTest {
    private static final Instant NOW = Instant.parse("2026-11-26T10:00:00Z");

    @ParameterizedTest
    @ValueSource(strings = {"read committed", "repeatable read", "serializable"})
    void whoWaitedForTheLimitsSeesTheLastPlaceTaken(String level) throws Exception {
        try (HikariDataSource database = PostgresServer.newPool(10)) {
            String name = PostgresServer.text(database, "SELECT current_database()");
            PostgresServer.execute(PostgresServer.pool(),
                    "ALTER DATABASE " + name + " SET default_transaction_isolation = '" + level + "'");
            database.getHikariPoolMXBean().softEvictConnections();
            ClusterLimits limits = ClusterLimits.none().withInFlight(1);
            try (Journal journal = PostgresJournal.ofWorker(database, "films", "one", limits, job -> "");
                    ExecutorService threads = Executors.newSingleThreadExecutor();
                    Connection other = database.getConnection()) {
                other.setAutoCommit(false);
                try (PreparedStatement lock = other.prepareStatement(LimitTable.LOCK)) {
                    lock.setString(1, "films");
                    lock.execute();
                }
                Future<Boolean> passes = threads.submit(() -> passes(journal));
                while (waiting(database).equals("0")) {
                    LockSupport.parkNanos(2_000_000);
                }
                try (PreparedStatement flies = other.prepareStatement("INSERT INTO veo3_job (batch, job, phase,"
                        + " at_service_since) VALUES ('films', 'other', 'SUBMITTING', clock_timestamp())")) {
                    flies.execute();
                }
                other.commit();

                assertThat(passes.get()).as("the only place was taken").isFalse();
            }
        }
    }

    private static String waiting(HikariDataSource database) throws Exception {
        return PostgresServer.text(database,
                "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted");
    }

    private static boolean passes(Journal journal) {
        try {
            journal.force(new Submitting("job", NOW, JobContext.SUBMIT, 1, Usd.ZERO, Optional.empty()));
            return true;
        } catch (HeldBackException e) {
            return false;
        }
    }
}
