// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch;

import dev.veo3.AwaitOptions;
import dev.veo3.Backend;
import dev.veo3.VeoClient;
import dev.veo3.auth.BearerToken;
import dev.veo3.batch.event.JobOutcome;
import dev.veo3.batch.event.JobResult;
import dev.veo3.batch.execute.AmbiguityPolicy;
import dev.veo3.batch.execute.Executor;
import dev.veo3.batch.execute.JobContext;
import dev.veo3.batch.execute.Reconciler;
import dev.veo3.batch.journal.Journal;
import dev.veo3.batch.journal.JournalReader;
import dev.veo3.batch.manifest.BatchManifest;
import dev.veo3.batch.plan.BatchPlan;
import dev.veo3.batch.plan.Job;
import dev.veo3.emulator.Emulator;
import dev.veo3.emulator.Fault;
import dev.veo3.emulator.FaultRule;
import dev.veo3.emulator.Latency;
import dev.veo3.emulator.Ledger;
import dev.veo3.media.MediaInspector;
import dev.veo3.time.ManualTime;
import dev.veo3.video.VideoRequest;
import dev.veo3.video.VideoSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

/** Attempts of unknown fate on the Agent Platform: each has a place in Cloud Storage of its own, and is looked for there. */
class ReconcileInStorageTest {
    private static final AwaitOptions SOON = AwaitOptions.standard().withIntervals(Duration.ofMillis(2),
            Duration.ofMillis(5));
    private static final Latency AT_ONCE = Latency.fixed(Duration.ZERO);
    private static final AmbiguityPolicy RECONCILE = new AmbiguityPolicy.Reconcile();

    @TempDir
    private Path directory;
    private final ManualTime time = ManualTime.selfAdvancing(Instant.parse("2026-11-01T00:00:00Z"));

    @Test
    void aSubmissionWhoseReplyIsLostIsFoundAndItsVideoComesHome() throws Exception {
        try (Emulator emulator = Emulator.builder().latency(AT_ONCE)
                .fault(FaultRule.onSubmit(new Fault.ReplyLostAfterAcceptance()).first(1)).start();
                VeoClient client = client(emulator)) {
            JobResult result = process(processor(new VeoExecutor(client, SOON)).build(), stored(1));
            assertThat(result.outcome()).isEqualTo(new JobOutcome.Succeeded(List.of(directory.resolve("boats.mp4"))));
            assertThat(result.operation().orElseThrow())
                    .matches("gs://films/today/boats/[0-9A-Za-z]{16}/submit-1-[0-9a-f-]{36}/");
            assertWhole("boats.mp4");
            assertThat(emulator.ledger().entriesFor("boats")).hasSize(1);
            assertThat(emulator.ledger().requests(Ledger.Route.SUBMIT)).isEqualTo(1);
        }
    }

    @Test
    void whatIsNotThereYetIsLookedForUntilItIs() throws Exception {
        try (Emulator emulator = Emulator.builder().latency(Latency.fixed(Duration.ofMinutes(5))).time(time::nanos)
                .fault(FaultRule.onSubmit(new Fault.ReplyLostAfterAcceptance()).first(1)).start();
                VeoClient client = client(emulator)) {
            assertThat(process(processor(new VeoExecutor(client, SOON)).build(), stored(4)).outcome().files())
                    .hasSize(4);
            assertThat(Duration.ofNanos(time.nanos())).isEqualTo(Duration.ofMinutes(5));
            assertThat(emulator.ledger().requests(Ledger.Route.LIST)).isEqualTo(11);
            assertThat(emulator.ledger().entries()).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 500, 502, 503, 504})
    void aSubmissionThatWasNeverAcceptedIsMadeAgainOnce(int status) throws Exception {
        try (Emulator emulator = Emulator.builder().latency(AT_ONCE)
                .fault(FaultRule.onSubmit(Fault.status(status)).first(1)).start();
                VeoClient client = client(emulator)) {
            assertThat(process(processor(new VeoExecutor(client, SOON)).build(), stored(1)).outcome().isSuccess())
                    .isTrue();
            assertThat(Duration.ofNanos(time.nanos())).isGreaterThanOrEqualTo(Duration.ofMinutes(9));
            assertThat(emulator.ledger().entries()).hasSize(1);
            assertThat(emulator.ledger().requests(Ledger.Route.SUBMIT)).isEqualTo(2);
        }
    }

