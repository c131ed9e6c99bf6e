// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.cluster;

import com.zaxxer.hikari.HikariDataSource;
import dev.veo3.batch.WrittenBatch;
import dev.veo3.batch.execute.JobContext;
import dev.veo3.batch.journal.Journal;
import dev.veo3.batch.journal.JournalRecord.Admitted;
import dev.veo3.batch.journal.JournalRecord.Ambiguous;
import dev.veo3.batch.journal.JournalRecord.Submitted;
import dev.veo3.batch.journal.JournalRecord.Submitting;
import dev.veo3.model.Usd;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Which jobs may run, and in which order. */
class ExecutionTableTest {
    private static final String ORDER = "SELECT string_agg(task_instance, ' ' ORDER BY execution_time) FROM veo3_execution";

    @TempDir
    private Path directory;

    /** Its late answer was written by a worker that stood still, and is gone now; its row went when it was ambiguous. */
    @Test
    void aJobThatTheServiceHasAndNobodyBringsHomeIsDealtOutOnceMore() throws Exception {
        try (HikariDataSource database = PostgresServer.newPool(10)) {
            ClusterBatch batch = ClusterBatch.submit(database, "films",
                    new WrittenBatch(directory, 1).jobs(3).load("films.yaml"), WrittenBatch.settings());
            Instant now = Instant.now();
            try (Journal journal = PostgresJournal.ofWorker(database, "films", "gone")) {
                journal.append(new Admitted("job1", now, "hash", Optional.empty()));
                journal.force(new Submitting("job1", now, JobContext.SUBMIT, 1, Usd.ZERO, Optional.empty()));
                journal.force(new Submitted("job1", now, JobContext.SUBMIT, 1, "operations/1"));
            }
            PostgresServer.execute(database, "DELETE FROM veo3_execution");
            assertThat(batch.status().isOver()).as("the service has it").isFalse();
            assertThat(batch.status().dealt()).isZero();

            try (Connection connection = database.getConnection()) {
                assertThat(ExecutionTable.sweep(connection, Duration.ofMinutes(1))).isEqualTo(1);
                assertThat(ExecutionTable.sweep(connection, Duration.ofMinutes(1))).isZero();
            }

            assertThat(batch.status().dealt()).isEqualTo(1);
        }
    }

    /** It holds a place and money that nobody else gives back. */
    @Test
    void aJobWhoseWorkerDiedRightAfterItsIntentIsDealtOutOnceMoreAfterTheLease() throws Exception {
        try (HikariDataSource database = PostgresServer.newPool(10)) {
            ClusterBatch batch = ClusterBatch.submit(database, "films",
                    new WrittenBatch(directory, 1).jobs(3).load("films.yaml"), WrittenBatch.settings());
            Instant now = Instant.now();
            try (Journal journal = PostgresJournal.ofWorker(database, "films", "gone")) {
                for (String job : List.of("job1", "job2")) {
                    journal.append(new Admitted(job, now, "hash", Optional.empty()));
                    journal.force(new Submitting(job, now, JobContext.SUBMIT, 1, Usd.ZERO, Optional.empty()));
                }
                journal.append(new Ambiguous("job2", now, JobContext.SUBMIT, 1, "HTTP 500", Optional.empty()));
            }
            PostgresServer.execute(database, "DELETE FROM veo3_execution");
            try (Connection connection = database.getConnection()) {
                assertThat(ExecutionTable.sweep(connection, Duration.ofMinutes(1))).as("its worker may be sending")
                        .isZero();

                PostgresServer.execute(database,
                        "UPDATE veo3_job SET changed_at = changed_at - interval '61 seconds'");

                assertThat(ExecutionTable.sweep(connection, Duration.ofMinutes(1))).isEqualTo(2);
            }
            assertThat(batch.status().dealt()).isEqualTo(2);
        }
    }

