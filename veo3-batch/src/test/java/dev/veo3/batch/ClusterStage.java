// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch;

import com.zaxxer.hikari.HikariDataSource;
import dev.veo3.batch.cluster.ClusterBatch;
import dev.veo3.batch.cluster.ClusterOptions;
import dev.veo3.batch.cluster.ClusterStatus;
import dev.veo3.batch.cluster.ClusterWorker;
import dev.veo3.batch.cluster.PostgresJournal;
import dev.veo3.batch.cluster.PostgresServer;
import dev.veo3.batch.event.JobOutcome;
import dev.veo3.batch.execute.Effect.Ending;
import dev.veo3.batch.execute.Executor;
import dev.veo3.batch.execute.JobContext;
import dev.veo3.batch.journal.Journal;
import dev.veo3.batch.journal.JournalRecord.Admitted;
import dev.veo3.batch.journal.JournalRecord.Submitted;
import dev.veo3.batch.journal.JournalRecord.Submitting;
import dev.veo3.batch.manifest.BatchManifest;
import dev.veo3.batch.plan.BatchPlan;
import dev.veo3.batch.plan.Job;
import dev.veo3.model.Usd;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A database of its own for each test, a service in memory, and workers in this JVM. */
abstract class ClusterStage {
    private static final long BETWEEN_LOOKS = TimeUnit.MILLISECONDS.toNanos(2);

    protected final Studio studio = new Studio();
    protected final List<ClusterWorker> workers = new ArrayList<>();
    protected HikariDataSource database;

    @TempDir
    protected Path directory;

    @BeforeEach
    void open() throws Exception {
        database = PostgresServer.newPool(25);
    }

    @AfterEach
    void close() {
        workers.forEach(ClusterWorker::close);
        database.close();
    }

    protected ClusterWorker work() {
        ClusterOptions options = ClusterOptions.standard().withTimes(Duration.ofMillis(50), Duration.ofSeconds(1));
        // @start region="worker"
        ClusterWorker worker = ClusterWorker.start(database, studio, options);
        // @end
        workers.add(worker);
        return worker;
    }

    /** One that is taken for gone after four heartbeats, as always, and these come soon. */
    protected ClusterWorker workWithHeartbeat(Executor executor, Duration heartbeat) {
        ClusterWorker worker = ClusterWorker.start(database, executor,
                ClusterOptions.standard().withTimes(Duration.ofMillis(50), heartbeat));
        workers.add(worker);
        return worker;
    }

    protected WrittenBatch written(int concurrency) {
        return new WrittenBatch(directory, concurrency);
    }

    protected ClusterBatch submit(WrittenBatch batch) throws Exception {
        return ClusterBatch.submit(database, "films", batch.load("films.yaml"), WrittenBatch.settings());
    }

    protected static void awaitStatus(ClusterBatch batch, Predicate<ClusterStatus> wanted) {
        ClusterStatus seen = batch.status();
        while (!wanted.test(seen)) {
            LockSupport.parkNanos(BETWEEN_LOOKS);
            if (Thread.currentThread().isInterrupted()) {
                throw new IllegalStateException("what was waited for has not come; seen last: " + seen);
            }
            seen = batch.status();
        }
    }

    /** A worker has submitted the job, knows that the service has it, and is gone. */
    protected void submittedByOneThatIsGone(BatchManifest manifest, String id) {
        Instant now = Instant.now();
        BatchPlan plan = BatchPlan.of(manifest, WrittenBatch.settings());
        Job job = plan.job(plan.find(id).orElseThrow());
        try (Journal gone = PostgresJournal.ofWorker(database, "films", "gone")) {
            gone.append(new Admitted(id, now, job.specHash().value(), job.price()));
            gone.force(new Submitting(id, now, JobContext.SUBMIT, 1, Usd.ZERO, Optional.empty()));
            gone.force(new Submitted(id, now, JobContext.SUBMIT, 1, "operations/" + id + "/gone"));
        }
    }

    protected String text(String query) throws SQLException {
        return PostgresServer.text(database, query);
    }

    /** Returns when the query says so. */
    protected void awaitText(String query, String wanted) throws SQLException {
        while (!wanted.equals(text(query))) {
            goOnUnlessInterrupted();
        }
    }

    /** Between two looks: those that work need the machine more, and the time of a test may be over. */
    protected static void goOnUnlessInterrupted() {
        LockSupport.parkNanos(BETWEEN_LOOKS);
        if (Thread.currentThread().isInterrupted()) {
            throw new IllegalStateException("what was waited for has not come");
        }
    }

    /** An answer that comes when the latch opens; who asked has said so before. */
    protected Function<Job, Ending> late(CountDownLatch asked, CountDownLatch answer) {
        return job -> {
            asked.countDown();
            Studio.await(answer);
            return studio.take(job);
        };
    }

    /** A video that is there when the second latch opens; that it is being made was said by the first. */
    protected static Function<Job, JobOutcome> generated(CountDownLatch generating, CountDownLatch generated) {
        return job -> {
            generating.countDown();
            Studio.await(generated);
            return new JobOutcome.Succeeded(job.files());
        };
    }
}