    @Test
    void fewerVideosThanWereAskedForAreTakenWhenNoneIsToCome() throws Exception {
        try (Emulator emulator = Emulator.builder().latency(AT_ONCE)
                .fault(FaultRule.onSubmit(new Fault.ReplyLostAfterAcceptance()).first(1)).start();
                VeoClient client = client(emulator)) {
            VeoExecutor executor = new VeoExecutor(client, SOON);
            // The service makes one video where the job expects four: as if a filter had held back the others.
            Job four = processor(executor).build().plan(stored(4)).job(0);
            submitted(emulator, "gs://films/one/");
            Reconciler.Attempt running = new Reconciler.Attempt("submit", 1, Optional.of("gs://films/one/"), false);
            Reconciler.Attempt over = new Reconciler.Attempt("submit", 1, Optional.of("gs://films/one/"), true);
            assertThat(executor.reconcile(four, running)).isEqualTo(new Reconciler.Finding.DidNotHappen());
            assertThat(executor.reconcile(four, over)).isEqualTo(new Reconciler.Finding.Happened("gs://films/one/"));
        }
    }

    @Test
    void aKillBehindTheAcceptanceIsReconciledByTheNextRun() throws Exception {
        try (Emulator emulator = Emulator.builder().latency(AT_ONCE).start(); VeoClient client = client(emulator)) {
            killed(client, true);
            assertThat(state("killed.journal")).isEqualTo("SUBMITTING");
            JobResult result = resumed(client);
            assertThat(result.outcome().isSuccess()).isTrue();
            assertWhole("boats.mp4");
            assertThat(emulator.ledger().entries()).hasSize(1);
        }
    }

    @Test
    void aKillBeforeTheRequestLeftIsReconciledByTheNextRun() throws Exception {
        try (Emulator emulator = Emulator.builder().latency(AT_ONCE).start(); VeoClient client = client(emulator)) {
            killed(client, false);
            assertThat(state("killed.journal")).isEqualTo("SUBMITTING");
            assertThat(resumed(client).outcome().isSuccess()).isTrue();
            assertThat(emulator.ledger().entries()).hasSize(1);
            assertThat(emulator.ledger().requests(Ledger.Route.SUBMIT)).isEqualTo(1);
        }
    }

    @Test
    void whatWasAdoptedIsNotListedOrSubmittedAgainByALaterRun() throws Exception {
        try (Emulator emulator = Emulator.builder().latency(AT_ONCE)
                .fault(FaultRule.onSubmit(new Fault.ReplyLostAfterAcceptance()).first(1)).start();
                VeoClient client = client(emulator);
                Journal journal = Journal.memory()) {
            BatchProcessor processor = processor(new VeoExecutor(client, SOON)).journal(journal).build();
            JobResult first = process(processor, stored(1));
            long listings = emulator.ledger().requests(Ledger.Route.LIST);
            JobResult second = process(processor, stored(1));
            assertThat(second.outcome()).isEqualTo(first.outcome());
            assertThat(second.operation()).isEqualTo(first.operation());
            assertThat(emulator.ledger().requests(Ledger.Route.LIST)).isEqualTo(listings);
            // Its file is gone: it comes from the attempt's place again.
            Files.delete(directory.resolve("boats.mp4"));
            assertThat(process(processor, stored(1)).outcome().isSuccess()).isTrue();
            assertWhole("boats.mp4");
            assertThat(emulator.ledger().entries()).hasSize(1);
        }
    }

    @Test
    void whereTheListingIsNotAllowedTheJobIsParkedWithTheReason() throws Exception {
        try (Emulator emulator = Emulator.builder().latency(AT_ONCE).acceptedToken("token")
                .fault(FaultRule.onSubmit(new Fault.ReplyLostAfterAcceptance()).first(1)).start();
                VeoClient client = client(emulator);
                VeoClient stranger = client(emulator, "another")) {
            VeoExecutor submitting = new VeoExecutor(client, SOON);
            JobResult result = process(processor(new Both(submitting, new VeoExecutor(stranger, SOON))).build(),
                    stored(1));
            assertThat(result.outcome()).isInstanceOfSatisfying(JobOutcome.Ambiguous.class,
                    ambiguous -> assertThat(ambiguous.why()).contains("Listing gs://films").contains("HTTP 401"));
            assertThat(emulator.ledger().entries()).hasSize(1);
        }
    }

