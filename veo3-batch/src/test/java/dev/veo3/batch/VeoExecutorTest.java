// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch;

import dev.veo3.AwaitOptions;
import dev.veo3.Backend;
import dev.veo3.VeoClient;
import dev.veo3.auth.BearerToken;
import dev.veo3.batch.event.JobEvent;
import dev.veo3.batch.event.JobOutcome;
import dev.veo3.batch.event.JobResult;
import dev.veo3.batch.manifest.BatchManifest;
import dev.veo3.batch.plan.BatchPlan;
import dev.veo3.batch.report.BatchReport;
import dev.veo3.batch.report.ResultsFile;
import dev.veo3.emulator.Emulator;
import dev.veo3.emulator.Fault;
import dev.veo3.emulator.FaultRule;
import dev.veo3.emulator.Latency;
import dev.veo3.emulator.Ledger;
import dev.veo3.media.MediaInspector;
import dev.veo3.media.VideoInfo;
import dev.veo3.video.SafetyCategory;
import dev.veo3.video.VideoRequest;
import dev.veo3.video.VideoSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The whole way, from a manifest to files, against an emulator on a real socket. */
class VeoExecutorTest {
    private static final AwaitOptions SOON = AwaitOptions.standard().withIntervals(Duration.ofMillis(5),
            Duration.ofMillis(20));
    private static final Latency AT_ONCE = Latency.fixed(Duration.ZERO);

    @TempDir
    private Path directory;

    @Test
    void everyJobBecomesAVideoThatPlays() throws Exception {
        try (Emulator emulator = Emulator.builder().latency(AT_ONCE).start()) {
            BatchReport report = process(emulator, Manifests.of(20).build());
            assertThat(report.summary()).contains("20 jobs").contains("20 succeeded");
            assertThat(report.results().map(JobResult::job)).allSatisfy(job -> {
                VideoInfo video = (VideoInfo) MediaInspector.inspect(job.output());
                assertThat(video.duration()).isEqualTo(Duration.ofSeconds(8));
                assertThat(video.height()).isEqualTo(720);
            });
            assertThat(emulator.ledger().entries()).hasSize(20);
            assertThat(report.results().map(result -> result.operation().orElse("")))
                    .containsExactlyInAnyOrderElementsOf(
                            emulator.ledger().entries().stream().map(Ledger.Entry::operation).toList());
            assertNoPartFiles();
        }
    }

    @Test
    void severalVideosOfOneJobAreNumbered() throws Exception {
        VideoSettings three = VideoSettings.builder().samples(3).duration(Duration.ofSeconds(4)).build();
        BatchManifest manifest = BatchManifest.builder()
                .job("many", VideoRequest.text("boats").withSettings(three), "boats.mp4").build();
        try (Emulator emulator = Emulator.builder().latency(AT_ONCE).start()) {
            JobResult result = only(process(emulator, manifest));
            assertThat(result.outcome().files()).containsExactly(directory.resolve("boats-1.mp4"),
                    directory.resolve("boats-2.mp4"), directory.resolve("boats-3.mp4")).allMatch(Files::exists);
        }
    }

    @Test
    void videosInCloudStorageAreDownloaded() throws Exception {
        VideoSettings stored = VideoSettings.builder().storageUri("gs://films/today/").build();
        BatchManifest manifest = BatchManifest.builder()
                .job("stored", VideoRequest.text("boats").withSettings(stored), "deep/down/boats.mp4").build();
        try (Emulator emulator = Emulator.builder().latency(AT_ONCE).start()) {
            JobResult result = only(process(emulator, manifest));
            assertThat(result.outcome().files()).containsExactly(directory.resolve("deep/down/boats.mp4"));
            assertThat(((VideoInfo) MediaInspector.inspect(directory.resolve("deep/down/boats.mp4"))).duration())
                    .isEqualTo(Duration.ofSeconds(8));
            assertThat(emulator.ledger().requests(Ledger.Route.DOWNLOAD, 200)).isEqualTo(1);
        }
    }

    @Test
    void whatASafetyFilterHoldsBackIsFilteredAndCostsNothing() throws Exception {
        BatchManifest manifest = BatchManifest.builder().job("duel", VideoRequest.text("blood on the snow"), "duel.mp4")
                .build();
        try (Emulator emulator = Emulator.builder().latency(AT_ONCE).start()) {
            JobResult result = only(process(emulator, manifest));
            assertThat(result.outcome()).isInstanceOfSatisfying(JobOutcome.Filtered.class, filtered -> assertThat(
                    filtered.reasons().getFirst().categories()).containsExactly(SafetyCategory.VIOLENCE));
            assertThat(result.cost().micros()).isZero();
            assertThat(emulator.ledger().billedSeconds()).isZero();
            assertThat(Files.exists(directory.resolve("duel.mp4"))).isFalse();
        }
    }

