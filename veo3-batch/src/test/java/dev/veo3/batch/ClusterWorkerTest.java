package dev.veo3.batch;

import com.zaxxer.hikari.HikariDataSource;
import dev.veo3.batch.cluster.ClusterBatch;
import dev.veo3.batch.cluster.ClusterOptions;
import dev.veo3.batch.cluster.ClusterStatus;
import dev.veo3.batch.cluster.ClusterWorker;
import dev.veo3.batch.cluster.PostgresServer;
import dev.veo3.batch.event.JobOutcome;
import dev.veo3.batch.execute.Effect.Ending;
import dev.veo3.batch.journal.ChangedJobsException;
import dev.veo3.batch.journal.JournalException;
import dev.veo3.batch.plan.Job;
import dev.veo3.batch.report.ReportFormat;
import dev.veo3.batch.report.ReportSource;
import dev.veo3.batch.report.ReportWriter;
import dev.veo3.error.ServiceError;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Several workers in one JVM over one database: what they run is a batch as on one machine. */
class ClusterWorkerTest {
    private final Studio studio = new Studio();
    private final List<ClusterWorker> workers = new ArrayList<>();
    private HikariDataSource database;

    @TempDir
    private Path directory;

    @BeforeEach
    void open() throws Exception {
        database = PostgresServer.newPool(25);
    }

    @AfterEach
    void close() {
        workers.forEach(ClusterWorker::close);
        database.close();
    }

    private ClusterWorker work() {
        ClusterOptions options = ClusterOptions.standard().withTimes(Duration.ofMillis(50), Duration.ofSeconds(1));
        // @start region="worker"
        ClusterWorker worker = ClusterWorker.start(database, studio, options);
        // @end
        workers.add(worker);
        return worker;
    }

    private WrittenBatch written(int concurrency) {
        return new WrittenBatch(directory, concurrency);
    }

    private ClusterBatch submit(WrittenBatch batch) throws Exception {
        return ClusterBatch.submit(database, "films", batch.load("films.yaml"), WrittenBatch.settings());
    }