    @Test
    void everyAttemptOfEveryJobHasAPlaceOfItsOwnBelowTheUsers() throws Exception {
        try (Emulator emulator = Emulator.builder().latency(AT_ONCE)
                .fault(FaultRule.onSubmit(Fault.tooManyRequests()).first(3)).start();
                VeoClient client = client(emulator);
                Journal journal = Journal.memory()) {
            BatchManifest.Builder manifest = BatchManifest.builder();
            List.of("a", "A", "ä").forEach(id -> manifest.job(id, boats(1), (int) id.charAt(0) + ".mp4"));
            Set<String> places = processor(new VeoExecutor(client, SOON)).journal(journal).build()
                    .process(manifest.build()).results()
                    .map(result -> journal.history(result.job().id()).generated().orElseThrow().uris().getFirst())
                    .map(uri -> uri.substring(0, uri.indexOf("submit-"))).collect(Collectors.toSet());
            assertThat(places).hasSize(3).allMatch(place -> place.startsWith("gs://films/today/"));
        }
    }

    @Test
    void withoutAPlaceThePlanSaysThatReconcilingIsNotPossible() throws Exception {
        try (Emulator emulator = Emulator.builder().start(); VeoClient client = client(emulator)) {
            BatchPlan plan = processor(new VeoExecutor(client)).build().plan(Manifests.of(2).build());
            assertThat(plan.warnings()).singleElement().asString()
                    .contains("reconciling is not possible for 2 jobs").contains("without a storage_uri");
            assertThat(processor(new VeoExecutor(client)).build().plan(stored(1)).warnings()).isEmpty();
        }
    }

    @Test
    void aManifestNamesThePlace() throws Exception {
        Path file = Files.writeString(directory.resolve("jobs.yaml"), """
                jobs:
                  - {id: a, type: generate, output: a.mp4, options: {prompt: boats, storage_uri: "gs://films/today"}}
                """);
        try (Emulator emulator = Emulator.builder().latency(AT_ONCE).start(); VeoClient client = client(emulator)) {
            JobResult result = process(processor(new VeoExecutor(client, SOON)).build(), BatchManifest.load(file));
            assertThat(result.outcome().isSuccess()).isTrue();
            assertThat(client.storedVideos("gs://films/today/a/", 4)).hasSize(1);
        }
    }

    /** Leaves {@code killed.journal} as it stood when the process was gone. */
    private void killed(VeoClient client, boolean accepted) throws Exception {
        VeoExecutor executor = new VeoExecutor(client, SOON);
        Path journal = directory.resolve("living.journal");
        Executor dying = (job, context) -> executor.execute(job, new Dying(context, journal, accepted));
        process(BatchProcessor.builder(dying).journal(journal).outputDirectory(directory.resolve("elsewhere"))
                .time(time)
                .build(), stored(1));
    }

    private JobResult resumed(VeoClient client) throws Exception {
        return process(processor(new VeoExecutor(client, SOON)).journal(directory.resolve("killed.journal")).build(),
                stored(1));
    }

    private String state(String journal) {
        try (JournalReader reader = JournalReader.of(directory.resolve(journal))) {
            return reader.state("boats").phase().name();
        }
    }

    private static void submitted(Emulator emulator, String place) throws InterruptedException {
        try (VeoClient client = client(emulator)) {
            client.submit(VideoRequest.text("boats")
                    .withSettings(VideoSettings.builder().storageUri(place).build()));
        }
    }

    private BatchProcessor.Builder processor(Executor executor) {
        return BatchProcessor.builder(executor).withoutJournal().outputDirectory(directory).ambiguity(RECONCILE)
                .time(time);
    }

    private static JobResult process(BatchProcessor processor, BatchManifest manifest) throws InterruptedException {
        return processor.process(manifest).results().findFirst().orElseThrow();
    }

    private static BatchManifest stored(int samples) {
        return BatchManifest.builder().job("boats", boats(samples), "boats.mp4").build();
    }

    private static VideoRequest boats(int samples) {
        return VideoRequest.text("boats")
                .withSettings(VideoSettings.builder().samples(samples).storageUri("gs://films/today/").build());
    }

    private void assertWhole(String file) {
        assertThatCode(() -> MediaInspector.inspect(directory.resolve(file))).doesNotThrowAnyException();
    }

    private static VeoClient client(Emulator emulator) {
        return client(emulator, "token");
    }

    private static VeoClient client(Emulator emulator, String token) {
        return VeoClient.builder().backend(Backend.agentPlatform("rehearsal", "us-central1"))
                .credentials(BearerToken.of(token)).baseUrl(emulator.baseUrl()).build();
    }

    /** Submits with one executor and looks with another. */
    private record Both(VeoExecutor submitting, VeoExecutor looking) implements Executor, Reconciler {

        @Override
        public JobOutcome execute(Job job, JobContext context) throws InterruptedException {
            return submitting.execute(job, context);
        }

        @Override
        public Finding reconcile(Job job, Attempt attempt) throws InterruptedException {
            return looking.reconcile(job, attempt);
        }
    }
}