    @Test
    void someOfTheVideosAreBetterThanNone() throws Exception {
        VideoSettings four = VideoSettings.builder().samples(4).build();
        BatchManifest manifest = BatchManifest.builder()
                .job("some", VideoRequest.text("boats").withSettings(four), "boats.mp4").build();
        try (Emulator emulator = Emulator.builder().latency(AT_ONCE)
                .fault(FaultRule.onSubmit(new Fault.PartlyFiltered(1, "42237218"))).start()) {
            JobResult result = only(process(emulator, manifest));
            assertThat(result.outcome()).isInstanceOf(JobOutcome.PartlyFiltered.class);
            assertThat(result.outcome().files()).hasSize(3).allMatch(Files::exists);
            assertThat(result.cost()).hasToString("$9.60");
        }
    }

    @Test
    void aBatchOfAClosedClientIsNotOfUnknownFate() throws Exception {
        try (Emulator emulator = Emulator.builder().latency(AT_ONCE).start()) {
            VeoClient client = client(emulator.baseUrl());
            client.close();
            JobResult result = only(processor(client).process(Manifests.of(1).build()));
            assertThat(result.outcome()).isInstanceOf(JobOutcome.Failed.class);
            assertThat(emulator.ledger().requests(Ledger.Route.SUBMIT)).isZero();
        }
    }

    @Test
    void anOperationThatFailsIsAFailureAndCostsNothing() throws Exception {
        try (Emulator emulator = Emulator.builder().latency(AT_ONCE)
                .fault(FaultRule.onSubmit(new Fault.OperationError(13, "internal error"))).start()) {
            JobResult result = only(process(emulator, Manifests.of(1).build()));
            assertThat(result.outcome())
                    .isEqualTo(new JobOutcome.Failed("the service failed: INTERNAL: internal error",
                            Optional.of("INTERNAL")));
            assertThat(result.cost().micros()).isZero();
        }
    }

    @Test
    void anOperationThatEndsWithNothingIsEmptyAndMayHaveBeenPaid() throws Exception {
        try (Emulator emulator = Emulator.builder().latency(AT_ONCE)
                .fault(FaultRule.onSubmit(new Fault.DoneWithoutResponse())).start()) {
            JobResult result = only(process(emulator, Manifests.of(1).build()));
            assertThat(result.outcome()).isEqualTo(new JobOutcome.Empty());
            assertThat(result.cost()).hasToString("$3.20");
        }
    }

    @Test
    void aSubmitWhoseReplyIsLostIsNeverSentAgain() throws Exception {
        try (Emulator emulator = Emulator.builder().latency(AT_ONCE)
                .fault(FaultRule.onSubmit(new Fault.ReplyLostAfterAcceptance())).start()) {
            JobResult result = only(process(emulator, Manifests.of(1).build()));
            assertThat(result.outcome()).isInstanceOf(JobOutcome.Ambiguous.class);
            assertThat(result.operation()).isEmpty();
            assertThat(emulator.ledger().entriesFor("job0")).hasSize(1);
            assertThat(emulator.ledger().requests(Ledger.Route.SUBMIT)).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 500, 502, 503, 504})
    void anErrorThatDoesNotExcludeAcceptanceIsAmbiguousAfterOneRequest(int status) throws Exception {
        try (Emulator emulator = Emulator.builder().latency(AT_ONCE)
                .fault(FaultRule.onSubmit(Fault.status(status))).start()) {
            JobResult result = only(process(emulator, Manifests.of(1).build()));
            assertThat(result.outcome()).isInstanceOf(JobOutcome.Ambiguous.class);
            assertThat(emulator.ledger().requests(Ledger.Route.SUBMIT)).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 403, 404, 413})
    void aDefiniteRefusalFailsTheJobAfterOneRequest(int status) throws Exception {
        try (Emulator emulator = Emulator.builder().latency(AT_ONCE)
                .fault(FaultRule.onSubmit(Fault.status(status))).start()) {
            JobResult result = only(process(emulator, Manifests.of(1).build()));
            assertThat(result.outcome()).isInstanceOfSatisfying(JobOutcome.Failed.class,
                    failed -> assertThat(failed.why()).contains("HTTP " + status));
            assertThat(emulator.ledger().requests(Ledger.Route.SUBMIT)).isEqualTo(1);
        }
    }