    private static void awaitStatus(ClusterBatch batch, Predicate<ClusterStatus> wanted) {
        while (!wanted.test(batch.status())) {
            Thread.onSpinWait();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** An answer that comes when the latch opens; who asked has said so before. */
    private Function<Job, Ending> late(CountDownLatch asked, CountDownLatch answer) {
        return job -> {
            asked.countDown();
            await(answer);
            return studio.take(job);
        };
    }

    @Test
    void threeWorkersShareABatchAndPayForEachJobOnce() throws Exception {
        int jobs = 60;
        // @start region="submit"
        ClusterBatch batch = ClusterBatch.submit(database, "films", written(12).jobs(jobs).load("films.yaml"),
                WrittenBatch.settings());
        // @end
        for (int worker = 0; worker < 3; worker++) {
            work();
        }

        ClusterStatus status = batch.await();

        assertThat(status.succeeded()).isEqualTo(jobs);
        assertThat(status.ended()).isEqualTo(jobs);
        assertThat(studio.accepted())
                .containsExactlyInAnyOrderElementsOf(IntStream.range(0, jobs).mapToObj(job -> "job" + job).toList());
        assertThat(Studio.content(directory.resolve("videos"), "job7")).startsWith("operations/job7/");
        assertThat(ClusterBatch.names(database)).containsExactly("films");
        try (ReportSource source = ClusterBatch.of(database, "films").report()) {
            ReportWriter.of(source).write(ReportFormat.CSV, directory.resolve("report.csv"));
        }
        assertThat(Files.readAllLines(directory.resolve("report.csv"))).anyMatch(line -> line.contains("job7"));
    }

    @Test
    void aChainRunsInOrderWhicheverWorkerEndsTheParents() throws Exception {
        WrittenBatch written = written(4).job("a", "").job("b", "").job("both", "depends_on: [a, b]")
                .job("last", "depends_on: [both]");
        work();
        work();

        ClusterStatus status = submit(written).await();

        assertThat(status.succeeded()).isEqualTo(4);
        assertThat(studio.accepted()).hasSize(4).endsWith("both", "last");
    }

    @Test
    void whatWaitsForAJobWithoutAVideoIsSkippedAndSoIsWhatWaitsForThat() throws Exception {
        studio.answering("a",
                job -> new Ending.Refused(new ServiceError(400, "INVALID_ARGUMENT", "no", Optional.empty())));
        WrittenBatch written = written(4).job("a", "").job("b", "").job("both", "depends_on: [a, b]")
                .job("last", "depends_on: [both]").job("other", "depends_on: [b]");
        work();
        work();

        ClusterStatus status = submit(written).await();

        assertThat(status.outcomes()).containsEntry("failed", 1L).containsEntry("skipped", 2L)
                .containsEntry("succeeded", 2L);
        assertThat(studio.accepted()).containsExactly("b", "other");
    }

    @Test
    void aBatchThatDoesNotContinueOnErrorSubmitsNothingMore() throws Exception {
        studio.answering("job0",
                job -> new Ending.Refused(new ServiceError(400, "INVALID_ARGUMENT", "no", Optional.empty())));
        ClusterBatch batch = submit(written(1).setting("continue_on_error: false").jobs(40));
        work();

        ClusterStatus status = batch.await();

        assertThat(status.stopped()).get().asString().contains("job0", "does not continue on error");
        assertThat(studio.accepted()).isEmpty();
    }

    @Test
    void higherPrioritiesGoFirstAndEqualsInTheOrderOfTheManifest() throws Exception {
        WrittenBatch written = written(1).job("low", "priority: -3").job("first", "").job("second", "")
                .job("high", "priority: 5");
        ClusterBatch batch = submit(written);
        work();
        batch.await();

        assertThat(studio.accepted()).containsExactly("high", "first", "second", "low");
    }

    @Test
    void aPausedBatchTakesUpNothingUntilItIsResumed() throws Exception {
        ClusterBatch batch = submit(written(2).jobs(4));
        batch.pause("the price goes down at night");
        work();
        awaitStatus(batch, status -> !status.workers().isEmpty());

        assertThat(batch.status().paused()).contains("the price goes down at night");
        assertThat(studio.accepted()).isEmpty();
        batch.resume();
        assertThat(batch.await().succeeded()).isEqualTo(4);
    }

    @Test
    void aStoppedBatchBringsHomeWhatTheServiceHasAndIsTakenUpAgain() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        studio.answering("job0", late(asked, answer));
        WrittenBatch written = written(1).jobs(30);
        ClusterBatch batch = submit(written);
        work();
        await(asked);

        batch.stop("enough");
        answer.countDown();
        ClusterStatus status = batch.await();

        assertThat(status.stopped()).contains("enough");
        assertThat(status.succeeded()).isEqualTo(1);
        assertThat(studio.accepted()).containsExactly("job0");
        studio.answeringNormally();
        assertThat(submit(written).await().succeeded()).isEqualTo(30);
        assertThat(studio.accepted()).hasSize(30).doesNotHaveDuplicates();
    }

    /** It has one job at the service, one being submitted, and others in its hands. */
    @Test
    void aWorkerThatIsClosedInTheMiddleHandsBackWhatItHas() throws Exception {
        int jobs = 12;
        CountDownLatch generating = new CountDownLatch(1);
        AtomicInteger looks = new AtomicInteger();
        studio.ending("job0", job -> {
            if (looks.incrementAndGet() > 1) {
                return new JobOutcome.Succeeded(List.of());
            }
            generating.countDown();
            try {
                new CountDownLatch(1).await();
                throw new IllegalStateException("nobody opens it");
            } catch (InterruptedException e) {
                throw new IllegalStateException("the worker ends", e);
            }
        });
        ClusterBatch batch = submit(written(3).jobs(jobs));
        ClusterWorker first = work();
        await(generating);

        first.close();
        assertThat(batch.status().running()).isZero();
        work();
        ClusterStatus status = batch.await();

        assertThat(status.succeeded()).isEqualTo(jobs);
        assertThat(studio.accepted()).hasSize(jobs).doesNotHaveDuplicates();
        assertThat(looks.get()).isEqualTo(2);
    }

    @Test
    void aWorkerThatJoinsLateTakesItsPart() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        studio.answering("job0", late(asked, answer));
        ClusterBatch batch = submit(written(4).jobs(40));
        ClusterWorker first = work();
        await(asked);
        ClusterWorker late = work();
        awaitStatus(batch, status -> status.workers().size() == 2);
        answer.countDown();

        ClusterStatus status = batch.await();

        assertThat(status.succeeded()).isEqualTo(40);
        assertThat(status.workers()).extracting(ClusterStatus.Worker::name).contains(first.name(), late.name());
    }

