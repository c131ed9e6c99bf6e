// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch;

import dev.veo3.batch.cluster.ClusterBatch;
import dev.veo3.batch.cluster.ClusterStatus;
import dev.veo3.batch.cluster.ClusterWorker;
import dev.veo3.batch.event.JobOutcome;
import dev.veo3.batch.execute.Effect.Ending;
import dev.veo3.batch.report.ReportFormat;
import dev.veo3.batch.report.ReportSource;
import dev.veo3.batch.report.ReportWriter;
import dev.veo3.error.ServiceError;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Several workers in one JVM over one database: what they run is a batch as on one machine. */
class ClusterWorkerTest extends ClusterStage {
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
    void higherPrioritiesGoFirstAndEqualsInTheOrderOfTheManifest() throws Exception {
        WrittenBatch written = written(1).job("low", "priority: -3").job("first", "").job("second", "")
                .job("high", "priority: 5");
        ClusterBatch batch = submit(written);
        work();
        batch.await();

        assertThat(studio.accepted()).containsExactly("high", "first", "second", "low");
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
        Studio.await(generating);

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
        Studio.await(asked);
        ClusterWorker late = work();
        awaitStatus(batch, status -> status.workers().size() == 2);
        answer.countDown();

        ClusterStatus status = batch.await();

        assertThat(status.succeeded()).isEqualTo(40);
        assertThat(status.workers()).extracting(ClusterStatus.Worker::name).contains(first.name(), late.name());
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
}