    @Test
    void anExhaustedQuotaIsWaitedOutAndTheJobIsAcceptedOnce() throws Exception {
        Fault quota = new Fault.TooManyRequests(Optional.empty(), Optional.of(Duration.ofMillis(20)));
        try (Emulator emulator = Emulator.builder().latency(AT_ONCE)
                .fault(FaultRule.onSubmit(quota).job("job0").first(3)).start()) {
            JobResult result = only(process(emulator, Manifests.of(1).build()));
            assertThat(result.outcome().isSuccess()).isTrue();
            assertThat(emulator.ledger().requests(Ledger.Route.SUBMIT, 429)).isEqualTo(3);
            assertThat(emulator.ledger().entriesFor("job0")).hasSize(1);
        }
    }

    @Test
    void pollsThatFailDoNotFailTheJob() throws Exception {
        try (Emulator emulator = Emulator.builder().latency(AT_ONCE).fault(FaultRule.onPoll(Fault.status(503)).first(4))
                .start()) {
            assertThat(only(process(emulator, Manifests.of(1).build())).outcome().isSuccess()).isTrue();
        }
    }

    @Test
    void whereNothingListensNothingIsSentAndTheJobFails() throws Exception {
        URI nowhere;
        try (Emulator emulator = Emulator.builder().start()) {
            nowhere = emulator.baseUrl();
        }
        try (VeoClient client = client(nowhere)) {
            JobResult result = only(processor(client).process(Manifests.of(1).build()));
            assertThat(result.outcome()).isInstanceOfSatisfying(JobOutcome.Failed.class,
                    failed -> assertThat(failed.why()).startsWith("nothing was sent"));
        }
    }

    @Test
    void aDirectoryThatCannotBeMadeIsFoundBeforeAnythingIsPaid() throws Exception {
        BatchManifest manifest = BatchManifest.builder().job("a", VideoRequest.text("boats"), "file/boats.mp4").build();
        try (Emulator emulator = Emulator.builder().latency(AT_ONCE).start();
                VeoClient client = client(emulator.baseUrl())) {
            BatchProcessor processor = processor(client);
            BatchPlan plan = processor.plan(manifest);
            // The plan would have found it.
            Files.writeString(directory.resolve("file"), "in the way");
            JobResult result = only(processor.process(plan));
            assertThat(result.outcome()).isInstanceOf(JobOutcome.Failed.class);
            assertThat(emulator.ledger().requests(Ledger.Route.SUBMIT)).isZero();
        }
    }

    @Test
    void aBatchThatWasClosedIsTakenUpFromItsResultsWithoutPayingAgain() throws Exception {
        CountDownLatch submitted = new CountDownLatch(3);
        try (Emulator emulator = Emulator.builder().latency(Latency.fixed(Duration.ofMillis(400))).start();
                VeoClient client = client(emulator.baseUrl())) {
            BatchManifest manifest = Manifests.of(5).concurrency(3).build();
            BatchProcessor first = BatchProcessor.builder(new VeoExecutor(client, SOON)).withoutJournal()
                    .outputDirectory(directory)
                    .listener(event -> {
                        if (event instanceof JobEvent.Submitted) {
                            submitted.countDown();
                        }
                    }).build();
            CompletableFuture<BatchReport> stopped = CompletableFuture.supplyAsync(() -> {
                try {
                    return first.process(manifest);
                } catch (BatchInterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }, task -> Thread.ofVirtual().start(task));
            submitted.await();
            first.close();
            stopped.get().writeResults(directory.resolve("results.json"));
            assertThat(stopped.get().succeeded()).isLessThan(5);

            ResultsFile results = ResultsFile.read(directory.resolve("results.json"));
            BatchProcessor second = processor(client);
            BatchReport report = second.retry(second.plan(manifest), results, false);
            assertThat(report.succeeded()).isEqualTo(5);
            assertThat(emulator.ledger().entries()).hasSize(5)
                    .allSatisfy(
                            entry -> assertThat(emulator.ledger().entriesFor(entry.job().orElseThrow())).hasSize(1));
            assertNoPartFiles();
        }
    }

    private BatchReport process(Emulator emulator, BatchManifest manifest) throws InterruptedException {
        try (VeoClient client = client(emulator.baseUrl())) {
            return processor(client).process(manifest);
        }
    }

    private BatchProcessor processor(VeoClient client) {
        return BatchProcessor.builder(new VeoExecutor(client, SOON)).withoutJournal().outputDirectory(directory)
                .build();
    }

    private static VeoClient client(URI baseUrl) {
        return VeoClient.builder().backend(Backend.agentPlatform("rehearsal", "us-central1"))
                .credentials(BearerToken.of("token")).baseUrl(baseUrl).build();
    }

    private static JobResult only(BatchReport report) {
        assertThat(report.jobCount()).isEqualTo(1);
        return report.results().findFirst().orElseThrow();
    }

    private void assertNoPartFiles() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            assertThat(files.map(file -> file.getFileName().toString())).noneMatch(name -> name.endsWith(".part"));
        }
    }
}