    @Test
    void nothingIsAddedToABatchThatWasSubmittedAnew() throws Exception {
        try (HikariDataSource database = PostgresServer.newPool(2);
                Connection connection = database.getConnection()) {
            ClusterBatch.submit(database, "films", new WrittenBatch(directory, 1).jobs(1).load("films.yaml"),
                    WrittenBatch.settings());
            Instant submitted = BatchTable.submittedAt(connection, "films").orElseThrow();
            List<ExecutionTable.DueJob> more = List.of(new ExecutionTable.DueJob("more", 0, 1));

            assertThat(ExecutionTable.addTo(connection, "films", submitted.minusSeconds(1), more)).isFalse();
            assertThat(PostgresServer.text(database, ORDER)).isEqualTo("job0");
            assertThat(ExecutionTable.addTo(connection, "films", submitted, more)).isTrue();
            assertThat(PostgresServer.text(database, ORDER)).isEqualTo("job0 more");
        }
    }

    /** db-scheduler takes a row away by the version that it had when it was picked. */
    @Test
    void aWorkerThatStillHasARowOfBeforeCannotTakeAwayTheOneThatCameAfterIt() throws Exception {
        try (HikariDataSource database = PostgresServer.newPool(2);
                Connection connection = database.getConnection()) {
            ExecutionTable.add(connection, "films", List.of(new ExecutionTable.DueJob("job", 0, 0)));
            String stale = pick(database);
            PostgresServer.execute(database, "DELETE FROM veo3_execution");
            ExecutionTable.add(connection, "films", List.of(new ExecutionTable.DueJob("job", 0, 0)));
            pick(database);

            PostgresServer.execute(database, "DELETE FROM veo3_execution WHERE version = " + stale);

            assertThat(ExecutionTable.hasAny(connection, "films")).isTrue();
        }
    }

    private static String pick(HikariDataSource database) throws SQLException {
        return PostgresServer.text(database,
                "UPDATE veo3_execution SET picked = true, version = version + 1 RETURNING version");
    }

    @Test
    void whatAWorkerHasGoesToOthersWhenItHasNotBeenHeardOfForLongEnough() throws Exception {
        try (HikariDataSource database = PostgresServer.newPool(2);
                Connection connection = database.getConnection()) {
            ExecutionTable.add(connection, "films", List.of(new ExecutionTable.DueJob("gone", 0, 0),
                    new ExecutionTable.DueJob("lives", 0, 1), new ExecutionTable.DueJob("waits", 0, 2)));
            PostgresServer.execute(database,
                    "UPDATE veo3_execution SET picked = true, picked_by = 'one', last_heartbeat ="
                            + " now() - CASE task_instance WHEN 'gone' THEN interval '61 seconds' ELSE interval '30 seconds' END"
                            + " WHERE task_instance <> 'waits'");
            String ranks = PostgresServer.text(database, ORDER);

            assertThat(ExecutionTable.revive(connection, Duration.ofMinutes(1))).isEqualTo(1);

            assertThat(PostgresServer.text(database, "SELECT string_agg(task_instance, ' ' ORDER BY task_instance)"
                    + " FROM veo3_execution WHERE NOT picked AND picked_by IS NULL")).isEqualTo("gone waits");
            assertThat(PostgresServer.text(database, ORDER)).isEqualTo(ranks);
        }
    }

    @Test
    void aJobThatWaitsForLongIsOvertakenOnlyByThoseThatCameSoonEnough() throws Exception {
        try (HikariDataSource database = PostgresServer.newPool(2);
                Connection connection = database.getConnection()) {
            ExecutionTable.add(connection, "films", List.of(new ExecutionTable.DueJob("old", 0, 0)));
            PostgresServer.execute(database,
                    "UPDATE veo3_execution SET execution_time = execution_time - interval '150 seconds'");
            ExecutionTable.add(connection, "films", List.of(new ExecutionTable.DueJob("two points", 2, 1),
                    new ExecutionTable.DueJob("three points", 3, 2),
                    new ExecutionTable.DueJob("least", Integer.MIN_VALUE, 3),
                    new ExecutionTable.DueJob("most", Integer.MAX_VALUE, 4)));

            assertThat(PostgresServer.text(database, ORDER)).isEqualTo("most three points old two points least");
            assertThat(PostgresServer.text(database,
                    "SELECT bool_and(execution_time < clock_timestamp()) FROM veo3_execution")).isEqualTo("t");
        }
    }
}
