// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.cluster;

import com.zaxxer.hikari.HikariDataSource;
import dev.veo3.batch.WrittenBatch;
import dev.veo3.batch.journal.HeldBackException;
import dev.veo3.batch.journal.JobState.Phase;
import dev.veo3.batch.journal.Journal;
import dev.veo3.batch.journal.JournalRecord.Admitted;
import dev.veo3.batch.journal.JournalRecord.Ended;
import dev.veo3.batch.journal.JournalRecord.Submitted;
import dev.veo3.batch.journal.JournalRecord.Submitting;
import dev.veo3.model.Usd;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A worker that has not seen yet what was ordered, or stood still meanwhile, submits nothing against it. */
class OrderedIntentTest {
    private static final String STEP = "submit";

    private HikariDataSource database;
    private ClusterBatch batch;

    @TempDir
    private Path directory;

    @BeforeEach
    void submit() throws Exception {
        database = PostgresServer.newPool(10);
        batch = submitted();
    }

    @AfterEach
    void close() {
        database.close();
    }

    private ClusterBatch submitted() throws Exception {
        return ClusterBatch.submit(database, "films", new WrittenBatch(directory, 4).jobs(40).load("films.yaml"),
                WrittenBatch.settings());
    }

    private Journal share() throws Exception {
        return share(Duration.ofMinutes(1));
    }

    private Journal share(Duration lease) throws Exception {
        return Openings.share(database, "films", "one", ClusterLimits.none().withInFlight(100), lease);
    }

    private static Submitting intent(String job) {
        return new Submitting(job, Instant.now(), STEP, 1, Usd.ZERO, Optional.empty());
    }

    @Test
    void afterAStopNoIntentPasses() throws Exception {
        Journal share = share();
        share.force(intent("job0"));

        batch.stop("enough");

        assertThatThrownBy(() -> share.force(intent("job1"))).isInstanceOf(HeldBackException.class)
                .hasMessageContaining("the batch is stopped: enough");
        assertThat(share.failure()).isEmpty();
        assertThat(share.state("job1").phase()).isEqualTo(Phase.NEW);
        assertThat(PostgresServer.text(database, "SELECT count(*) FROM veo3_attempt")).isEqualTo("1");
    }

    @Test
    void whileTheBatchIsPausedNoIntentPassesAndThenTheSameOneDoes() throws Exception {
        Journal share = share();
        batch.pause("the price goes down at night");
        assertThatThrownBy(() -> share.force(intent("job0"))).isInstanceOf(HeldBackException.class)
                .hasMessageContaining("paused: the price goes down at night");

        batch.resume();

        assertThatCode(() -> share.force(intent("job0"))).doesNotThrowAnyException();
    }

    @Test
    void whatIsLeftOfAFormerSubmissionSubmitsNothing() throws Exception {
        Journal former = share();
        PostgresServer.execute(database, "DELETE FROM veo3_execution");
        submitted();

        assertThatThrownBy(() -> former.force(intent("job0"))).isInstanceOf(HeldBackException.class)
                .hasMessageContaining("former submission");

        assertThatCode(() -> share().force(intent("job0"))).doesNotThrowAnyException();
    }

    /** In the former submission the job had another prompt, and nothing was done of it. */
    @Test
    void aJobThatRunsStaysWhatItIsWhateverIsLeftOfAFormerSubmission() throws Exception {
        Journal former = share();
        PostgresServer.execute(database, "DELETE FROM veo3_execution");
        submitted();
        Journal now = share();
        now.append(admitted("job0", "1:new"));
        now.force(intent("job0"));
        now.force(new Submitted("job0", Instant.now(), STEP, 1, "operations/1"));

        assertThat(former.append(admitted("job0", "1:old"))).isFalse();

        assertThat(now.history("job0").result(STEP)).contains("operations/1");
        assertThat(now.history("job0").specHash()).contains("1:new");
    }

    @Test
    void aJobThatWasChangedBeforeItWasBegunIsTakenUpByItsSubmissionAlone() throws Exception {
        Journal former = share();
        former.append(admitted("job0", "1:old"));
        PostgresServer.execute(database, "DELETE FROM veo3_execution");
        submitted();
        Journal now = share();
        assertThat(now.append(admitted("job0", "1:new"))).isTrue();

        assertThat(former.append(admitted("job0", "1:old"))).isFalse();

        assertThat(now.history("job0").specHash()).contains("1:new");
    }

