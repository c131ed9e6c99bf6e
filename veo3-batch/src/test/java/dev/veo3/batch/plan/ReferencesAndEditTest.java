// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.plan;

import dev.veo3.batch.manifest.BatchManifest;
import dev.veo3.model.ModelId;
import dev.veo3.model.Platform;
import dev.veo3.video.MediaSource;
import dev.veo3.video.VideoRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Jobs of the types {@code references} and {@code edit}. */
class ReferencesAndEditTest {

    @TempDir
    private Path directory;

    private Plans plans;

    @BeforeEach
    void plans() throws IOException {
        plans = new Plans(directory);
        plans.put("first-frame-1280x720.png", "a.png");
        plans.put("last-frame-1280x720.png", "b.png");
        plans.put("clip-2s.mp4", "clip.mp4");
    }

    private MediaSource file(String name) {
        return MediaSource.file(directory.resolve(name));
    }

    @Test
    void theReferencesOfAJobAreAList() throws IOException {
        Job job = plans.job("references", "{prompt: They meet, reference_images: [a.png, gs://b/c.jpg, b.png]}");

        assertThat(job.request()).isInstanceOfSatisfying(VideoRequest.ReferencesToVideo.class, request -> {
            assertThat(request.prompt()).isEqualTo("They meet");
            assertThat(request.model()).isEqualTo(ModelId.VEO_3_1);
            assertThat(request.images()).containsExactly(file("a.png"),
                    MediaSource.cloud("gs://b/c.jpg", "image/jpeg"), file("b.png"));
            assertThat(request.videos()).isEmpty();
        });
        // 8 seconds of Veo 3.1, which has no other length for references.
        assertThat(job.price().orElseThrow()).hasToString("$3.20");
    }

    @Test
    void oneReferenceNeedsNoList() throws IOException {
        assertThat(plans.job("references", "{prompt: p, reference_images: a.png}").request())
                .isInstanceOfSatisfying(VideoRequest.ReferencesToVideo.class,
                        request -> assertThat(request.images()).containsExactly(file("a.png")));
    }

    @Test
    void omniRefersToClipsToo() throws IOException {
        assertThat(plans.job("references", "{prompt: p, model: gemini-omni-1.2-flash, reference_images: [a.png],"
                + " reference_videos: [clip.mp4]}").request())
                .isInstanceOfSatisfying(VideoRequest.ReferencesToVideo.class, request -> {
                    assertThat(request.images()).containsExactly(file("a.png"));
                    assertThat(request.videos()).containsExactly(file("clip.mp4"));
                });
    }

    @Test
    void anEditTakesAVideoAndIsMadeByAModelThatEdits() throws IOException {
        assertThat(plans.job("edit", "{video: clip.mp4, prompt: A hat}").request())
                .isInstanceOfSatisfying(VideoRequest.Edit.class, request -> {
                    assertThat(request.model()).isEqualTo(ModelId.OMNI_1_2);
                    assertThat(request.video()).isEqualTo(file("clip.mp4"));
                    assertThat(request.prompt()).isEqualTo("A hat");
                    assertThat(request.mask()).isEmpty();
                });
    }

    @Test
    void anEditTakesTheVideoOfAnotherJob() throws IOException {
        BatchPlan plan = plans.yaml("""
                jobs:
                  - {id: longer, type: extend, output: c.mp4, options: {video: "${hat.video}"}}
                  - {id: hat, type: edit, output: b.mp4, options: {video: "${ first.video }", prompt: A hat}}
                  - {id: first, type: generate, output: a.mp4, options: {prompt: p, duration: 8}}
                """);

        assertThat(((VideoRequest.Edit) plan.job(1).request()).video()).isEqualTo(file("a.mp4"));
        assertThat(plan.job(1).inputFrom()).hasValue(2);
        assertThat(plan.job(0).inputFrom()).hasValue(1);
        assertThat(plan.dependencies().parents(1)).containsExactly(2);
    }

