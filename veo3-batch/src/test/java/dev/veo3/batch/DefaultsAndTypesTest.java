// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch;

import dev.veo3.AwaitOptions;
import dev.veo3.Backend;
import dev.veo3.VeoClient;
import dev.veo3.auth.BearerToken;
import dev.veo3.batch.manifest.BatchManifest;
import dev.veo3.batch.plan.BatchPlan;
import dev.veo3.batch.report.BatchReport;
import dev.veo3.emulator.Emulator;
import dev.veo3.emulator.Latency;
import dev.veo3.model.AspectRatio;
import dev.veo3.video.VideoSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Options of the defaults, and jobs whose type does not let them choose. */
class DefaultsAndTypesTest {
    private static final String OF_ALL_TYPES = """
            defaults: {output: "{{id}}.mp4", options: {prompt: p, duration: 4, aspect_ratio: "16:9"}}
            jobs:
              - {id: made, type: generate}
              - {id: longer, type: extend, options: {video: "${made.video}"}}
              - {id: changed, type: edit, options: {video: "${longer.video}"}}
            """;

    @TempDir
    private Path directory;

    private BatchManifest manifest(String yaml) throws IOException {
        return BatchManifest.load(Files.writeString(directory.resolve("jobs.yaml"), yaml));
    }

    private interface Work<T> {
        T with(BatchProcessor processor) throws InterruptedException;
    }

    private <T> T of(Work<T> work) throws InterruptedException {
        try (Emulator emulator = Emulator.builder().latency(Latency.fixed(Duration.ZERO)).start();
                VeoClient client = VeoClient.builder().backend(Backend.agentPlatform("rehearsal", "us-central1"))
                        .credentials(BearerToken.of("token")).baseUrl(emulator.baseUrl()).build();
                BatchProcessor processor = BatchProcessor
                        .builder(new VeoExecutor(client,
                                AwaitOptions.standard().withIntervals(Duration.ofMillis(2), Duration.ofMillis(5))))
                        .outputDirectory(directory).build()) {
            return work.with(processor);
        }
    }

    private List<VideoSettings> settings(String yaml) throws IOException, InterruptedException {
        BatchManifest manifest = manifest(yaml);
        BatchPlan plan = of(processor -> processor.plan(manifest));
        assertThat(warnings(plan)).isEmpty();
        return plan.jobs().map(job -> job.request().settings()).toList();
    }

    /** Without the one that no user can help. */
    private static List<String> warnings(BatchPlan plan) {
        return plan.warnings().stream().map(Object::toString).filter(warning -> !warning.contains("the price of"))
                .toList();
    }

    @Test
    void theServiceTakesEveryJobThatSharesItsDefaultsWithOtherTypes() throws Exception {
        BatchManifest manifest = manifest(OF_ALL_TYPES);

        BatchReport report = of(processor -> processor.process(manifest));

        assertThat(
                report.results().map(result -> result.job().id() + " " + result.outcome().getClass().getSimpleName()))
                .containsExactly("made Succeeded", "longer Succeeded", "changed Succeeded");
    }

    @Test
    void aDefaultIsLeftOutWhereTheTypeLeavesNoChoice() throws Exception {
        List<VideoSettings> settings = settings(OF_ALL_TYPES);

        assertThat(settings).extracting(VideoSettings::duration).containsExactly(Optional.of(Duration.ofSeconds(4)),
                Optional.empty(), Optional.empty());
        assertThat(settings).extracting(VideoSettings::aspectRatio).containsExactly(
                Optional.of(AspectRatio.LANDSCAPE), Optional.of(AspectRatio.LANDSCAPE), Optional.empty());
    }

    @Test
    void anExtensionByOmniIsAsLongAsTheDefaultsSay() throws Exception {
        assertThat(settings("""
                defaults: {output: "{{id}}.mp4", type: extend, options: {duration: 4, model: gemini-omni-1.2-flash}}
                jobs:
                  - {id: a, options: {video: "gs://b/a.mp4"}}
                  - {id: b, options: {video: "gs://b/a.mp4", model: veo-3.1-generate-001}}
                """)).extracting(VideoSettings::duration).containsExactly(Optional.of(Duration.ofSeconds(4)),
                Optional.empty());
    }

    @Test
    void aTypeThatAVariableGivesChoosesAmongTheDefaultsToo() throws Exception {
        assertThat(settings("""
                defaults: {output: "{{id}}.mp4", options: {prompt: p, duration: 4, video: "gs://b/a.mp4"}}
                jobs:
                  - {id: "{{kind}}", type: "{{kind}}", matrix: {kind: [generate, extend, edit]}}
                """)).extracting(VideoSettings::duration).containsExactly(Optional.of(Duration.ofSeconds(4)),
                Optional.empty(), Optional.empty());
    }

    @Test
    void whatAJobSaysItselfIsToldWhereItDoesNotFit() throws Exception {
        BatchManifest manifest = manifest("""
                defaults: {output: "{{id}}.mp4", options: {prompt: p, duration: 4}}
                jobs:
                  - {id: a, type: edit, options: {video: "gs://b/a.mp4", duration: 5}}
                """);
        BatchPlan plan = of(processor -> processor.plan(manifest));

        assertThat(warnings(plan)).containsExactly(directory.resolve("jobs.yaml")
                + ":3:68: job \"a\": an edit is as long as its video, and others found that Omni refuses a length. Leave it"
                + " out.");
    }

    @Test
    void inAManifestOfLinesTooADefaultIsLeftOutWhereTheTypeLeavesNoChoice() throws Exception {
        Path file = Files.writeString(directory.resolve("jobs.jsonl"), """
                {"defaults": {"output": "{{id}}.mp4", "options": {"prompt": "p", "duration": 4}}}
                {"id": "a", "type": "generate"}
                {"id": "b", "type": "edit", "options": {"video": "gs://b/a.mp4"}}
                """);
        BatchManifest manifest = BatchManifest.load(file);
        BatchPlan plan = of(processor -> processor.plan(manifest));

        assertThat(plan.jobs().map(job -> job.request().settings().duration()))
                .containsExactly(Optional.of(Duration.ofSeconds(4)), Optional.empty());
    }
}