    /** It stood still before it looked at the job, and another one has put it to rest: its row is gone, or another's. */
    @Test
    void aJobThatHasComeToRestGoesOnOnlyWhereItIsDealtTo() throws Exception {
        Journal share = share();
        Instant now = Instant.now();
        Ended end = new Ended("job0", now, "skipped", Optional.of("the budget is spent"), List.of(), Optional.empty(),
                now, Duration.ZERO, Usd.ZERO, 0);
        share.append(end);
        PostgresServer.execute(database, "UPDATE veo3_execution SET picked = true, picked_by = 'two'");
        assertThat(share.reopen(admitted("job0", "1:spec"), end)).isFalse();
        assertThat(share.history("job0").ended()).contains(end);

        PostgresServer.execute(database, "UPDATE veo3_execution SET picked = true, picked_by = 'one'");
        assertThat(share.reopen(admitted("job0", "1:spec"), end)).isTrue();

        assertThat(share.state("job0").phase()).isEqualTo(Phase.ADMITTED);
        share.append(end);
        PostgresServer.execute(database, "DELETE FROM veo3_execution");
        assertThat(share.reopen(admitted("job0", "1:spec"), end)).isFalse();
    }

    /** It stood still, and hands back on its end what another one is about to submit. */
    @Test
    void aJobIsLeftOnlyByWhomItIsDealtTo() throws Exception {
        Journal share = share();
        Instant now = Instant.now();
        Ended left = new Ended("job0", now, "cancelled", Optional.of("the worker ends"), List.of(), Optional.empty(),
                now, Duration.ZERO, Usd.ZERO, 0);
        PostgresServer.execute(database, "UPDATE veo3_execution SET picked = true, picked_by = 'two'");
        assertThat(share.leave(left)).isFalse();
        assertThat(share.state("job0").phase()).isEqualTo(Phase.NEW);

        PostgresServer.execute(database, "UPDATE veo3_execution SET picked = true, picked_by = 'one'");
        assertThat(share.leave(left)).isTrue();

        assertThat(share.history("job0").ended()).contains(left);
    }

    /** What was wrong with it has been mended since, and nothing of it was ever sent: the job is another one now. */
    @Test
    void aJobThatWasChangedDoesNotEndAsItEndedInAFormerSubmission() throws Exception {
        Journal former = share();
        former.takeUp(admitted("job0", "1:old"));
        PostgresServer.execute(database, "DELETE FROM veo3_execution");
        submitted();
        Journal now = share();
        now.takeUp(admitted("job0", "1:new"));
        Instant then = Instant.now();

        assertThat(former.append(new Ended("job0", then, "failed", Optional.of("its image is missing"), List.of(),
                Optional.empty(), then, Duration.ZERO, Usd.ZERO, 0))).isFalse();

        assertThatCode(() -> now.force(intent("job0"))).doesNotThrowAnyException();
        assertThat(now.history("job0").specHash()).contains("1:new");
    }

    private static Admitted admitted(String job, String specHash) {
        return new Admitted(job, Instant.now(), specHash, Optional.empty());
    }

    @Test
    void whoStoodStillBetweenIntentAndRequestLooksOnceMoreWhatWasOrdered() throws Exception {
        Journal share = share();
        share.force(intent("job0"));
        assertThatCode(() -> share.requireOpen("job0", STEP, 1)).doesNotThrowAnyException();

        batch.pause("the price goes down at night");
        assertThatThrownBy(() -> share.requireOpen("job0", STEP, 1)).isInstanceOf(HeldBackException.class);
        batch.resume();
        assertThatCode(() -> share.requireOpen("job0", STEP, 1)).doesNotThrowAnyException();
        batch.stop("enough");
        assertThatThrownBy(() -> share.requireOpen("job0", STEP, 1)).isInstanceOf(HeldBackException.class);
    }

    @Test
    void theOtherLookComesLongBeforeTheOthersTakeAWorkerForDead() throws Exception {
        assertThat(share(Duration.ofMinutes(1)).lookAgainAfter()).isEqualTo(Duration.ofSeconds(3));
        assertThat(share(Duration.ofSeconds(1)).lookAgainAfter()).isEqualTo(Duration.ofMillis(500));
    }

    /** What a stop has returned before is in the database: the records tell by their times. */
    @Test
    void ofManyIntentsNoneIsMadeAfterTheStopHasReturned() throws Exception {
        Journal share = share();
        CyclicBarrier together = new CyclicBarrier(5);
        String stopped;
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<Integer>> workers = IntStream.range(0, 4).mapToObj(worker -> threads.submit(() -> {
                together.await();
                int passed = 0;
                for (int job = worker; job < 40; job += 4) {
                    try {
                        share.force(intent("job" + job));
                        passed++;
                    } catch (HeldBackException e) {
                        return passed;
                    }
                }
                return passed;
            })).toList();
            together.await();
            batch.stop("enough");
            stopped = PostgresServer.text(database, "SELECT clock_timestamp()");
            for (Future<Integer> worker : workers) {
                worker.get();
            }
        }

        assertThat(PostgresServer.text(database,
                "SELECT count(*) FROM veo3_record WHERE job IS NOT NULL AND recorded_at > timestamptz '" + stopped
                        + "'"))
                .isEqualTo("0");
    }
}