    @Test
    void aBatchThatRunsIsSubmittedOnceAndNotWithAnotherManifest() throws Exception {
        ClusterBatch batch = submit(written(2).jobs(3));
        submit(written(2).jobs(3));

        assertThatThrownBy(() -> submit(written(2).jobs(4))).isInstanceOf(JournalException.class)
                .hasMessageContaining("runs with another manifest");
        work();
        assertThat(batch.await().succeeded()).isEqualTo(3);
    }

    @Test
    void aManifestThatChangedAfterItsBatchWasOverRunsWhatIsNewAndNoChangedJob() throws Exception {
        work();
        submit(written(2).jobs(3)).await();

        assertThat(submit(written(2).jobs(5)).await().succeeded()).isEqualTo(5);
        assertThat(studio.accepted()).hasSize(5).doesNotHaveDuplicates();
        WrittenBatch changed = written(2).job("job0", "priority: 1").job("job1", "price: 3")
                .job("job2", "").setting("  - {id: job3, type: generate, options: {prompt: 'Rain'}, output: job3.mp4}");
        assertThatThrownBy(() -> submit(changed)).isInstanceOf(ChangedJobsException.class).hasMessageContaining("job3");
    }

    @Test
    void aWorkerThatSeesAnotherOutputDirectoryRefusesTheBatchAndSaysWhy() throws Exception {
        WrittenBatch written = written(2).jobs(2);
        ClusterBatch batch = submit(written);
        Path marker = directory.resolve("videos").resolve(".films.veo3-batch");
        String content = Files.readString(marker);
        Files.delete(marker);
        work();
        awaitStatus(batch, status -> status.workers().stream().anyMatch(worker -> worker.problem().isPresent()));

        assertThat(batch.status().workers().getFirst().problem()).get().asString()
                .contains("is not the one of the program that has submitted", "Mount the same directory");
        assertThat(studio.accepted()).isEmpty();
        workers.removeFirst().close();
        Files.writeString(marker, content);
        work();
        assertThat(batch.await().succeeded()).isEqualTo(2);
    }

    @Test
    void theTimeOfABatchIsTheDatabases() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        studio.answering("job0", late(asked, answer));
        ClusterBatch batch = submit(written(1).setting("deadline: 1s").jobs(5));
        work();
        awaitStatus(batch, status -> status.stopped().isPresent());
        answer.countDown();

        ClusterStatus status = batch.await();

        assertThat(status.stopped()).contains("the batch's time was over");
        assertThat(studio.accepted()).hasSizeLessThan(2);
    }

    @Test
    void aBatchThatNobodySubmittedIsMissing() {
        assertThatThrownBy(() -> ClusterBatch.of(database, "none").status()).isInstanceOf(JournalException.class)
                .hasMessageContaining("There is no batch \"none\"");
        assertThatThrownBy(() -> ClusterBatch.of(database, "a/b")).isInstanceOf(IllegalArgumentException.class);
        assertThat(Optional.of(ClusterBatch.names(database))).contains(List.of());
    }
}
