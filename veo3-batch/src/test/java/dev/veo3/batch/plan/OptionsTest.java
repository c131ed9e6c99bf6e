// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.plan;

import dev.veo3.model.AspectRatio;
import dev.veo3.model.ModelId;
import dev.veo3.model.Resolution;
import dev.veo3.video.VideoSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class OptionsTest {

    @TempDir
    private Path directory;

    private Plans plans;

    @BeforeEach
    void plans() {
        plans = new Plans(directory);
    }

    @Test
    void everyOptionBecomesASetting() throws IOException {
        Job job = plans.job("generate", "{prompt: p, model: veo-3.1-fast-generate-001, resolution: 1080P, duration: 6,"
                + " aspect_ratio: 9:16, negative_prompt: rain, seed: 4294967295, person_generation: allow_adult,"
                + " generate_audio: false, sample_count: 4, labels: {team: film, year: 2026}}");

        assertThat(job.request().model()).isEqualTo(ModelId.VEO_3_1_FAST);
        assertThat(job.request().settings()).isEqualTo(VideoSettings.builder().resolution(Resolution.P1080)
                .duration(Duration.ofSeconds(6)).aspectRatio(AspectRatio.PORTRAIT).negativePrompt("rain")
                .seed(4294967295L).personGeneration("allow_adult").sound(false).samples(4).label("team", "film")
                .label("year", "2026").build());
    }

    @Test
    void whatIsLeftOutIsLeftToTheService() throws IOException {
        Job job = plans.job("generate", "{prompt: p, duration: , seed: ~}");

        assertThat(job.request().settings()).isEqualTo(VideoSettings.standard());
        assertThat(job.request().model()).isEqualTo(ModelId.VEO_3_1);
    }

    @ParameterizedTest
    @CsvSource({"8,8", "08,8", "8s,8", "8.0,8", "'8',8", "4.000s,4", "6,6"})
    void aDurationIsANumberOfSeconds(String written, int seconds) throws IOException {
        assertThat(plans.job("generate", "{prompt: p, duration: " + written + "}").request().settings().duration())
                .contains(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0x8", "0o10", "8m", "-8", "8.", ".5", "1e1", "eight", "[8]", "true", ".inf", "8.0001",
        "9999999", "8ss", "s", "..s"})
    void whatIsNoNumberOfSecondsIsAProblem(String written) throws IOException {
        assertThat(plans.problemsOf("generate", "{prompt: p, duration: " + written + "}")).singleElement().asString()
                .startsWith("3:37 a: the option \"duration\" is ").endsWith(". Write a number of seconds.");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "resolution: 1080 | the option \"resolution\" is the number 1080. Write one of 360p, 720p, 1080p, 4k.",
        "aspect_ratio: 4:3 | the option \"aspect_ratio\" is the text \"4:3\". Write \"16:9\" or \"9:16\", in quotes.",
        "seed: 1.5 | the option \"seed\" is the number 1.5. Write a whole number.",
        "seed: 0x10 | the option \"seed\" is the number 0x10. Write a whole number.",
        "sample_count: 99999999999 | the option \"sample_count\" is the number 99999999999. Write a whole number.",
        "generate_audio: 1 | the option \"generate_audio\" is the number 1. Write true or false.",
        "negative_prompt: [a] | the option \"negative_prompt\" is a list. Write words.",
        "labels: film | the option \"labels\" is the text \"film\". Write a table of keys, for example {team: film}.",
        "labels: {a: [b]} | the option \"labels\" is a list. Write a table of keys, for example {team: film}.",
        "model: veo 3 | \"veo 3\" is no model id: letters, digits, '.', '-' and '_' make one."
                + " Write for example veo-3.1-generate-001.",
        "sample_count: 5 | veo-3.1-generate-001 makes no 5 videos at once. Ask for 1 to 4.",
        "sample_count: 0 | veo-3.1-generate-001 makes no 0 videos at once. Ask for 1 to 4.",
        "resolution: 360p | veo-3.1-generate-001 makes no 360p video. Choose 720p, 1080p, 4k.",
        "promt: x | a job of type \"generate\" has no option \"promt\". Write \"prompt\" if that is meant."})
    void aWrongOptionIsAProblemWithItsRemedy(String option, String problem) throws IOException {
        assertThat(plans.problemsOf("generate", "{prompt: p, " + option + "}")).singleElement().asString()
                .startsWith("3:").endsWith(" a: " + problem);
    }

    @ParameterizedTest
    @CsvSource({"7,7", "0.10,0.10", "true,true", "True,True", "'no',no", "2026-11-23,2026-11-23", "007,007"})
    void aPromptMayLookLikeSomethingElse(String written, String prompt) throws IOException {
        assertThat(plans.job("generate", "{prompt: " + written + "}").request().promptText()).contains(prompt);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "''", "'  '", "~"})
    void aBlankPromptIsNone(String written) throws IOException {
        assertThat(plans.problemsOf("generate", "{prompt: " + written + "}")).containsExactly(
                "3:15 a: a job of type \"generate\" needs the option \"prompt\". Write it under \"options:\".");
    }

    @Test
    void onlyGenerateNeedsAPrompt() throws IOException {
        plans.put("first-frame-1280x720.png", "a.png");
        plans.put("clip-2s.mp4", "clip.mp4");

        assertThat(plans.job("animate", "{image: a.png}").request().promptText()).isEmpty();
        assertThat(plans.job("interpolate", "{first_frame: a.png, last_frame: a.png}").request().promptText())
                .isEmpty();
        assertThat(plans.job("extend", "{video: clip.mp4, prompt: ' '}").request().promptText()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "{id: [a], type: generate, output: a.mp4, options: {prompt: p}} | 1:13: \"id\" is a list. Write one value.",
        "{id: a, type: [generate], output: a.mp4, options: {prompt: p}} | 1:22 a: \"type\" is a list. Write one value.",
        "{id: a, type: generate, output: [a.mp4], options: {prompt: p}} | 1:40 a: \"output\" is a list. Write one value.",
        "{id: a, output: a.mp4, options: {prompt: p}} | 1:8 a: the job has no type. Write one of generate, animate,"
                + " interpolate, references, extend, edit.",
        "{id: ' ', type: generate, output: a.mp4, options: {prompt: p}} | 1:13: the job has no id. Write one that no"
                + " other job has.",
        "{id: a, type: generate, output: a.mp4, options: {prompt: [p]}} | 1:65 a: \"prompt\" is a list. Write one value.",
        "{id: a, type: generate, output: a.mp4, options: {prompt: p}, ouput: x} | 1:76 a: a job has no key \"ouput\"."
                + " Write \"output\" if that is meant."})
    void aMistakeIsReportedOnce(String job, String problem) throws IOException {
        assertThat(plans.problems("jobs: [" + job + "]")).containsExactly(problem);
    }

    @Test
    void optionsAreATable() throws IOException {
        assertThat(plans.problemsOf("generate", "[a]")).containsExactly(
                "3:15 a: \"options\" is a list. Write a table of keys, for example \"options: {prompt: ...}\".",
                "3:15 a: a job of type \"generate\" needs the option \"prompt\". Write it under \"options:\".");
    }

    @Test
    void aRetiredModelIsAProblemThatNamesItsReplacement() throws IOException {
        assertThat(plans.problemsOf("generate", "{prompt: p, model: veo-3.1-generate-preview}")).containsExactly(
                "3:34 a: veo-3.1-generate-preview was retired on Agent Platform on 2026-04-02."
                        + " Use veo-3.1-generate-001.");
    }

    @Test
    void aRetiredModelIsReplacedWhereThatIsAsked() throws IOException {
        PlanSettings settings = plans.settings();
        PlanSettings replacing = new PlanSettings(settings.concurrency(), settings.continueOnError(),
                settings.outputDirectory(), directory, settings.catalog(), settings.platform(), true,
                Optional.empty(), Optional.empty(), Plans.TODAY);

        BatchPlan plan = BatchPlan.of(plans.manifest(
                Plans.single("generate", "{prompt: p, model: veo-3.1-fast-generate-preview}")), replacing);

        assertThat(plan.jobs().map(job -> job.request().model())).containsExactly(ModelId.VEO_3_1_FAST);
        assertThat(plan.jobs().map(Job::price).map(Optional::isPresent)).containsExactly(true);
        assertThat(Plans.lines(plan.warnings())).containsExactly(
                "3:34 a: veo-3.1-fast-generate-preview is retired: veo-3.1-fast-generate-001 is used instead.");
    }

    @Test
    void anUnknownModelIsAWarningAndHasNoPrice() throws IOException {
        BatchPlan plan = plans.yaml(Plans.single("generate", "{prompt: p, model: veo-9, duration: 30}"));

        assertThat(plan.jobs().map(Job::price)).containsExactly(Optional.empty());
        assertThat(Plans.lines(plan.warnings())).containsExactly(
                "3:34 a: the catalogue does not know veo-9 on Agent Platform."
                        + " Its rules and its price are not checked.");
    }

    @Test
    void theRulesOfAllModelsHoldForAnUnknownOneToo() throws IOException {
        assertThat(plans.problemsOf("generate", "{prompt: p, model: veo-9, sample_count: 2000000000}"))
                .containsExactly("3:55 a: veo-9 makes no 2000000000 videos at once. Ask for 1 to 4.");
    }

    @Test
    void aLabelThatTheServiceRefusesIsAProblem() throws IOException {
        assertThat(plans.problemsOf("generate", "{prompt: p, labels: {Team: film}}")).singleElement().asString()
                .startsWith("3:35 a: the label Team=film is not allowed. ");
    }

    @ParameterizedTest
    @CsvSource({"generate,prompt", "animate,image", "extend,video"})
    void everyTypeHasAnOptionThatItNeeds(String type, String option) throws IOException {
        assertThat(plans.problemsOf(type, "{}")).containsExactly("3:15 a: a job of type \"" + type
                + "\" needs the option \"" + option + "\". Write it under \"options:\".");
    }

    @Test
    void aWrongTypeHidesNothingElseThatIsWrongWithTheJob() throws IOException {
        assertThat(plans.problems("""
                jobs:
                  - id: a
                    type: animat
                    output: ../a.mp4
                    timeout: soon
                    options:
                      promt: p
                      prompt: [p]
                      duration: long
                      image: none.png
                      reference_images: [neither.png]
                      video: "${b.video}"
                      model: veo-3.1-generate-preview
                """)).extracting(problem -> problem.replaceAll("\\. .*", ""))
                .containsExactlyInAnyOrder("3:11 a: there is no type \"animat\"",
                        "4:13 a: the output \"../a.mp4\" is not inside the output directory " + directory,
                        "5:14 a: \"timeout\" is the text \"soon\"", "7:14 a: a job has no option \"promt\"",
                        "8:15 a: \"prompt\" is a list", "9:17 a: the option \"duration\" is the text \"long\"",
                        "10:14 a: " + directory.resolve("none.png") + ": there is no such file",
                        "11:25 a: " + directory.resolve("neither.png") + ": there is no such file",
                        "12:14 a: there is no job \"b\"",
                        "13:14 a: veo-3.1-generate-preview was retired on Agent Platform on 2026-04-02");
    }

    @Test
    void jobsThatWantTheSameShareTheirSettingsAndOthersHaveTheirOwn() throws IOException {
        List<VideoSettings> settings = plans.yaml("""
                defaults: {type: generate, output: "{{id}}.mp4", options: {prompt: p, labels: {team: film}}}
                jobs:
                  - {id: a, options: {prompt: one, duration: 4, resolution: 720p}}
                  - {id: b, options: {resolution: 720p, duration: 4, prompt: two}}
                  - {id: c, options: {duration: 4, resolution: 1080p}}
                  - {id: d, options: {duration: 4}}
                  - {id: e, options: {duration: 4, seed: 1}}
                  - {id: f, options: {duration: 4, seed: 1, labels: {team: art}}}
                  - {id: g, options: {duration: 4, seed: 1, labels: {team: film}}}
                  - {id: h, options: {duration: 4, seed: ~}}
                """).jobs().map(job -> job.request().settings()).toList();

        assertThat(settings.get(1)).isSameAs(settings.get(0));
        assertThat(settings).extracting(one -> one.duration().orElseThrow().toSeconds()).containsOnly(4L);
        assertThat(settings).extracting(one -> one.resolution().map(Object::toString).orElse("")).containsExactly(
                "720p", "720p", "1080p", "", "", "", "", "");
        assertThat(settings).extracting(one -> one.seed().orElse(0)).containsExactly(0L, 0L, 0L, 0L, 1L, 1L, 1L, 0L);
        assertThat(settings).extracting(one -> one.labels().get("team")).containsExactly("film", "film", "film",
                "film", "film", "art", "film", "film");
    }
}
