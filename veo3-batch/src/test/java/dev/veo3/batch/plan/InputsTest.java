// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.plan;

import dev.veo3.batch.manifest.BatchManifest;
import dev.veo3.video.MediaSource;
import dev.veo3.video.VideoRequest;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class InputsTest {

    @TempDir
    private Path directory;

    private Plans plans;

    @BeforeEach
    void plans() {
        plans = new Plans(directory);
    }

    @Test
    void aMissingPictureIsAProblemAtItsOption() throws IOException {
        assertThat(plans.problemsOf("animate", "{prompt: p, image: none.png}")).containsExactly(
                "3:34 a: " + directory.resolve("none.png") + ": there is no such file. Check the path.");
    }

    @Test
    void aPictureOfMoreThanTwentyMegabytesIsAProblem() throws IOException {
        plans.put("first-frame-1280x720.png", "fits.png");
        plans.put("first-frame-1280x720.png", "large.png");
        resize("fits.png", 20L << 20);
        resize("large.png", (20L << 20) + 1);

        assertThat(plans.job("animate", "{image: fits.png}").request())
                .isInstanceOf(VideoRequest.ImageToVideo.class);
        assertThat(plans.problemsOf("animate", "{image: large.png}")).containsExactly("3:23 a: "
                + directory.resolve("large.png")
                + ": the picture has 21 MB, the service takes at most 20 MB. Make it smaller.");
    }

    private void resize(String name, long size) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(directory.resolve(name).toFile(), "rw")) {
            file.setLength(size);
        }
    }

    @Test
    void textThatIsCalledPngIsNoPicture() throws IOException {
        Files.writeString(directory.resolve("text.png"), "A description of a sunset.\n");

        assertThat(plans.problemsOf("animate", "{image: text.png}")).containsExactly("3:23 a: "
                + directory.resolve("text.png")
                + ": not an image or a video that can be used: it looks like plain text."
                + " Give a PNG, JPEG or WebP image or an MP4 or MOV video.");
    }

    @Test
    void aVideoIsNoPictureAndAPictureNoVideo() throws IOException {
        plans.put("clip-2s.mp4", "clip.mp4");
        plans.put("first-frame-1280x720.png", "a.png");

        assertThat(plans.problemsOf("animate", "{image: clip.mp4}"))
                .containsExactly("3:23 a: " + directory.resolve("clip.mp4") + " is a video. Name a picture.");
        assertThat(plans.problemsOf("extend", "{video: a.png}"))
                .containsExactly("3:23 a: " + directory.resolve("a.png") + " is a picture. Name a video.");
        assertThat(plans.problemsOf("interpolate", "{first_frame: clip.mp4, last_frame: none.png}")).containsExactly(
                "3:29 a: " + directory.resolve("clip.mp4") + " is a video. Name a picture.",
                "3:51 a: " + directory.resolve("none.png") + ": there is no such file. Check the path.");
    }

    @Test
    void theFramesOfAnInterpolationHaveOneSize() throws IOException {
        plans.put("first-frame-1280x720.png", "a.png");
        plans.put("portrait-720x1280.png", "b.png");

        assertThat(plans.problemsOf("interpolate", "{first_frame: a.png, last_frame: b.png}")).containsExactly(
                "3:48 a: the first frame has 1280 x 720 pixels and the last one 720 x 1280. Give both the same size.");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "clip-31s.mp4 | the video lasts 31.0 s, Agent Platform extends videos of at most 30 s. Cut it.",
        "clip-half-a-second.mp4 | the video lasts only 0.5 s. Use one of at least 1 s.",
        "clip-4s.mov | the video is no MP4 but a video/quicktime file, and Agent Platform extends MP4 only. Convert it to MP4."})
    void aVideoThatCannotBeExtendedIsAProblem(String fixture, String problem) throws IOException {
        plans.put(fixture, fixture);

        assertThat(plans.problemsOf("extend", "{video: " + fixture + "}"))
                .containsExactly("3:23 a: " + directory.resolve(fixture) + ": " + problem);
    }

    @Test
    void aWebpAndAWrongExtensionAreWarnings() throws IOException {
        plans.put("lossy-1280x720.webp", "a.webp");
        plans.put("first-frame-1280x720.png", "b.jpg");

        BatchPlan plan = plans.yaml("""
                jobs:
                  - {id: a, type: animate, output: a.mp4, options: {image: a.webp}}
                  - {id: b, type: animate, output: b.mp4, options: {image: b.jpg}}
                """);

        assertThat(Plans.lines(plan.warnings())).containsExactly(
                "2:60 a: " + directory.resolve("a.webp") + ": the service documents PNG and JPEG, and this picture is"
                        + " WEBP. Convert it if the service refuses it.",
                "3:60 b: " + directory.resolve("b.jpg") + ": the name ends in .jpg but the content is image/png."
                        + " Rename the file to .png, or use the right file.");
    }

    @Test
    void aNameIsLookedForInTheWorkingDirectoryFirstAndThenBesideTheManifest() throws IOException {
        Path beside = Files.createDirectory(directory.resolve("manifests"));
        plans.put("first-frame-1280x720.png", "both.png");
        plans.put("first-frame-1280x720.png", "manifests/both.png");
        plans.put("first-frame-1280x720.png", "manifests/beside.png");
        BatchManifest manifest = BatchManifest.load(Files.writeString(beside.resolve("jobs.yaml"), """
                jobs:
                  - {id: a, type: animate, output: a.mp4, options: {image: both.png}}
                  - {id: b, type: animate, output: b.mp4, options: {image: beside.png}}
                """));

        BatchPlan plan = BatchPlan.of(manifest, plans.settings());

        assertThat(plan.jobs().map(job -> ((VideoRequest.ImageToVideo) job.request()).image())).containsExactly(
                MediaSource.file(directory.resolve("both.png")), MediaSource.file(beside.resolve("beside.png")));
    }

    @Test
    void anObjectInCloudStorageIsKnownByItsName() throws IOException {
        Job job = plans.job("extend", "{video: 'gs://bucket/folder/clip.MP4'}");

        assertThat(((VideoRequest.Extension) job.request()).video())
                .isEqualTo(MediaSource.cloud("gs://bucket/folder/clip.MP4", "video/mp4"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "animate | image | gs://b/clip.mp4 | gs://b/clip.mp4 is of the type video/mp4. Name a picture.",
        "extend | video | gs://b/a.png | gs://b/a.png is of the type image/png. Name a video in MP4.",
        "extend | video | gs://b/a.mov | gs://b/a.mov is of the type video/quicktime. Name a video in MP4.",
        "extend | video | gs://b/clip | it is not clear what \"gs://b/clip\" is. Write gs://bucket/object with an"
                + " object that ends in jpeg, jpg, mov, mp4, png, webp.",
        "animate | image | gs:///a.png | it is not clear what \"gs:///a.png\" is. Write gs://bucket/object with an"
                + " object that ends in jpeg, jpg, mov, mp4, png, webp.",
        "animate | image | HTTPS://host/a.png | \"HTTPS://host/a.png\" is an address on the web, and nothing is"
                + " fetched from there. Download it and name the file, or name an object in Cloud Storage:"
                + " gs://bucket/object."})
    void anAddressThatDoesNotDoIsAProblem(String type, String option, String address, String problem)
            throws IOException {
        assertThat(plans.problemsOf(type, "{" + option + ": '" + address + "'}"))
                .containsExactly("3:23 a: " + problem);
    }

    @Test
    void aNameThatIsNoPathIsAProblem() throws IOException {
        assertThat(plans.problemsOf("animate", "{image: \"a\\0b\"}")).singleElement().asString()
                .startsWith("3:23 a: \"a\0b\" is no path: ").endsWith(". Name a file.");
    }

    @Test
    void anEmptyNameIsNone() throws IOException {
        assertThat(plans.problemsOf("interpolate", "{first_frame: '', last_frame: }")).containsExactly(
                "3:15 a: a job of type \"interpolate\" needs the option \"first_frame\". Write it under \"options:\".",
                "3:15 a: a job of type \"interpolate\" needs the option \"last_frame\". Write it under \"options:\".");
    }

    @Test
    void aFileThatTwoJobsUseIsAProblemOfBoth() throws IOException {
        List<String> problems = plans.problems("""
                jobs:
                  - {id: a, type: animate, output: a.mp4, options: {image: none.png}}
                  - {id: b, type: animate, output: b.mp4, options: {image: none.png}}
                """);

        assertThat(problems).satisfiesExactly(line -> assertThat(line).startsWith("2:60 a: "),
                line -> assertThat(line).startsWith("3:60 b: "));
    }
}
