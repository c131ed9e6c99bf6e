// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.cluster;

import com.zaxxer.hikari.HikariDataSource;
import dev.veo3.batch.WrittenBatch;
import dev.veo3.batch.execute.JobContext;
import dev.veo3.batch.journal.JobState.Phase;
import dev.veo3.batch.journal.Journal;
import dev.veo3.batch.journal.JournalRecord.Ambiguous;
import dev.veo3.batch.journal.JournalRecord.Ended;
import dev.veo3.batch.journal.JournalRecord.Rejected;
import dev.veo3.batch.journal.JournalRecord.Rejected.Cause;
import dev.veo3.batch.journal.JournalRecord.Submitting;
import dev.veo3.model.Usd;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** The service has refused an attempt, and its worker stood still until others had put the job to rest as being of unknown fate. */
class LateRefusalTest {
    private static final Instant NOW = Instant.parse("2026-11-26T10:00:00Z");
    private static final String ROWS = "SELECT count(*) FROM veo3_execution WHERE task_instance = 'job0' AND NOT picked";

    private HikariDataSource database;
    private ClusterBatch batch;
    private Journal stalled;

    @TempDir
    private Path directory;

    @BeforeEach
    void restsAsOfUnknownFate() throws Exception {
        database = PostgresServer.newPool(10);
        batch = submitted();
        stalled = share("stalled");
        stalled.force(new Submitting("job0", NOW, JobContext.SUBMIT, 1, Usd.ZERO, Optional.empty()));
        Journal other = share("other");
        other.append(new Ambiguous("job0", NOW, JobContext.SUBMIT, 1, "its worker stands still", Optional.empty()));
        other.append(ended("ambiguous", "its worker stands still"));
        PostgresServer.execute(database, "DELETE FROM veo3_execution");
    }

    @AfterEach
    void close() {
        database.close();
    }

    private ClusterBatch submitted() throws Exception {
        return ClusterBatch.submit(database, "films", new WrittenBatch(directory, 1).jobs(1).load("films.yaml"),
                WrittenBatch.settings());
    }

    private Journal share(String worker) throws Exception {
        return Openings.share(database, "films", worker, ClusterLimits.none(), Duration.ofMinutes(1));
    }

    private static Ended ended(String outcome, String why) {
        return new Ended("job0", NOW, outcome, Optional.of(why), List.of(), Optional.empty(), NOW, Duration.ZERO,
                Usd.ZERO, 1);
    }

    private static Rejected refused(Cause cause) {
        return new Rejected("job0", NOW, JobContext.SUBMIT, 1, cause, "HTTP 4xx");
    }

    /** It waits for the quota, and dies before it tries once more. */
    @Test
    void theJobIsDealtOutAgain() throws Exception {
        assertThat(batch.status().isOver()).isTrue();

        assertThat(stalled.append(refused(Cause.QUOTA))).isTrue();

        assertThat(stalled.state("job0").phase()).isEqualTo(Phase.ADMITTED);
        assertThat(PostgresServer.text(database, ROWS)).isEqualTo("1");
        assertThat(batch.status().isOver()).isFalse();
    }

    /** It has waited long enough, and what it says then is kept only of a job that is dealt to it. */
    @Test
    void theJobIsDealtOutWhenItIsLeftAfterThat() throws Exception {
        stalled.append(refused(Cause.QUOTA));

        assertThat(stalled.leave(ended("skipped", "the budget is spent"))).isFalse();

        assertThat(PostgresServer.text(database, ROWS)).isEqualTo("1");
    }

    /** The end that follows is one of the former submission, and is not kept. */
    @Test
    void theJobIsDealtOutInTheSubmissionThatTheBatchIsOfByNow() throws Exception {
        submitted();
        PostgresServer.execute(database, "DELETE FROM veo3_execution");

        stalled.append(refused(Cause.REFUSED));
        assertThat(stalled.append(ended("failed", "HTTP 400"))).isFalse();

        assertThat(PostgresServer.text(database, ROWS)).isEqualTo("1");
    }

    @Test
    void aStoppedBatchIsOverAllTheSame() throws Exception {
        batch.stop("enough");

        stalled.append(refused(Cause.QUOTA));

        assertThat(batch.status().isOver()).isTrue();
    }
}
