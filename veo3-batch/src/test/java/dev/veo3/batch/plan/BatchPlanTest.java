// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.plan;

import dev.veo3.batch.manifest.BatchManifest;
import dev.veo3.batch.manifest.JobSpec;
import dev.veo3.batch.manifest.ManifestException;
import dev.veo3.model.ModelId;
import dev.veo3.model.Usd;
import dev.veo3.video.MediaSource;
import dev.veo3.video.VideoRequest;
import dev.veo3.video.VideoSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class BatchPlanTest {

    @TempDir
    private Path directory;

    private Plans plans;

    @BeforeEach
    void plans() {
        plans = new Plans(directory);
    }

    @Test
    void thePlanHasEachJobInTheOrderOfTheManifest() throws IOException {
        plans.put("first-frame-1280x720.png", "a.png");
        plans.put("last-frame-1280x720.png", "b.png");
        plans.put("clip-2s.mp4", "clip.mp4");

        BatchPlan plan = plans
                .yaml("""
                        output_directory: ./videos
                        jobs:
                          - id: job1
                            type: generate
                            options: {prompt: "A sunset", model: "veo-3.1-fast-generate-001", resolution: "720p", duration: 8,
                                      aspect_ratio: "16:9", negative_prompt: "rain", seed: 7, labels: {team: film}}
                            output: sunset.mp4
                          - {id: job2, type: animate, options: {image: a.png, prompt: "She waves", duration: 8}, output: animated.mp4}
                          - {id: job3, type: interpolate, options: {first_frame: a.png, last_frame: b.png}, output: between.mp4}
                          - {id: job4, type: extend, options: {video: clip.mp4, prompt: "And on"}, output: more/extended.mp4}
                        """);

        Path videos = directory.resolve("videos");
        VideoSettings eight = VideoSettings.builder().duration(Duration.ofSeconds(8)).build();
        MediaSource first = MediaSource.file(directory.resolve("a.png"));
        assertThat(plan.jobCount()).isEqualTo(4);
        assertThat(plan.outputDirectory()).isEqualTo(directory.resolve("./videos"));
        List<Job> jobs = plan.jobs().toList();
        assertThat(jobs).extracting(Job::index).containsExactly(0, 1, 2, 3);
        assertThat(jobs).extracting(Job::id).containsExactly("job1", "job2", "job3", "job4");
        assertThat(jobs).extracting(Job::output).containsExactly(videos.resolve("sunset.mp4"),
                videos.resolve("animated.mp4"), videos.resolve("between.mp4"), videos.resolve("more/extended.mp4"));
        assertThat(jobs.get(0).request().model()).isEqualTo(ModelId.VEO_3_1_FAST);
        assertThat(jobs.get(0).request().settings().labels()).containsEntry("team", "film");
        assertThat(jobs.get(1).request()).isEqualTo(VideoRequest.image(first, "She waves").withSettings(eight));
        assertThat(jobs.get(2).request())
                .isEqualTo(VideoRequest.interpolation(first, MediaSource.file(directory.resolve("b.png"))));
        assertThat(jobs.get(3).request())
                .isEqualTo(VideoRequest.extension(MediaSource.file(directory.resolve("clip.mp4")), "And on"));
    }

    @Test
    void theEstimateIsTheSumOfThePricesThatAreKnown() throws IOException {
        BatchPlan plan = plans.yaml("""
                jobs:
                  - {id: a, type: generate, options: {prompt: p}, output: a.mp4}
                  - {id: b, type: generate, options: {prompt: p, duration: 4, sample_count: 2}, output: b.mp4}
                  - {id: c, type: generate, options: {prompt: p, duration: 6, generate_audio: false}, output: c.mp4}
                  - {id: d, type: generate, options: {prompt: p, resolution: 4k, duration: 4}, output: d.mp4}
                  - {id: e, type: extend, options: {video: "gs://b/v.mp4"}, output: e.mp4}
                  - {id: f, type: generate, options: {prompt: p, model: veo-9}, output: f.mp4}
                """);

        assertThat(plan.jobs().map(Job::price)).containsExactly(Optional.of(Usd.of("3.20")),
                Optional.of(Usd.of("3.20")), Optional.of(Usd.of("1.20")), Optional.of(Usd.of("2.40")),
                Optional.of(Usd.of("2.80")), Optional.empty());
        assertThat(plan.estimatedCost()).isEqualTo(Usd.of("12.80"));
    }

    @Test
    void whereNobodySaysAnythingThreeJobsRunAtOnceAndTheBatchGoesOn() throws IOException {
        BatchPlan plan = plans.yaml(Plans.single("generate", "{prompt: p}"));

        assertThat(plan.concurrency()).isEqualTo(3);
        assertThat(plan.continueOnError()).isTrue();
        assertThat(plan.batchSize()).isEmpty();
        assertThat(plan.outputDirectory()).isEqualTo(directory);
        assertThat(plan.warnings()).isEmpty();
    }

    @Test
    void theManifestDecidesAndTheProgramOverridesIt() throws IOException {
        BatchManifest manifest = plans.manifest("concurrency: 7\ncontinue_on_error: false\nbatch_size: 10\n"
                + "output_directory: there\n" + Plans.single("generate", "{prompt: p}"));
        PlanSettings settings = plans.settings();

        BatchPlan written = BatchPlan.of(manifest, settings);
        BatchPlan overridden = BatchPlan.of(manifest, new PlanSettings(OptionalInt.of(2), Optional.of(true),
                Optional.of(directory.resolve("here")), directory, settings.catalog(), settings.platform(), false,
                Optional.empty(), Optional.empty(), Plans.TODAY));

        assertThat(written.concurrency()).isEqualTo(7);
        assertThat(written.continueOnError()).isFalse();
        assertThat(written.batchSize()).hasValue(10);
        assertThat(written.outputDirectory()).isEqualTo(directory.resolve("there"));
        assertThat(overridden.concurrency()).isEqualTo(2);
        assertThat(overridden.continueOnError()).isTrue();
        assertThat(overridden.jobs().map(Job::output)).containsExactly(directory.resolve("here/a.mp4"));
    }

    @Test
    void everyProblemIsReportedAtOnceInTheOrderOfTheFile() throws IOException {
        assertThat(plans.problems("""
                concurrency: 0
                jobs:
                  - id: a
                    type: generate
                    output: ../a.mp4
                    prompt: here
                    options: {duration: 5, resolution: 8k, promt: x}
                  - {id: a, type: dance, options: {}, output: b.mp4}
                  - {type: animate, options: {image: none.png}}
                  - nothing
                """)).containsExactly(
                "1:14: \"concurrency\" is the number 0. Write a whole number of at least 1.",
                "5:13 a: the output \"../a.mp4\" is not inside the output directory " + directory
                        + ". Name a file in it.",
                "6:13 a: a job has no key \"prompt\". Write it under \"options:\".",
                "7:14 a: a job of type \"generate\" needs the option \"prompt\". Write it under \"options:\".",
                "7:25 a: veo-3.1-generate-001 makes no video of 5 s. Ask for 4, 6 or 8 s.",
                "7:40 a: the option \"resolution\" is the text \"8k\". Write one of 360p, 720p, 1080p, 4k.",
                "7:51 a: a job of type \"generate\" has no option \"promt\". Write \"prompt\" if that is meant.",
                "8:10 a: job number 1 has the same id. Give each job an id of its own.",
                "8:19 a: there is no type \"dance\". Write one of generate, animate, interpolate,"
                        + " references, extend, edit.",
                "9:5: the job has no id. Write one that no other job has.",
                "9:5: the job has no output. Write the name of the file to make, for example \"output: sunset.mp4\".",
                "9:38: " + directory.resolve("none.png") + ": there is no such file. Check the path.",
                "10:5: a job is a table of keys, not the text \"nothing\". Write id, type, options and output.");
    }

    @Test
    void jobsThatAProgramBuiltAreCheckedLikeWrittenOnes() throws IOException {
        BatchManifest manifest = BatchManifest.builder().concurrency(0).batchSize(0)
                .job("a", VideoRequest.text("p").withSettings(VideoSettings.builder().seed(-1).build()), "a.mp4")
                .job("a", VideoRequest.image(MediaSource.file(directory.resolve("no.png")), "p"), "A.mp4")
                .job(" ", VideoRequest.text("p").withModel(new ModelId("veo-3.0-generate-001")), "/c.mp4").build();

        assertThat(plans.problems(manifest)).containsExactly("0:0: the concurrency is 0. Give at least 1.",
                "0:0: the batch size is 0. Give at least 1.",
                "0:0 a: the seed -1 is out of range. Choose one from 0 to 4294967295.",
                "0:0 a: " + directory.resolve("no.png") + ": there is no such file. Check the path.",
                "0:0 a: job number 1 has the same id. Give each job an id of its own.",
                "0:0 a: job \"a\" writes " + directory.resolve("A.mp4") + " too. Give each job an output of its own.",
                "0:0: job number 3 has no id. Give it one that no other job has.",
                "0:0: the output \"/c.mp4\" is not inside the output directory " + directory
                        + ". Name a file in it.",
                "0:0: veo-3.0-generate-001 was retired on Agent Platform on 2026-06-30. Use veo-3.1-generate-001.");
    }

    @Test
    void anOutputDirectoryThatIsNoPathIsAProblem() {
        BatchManifest manifest = BatchManifest.builder().outputDirectory("a\0b")
                .job("a", VideoRequest.text("p"), "a.mp4").build();

        assertThat(plans.problems(manifest)).singleElement().asString()
                .startsWith("0:0: the output directory \"a\0b\" is no path").endsWith(". Name a directory.");
    }

    @Test
    void aManifestWithoutJobsIsAProblemWhoeverMadeIt() throws IOException {
        assertThat(plans.problems(BatchManifest.builder().build()))
                .containsExactly("0:0: the manifest has no jobs. Add at least one.");
        assertThat(plans.problems("jobs: []"))
                .containsExactly("1:7: the manifest has no jobs. Write at least one job under \"jobs:\".");
    }

    @Test
    void theExceptionSaysFileLineJobAndWhatToDo() throws IOException {
        BatchManifest manifest = plans.manifest(Plans.single("generate", "{prompt: p, seed: x}"));

        ManifestException refused = catchThrowableOfType(ManifestException.class,
                () -> BatchPlan.of(manifest, plans.settings()));

        assertThat(refused).hasMessage(directory.resolve("jobs.yaml")
                + ":3:33: job \"a\": the option \"seed\" is the text \"x\". Write a whole number.");
    }

    @Test
    void oneMistakeRepeatedWithoutEndIsNotListedWithoutEnd() throws IOException {
        String wrong = IntStream.range(0, 1_500).mapToObj(n -> "k" + n + ": 1").collect(Collectors.joining(", "));
        String jobs = "jobs:\n- &a {" + wrong + "}\n" + String.join("\n", Collections.nCopies(100_000, "- *a"));

        List<String> problems = plans.problems(jobs);

        assertThat(problems).hasSize(1_001).last().isEqualTo(
                "0:0: there are more problems than the 1000 that are listed. See to these first.");
    }

    @Test
    void settingsAskForAtLeastOneJobAtOnce() {
        PlanSettings settings = plans.settings();

        assertThatThrownBy(() -> new PlanSettings(OptionalInt.of(0), Optional.empty(), Optional.empty(), directory,
                settings.catalog(), settings.platform(), false, Optional.empty(), Optional.empty(), Plans.TODAY))
                .isInstanceOf(IllegalArgumentException.class).hasMessage("At least 1 job runs at once, not 0");
    }

    @Test
    @SuppressWarnings("NullAway") // What a caller without a checker may do.
    void aBuiltJobLeavesNothingOut() {
        assertThatThrownBy(() -> new JobSpec.Built("a", null, "a.mp4")).isInstanceOf(NullPointerException.class)
                .hasMessage("request");
    }
}