    @Test
    void anEditIsAsLongAsWhatItChanges() throws IOException {
        // 8 + 7 + 7 + 7 are 29, and 8 more than Veo extends.
        assertThat(plans.problems("""
                jobs:
                  - {id: a, type: generate, output: a.mp4, options: {prompt: p, duration: 8}}
                  - {id: b, type: extend, output: b.mp4, options: {video: "${a.video}"}}
                  - {id: c, type: edit, output: c.mp4, options: {video: "${b.video}", prompt: p}}
                  - {id: d, type: extend, output: d.mp4, options: {video: "${c.video}"}}
                  - {id: e, type: extend, output: e.mp4, options: {video: "${d.video}"}}
                  - {id: f, type: extend, output: f.mp4, options: {video: "${e.video}"}}
                  - {id: g, type: extend, output: g.mp4, options: {video: "${f.video}"}}
                """)).contains("8:59 g: the video of job \"f\" will last 36 s, and Agent Platform extends videos of at"
                + " most 30 s. End the chain with that job.");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "references | {reference_images: [a.png]} | 3:15 a: a job of type \"references\" needs the option \"prompt\". Write it under \"options:\".",
        "references | {prompt: p} | 3:15 a: a job of type \"references\" needs the option \"reference_images\" or \"reference_videos\". Write a list under \"options:\", for example \"reference_images: [a.png, b.png]\".",
        "references | {prompt: p, reference_images: []} | 3:15 a: a job of type \"references\" needs the option \"reference_images\" or \"reference_videos\". Write a list under \"options:\", for example \"reference_images: [a.png, b.png]\".",
        "references | {prompt: p, reference_images: [a.png, '']} | 3:53 a: in \"reference_images\" stands nothing where a name should. Write the name of a file, or take it out.",
        "references | {prompt: p, reference_images: [a.png, {b: c}]} | 3:53 a: in \"reference_images\" stands a table of keys where a name should. Write the name of a file, or take it out.",
        "references | {prompt: p, reference_images: [a.png, 'https://x/y.png']} | 3:53 a: \"https://x/y.png\" is an address on the web, and nothing is fetched from there. Download it and name the file, or name an object in Cloud Storage: gs://bucket/object.",
        "references | {prompt: p, reference_images: [a.png, \"${x.video}\"]} | 3:53 a: \"${x.video}\" stands for the video of a job, which only a job of the types extend and edit takes. Name a file.",
        "references | {prompt: p, reference_images: [a.png, b.png, a.png, b.png]} | 3:45 a: veo-3.1-generate-001 takes no 4 reference pictures. Give at most 3.",
        "references | {prompt: p, reference_images: [a.png], reference_videos: [clip.mp4]} | 3:72 a: veo-3.1-generate-001 takes no 1 reference videos. Leave them out.",
        "references | {prompt: p, reference_images: [a.png], duration: 6} | 3:64 a: veo-3.1-generate-001 makes no video of 6 s. Ask for 8 s: with references there is no other length.",
        "generate | {prompt: p, reference_images: [a.png]} | 3:45 a: a job of type \"generate\" has no option \"reference_images\". It may be one of aspect_ratio, duration, generate_audio, labels, model, negative_prompt, person_generation, prompt, resolution, sample_count, seed, storage_uri.",
        "edit | {video: clip.mp4} | 3:15 a: a job of type \"edit\" needs the option \"prompt\". Write it under \"options:\".",
        "edit | {prompt: p} | 3:15 a: a job of type \"edit\" needs the option \"video\". Write it under \"options:\".",
        "edit | {video: \"${none.video}\", prompt: p} | 3:23 a: there is no job \"none\". Write the id of a job of this manifest.",
        "edit | {video: clip.mp4, prompt: p, model: veo-3.1-generate-001} | 2:34 a: veo-3.1-generate-001 cannot do this kind of request (EDIT). Choose another model."})
    void whatIsWrongIsToldAtItsPlace(String type, String options, String problem) throws IOException {
        assertThat(plans.problemsOf(type, options)).containsExactly(problem);
    }

    @Test
    void whatIsWrongWithAFileIsToldAtItsOption() throws IOException {
        assertThat(plans.problemsOf("references", "{prompt: p, reference_images: [a.png, none.png]}")).containsExactly(
                "3:45 a: " + directory.resolve("none.png") + ": there is no such file. Check the path.");
        assertThat(plans.problemsOf("references", "{prompt: p, reference_images: [clip.mp4]}")).containsExactly(
                "3:45 a: " + directory.resolve("clip.mp4") + " is a video. Name a picture.");
        assertThat(plans.problemsOf("edit", "{video: a.png, prompt: p}")).containsExactly(
                "3:23 a: " + directory.resolve("a.png") + " is a picture. Name a video.");
    }

    @Test
    void theHashIsThatOfTheReferencesInTheirOrderAndOfTheVideo() throws IOException {
        String references = "{prompt: p, reference_images: ";
        Map<String, SpecHash> hashes = plans.yaml("""
                jobs:
                  - {id: one, type: references, output: 1.mp4, options: %1$s[a.png, b.png]}}
                  - {id: same, type: references, output: 2.mp4, options: %1$s[a.png, b.png]}}
                  - {id: turned, type: references, output: 3.mp4, options: %1$s[b.png, a.png]}}
                  - {id: fewer, type: references, output: 4.mp4, options: %1$s[a.png]}}
                  - {id: edited, type: edit, output: 5.mp4, options: {prompt: p, video: clip.mp4}}
                  - {id: chained, type: edit, output: 6.mp4, options: {prompt: p, video: "${edited.video}"}}
                """.formatted(references)).jobs().collect(Collectors.toMap(Job::id, Job::specHash));

        assertThat(hashes.get("same")).isEqualTo(hashes.get("one"));
        assertThat(List.of("one", "turned", "fewer", "edited", "chained")).extracting(hashes::get)
                .doesNotHaveDuplicates();
    }

    @Test
    void theModelThatIsChosenIsThePlatforms() throws IOException {
        BatchManifest manifest = plans.manifest("""
                jobs:
                  - {id: a, type: generate, output: a.mp4, options: {prompt: p}}
                  - {id: b, type: edit, output: b.mp4, options: {prompt: p, video: clip.mp4}}
                """);
        PlanSettings here = plans.settings();
        PlanSettings gemini = new PlanSettings(here.concurrency(), here.continueOnError(), here.outputDirectory(),
                here.workingDirectory(), here.catalog(), Platform.GEMINI_API, here.replaceRetired(), here.budget(),
                here.deadline(), here.today());

        assertThat(BatchPlan.of(manifest, gemini).jobs()).extracting(job -> job.request().model())
                .containsExactly(ModelId.OMNI_1_1, ModelId.OMNI_1_2);
        assertThat(BatchPlan.of(manifest, here).jobs()).extracting(job -> job.request().model())
                .containsExactly(ModelId.VEO_3_1, ModelId.OMNI_1_2);
    }

    @Test
    void aRowNamesItsReferencesWithSemicolonsAndALineWithAList() throws IOException {
        Path rows = Files.writeString(directory.resolve("jobs.csv"), """
                id,type,output,prompt,reference_images,video
                a,references,a.mp4,p,a.png; b.png,
                b,edit,b.mp4,p,,${a.video}
                """);
        Path lines = Files.writeString(directory.resolve("jobs.jsonl"),
                """
                        {"id":"a","type":"references","output":"a.mp4","options":{"prompt":"p","reference_images":["a.png","b.png"]}}
                        {"id":"b","type":"edit","output":"b.mp4","options":{"prompt":"p","video":"${a.video}"}}
                        """);
        Path json = Files.writeString(directory.resolve("jobs.json"),
                """
                        {"jobs":[
                        {"id":"a","type":"references","output":"a.mp4","options":{"prompt":"p","reference_images":["a.png","b.png"]}},
                        {"id":"b","type":"edit","output":"b.mp4","options":{"prompt":"p","video":"${a.video}"}}]}
                        """);

        for (Path file : List.of(rows, lines, json)) {
            BatchPlan plan = BatchPlan.of(BatchManifest.load(file), plans.settings());
            assertThat(plan.job(0).request()).isInstanceOfSatisfying(VideoRequest.ReferencesToVideo.class,
                    request -> assertThat(request.images()).containsExactly(file("a.png"), file("b.png")));
            assertThat(((VideoRequest.Edit) plan.job(1).request()).video()).isEqualTo(file("a.mp4"));
        }
    }

    @Test
    void referencesOfTheDefaultsAndOfVariablesGoToTheJobsThatTakeThem() throws IOException {
        BatchPlan plan = plans
                .yaml("""
                        defaults:
                          options: {prompt: p, reference_images: [a.png, "{{second|b}}.png"]}
                        jobs:
                          - {id: plain, type: generate, output: 1.mp4}
                          - {id: filled, type: references, output: 2.mp4, vars: {second: b}}
                          - {id: "r-{{n}}", type: references, output: "{{n}}.mp4", matrix: {n: [a, b]}, options: {reference_images: ["{{n}}.png"]}}
                        """);

        assertThat(plan.job(0).request()).isInstanceOf(VideoRequest.TextToVideo.class);
        assertThat(plan.jobs().skip(1).map(job -> ((VideoRequest.ReferencesToVideo) job.request()).images()))
                .containsExactly(List.of(file("a.png"), file("b.png")), List.of(file("a.png")),
                        List.of(file("b.png")));
    }
}
