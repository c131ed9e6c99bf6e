// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.plan;

import dev.veo3.model.AspectRatio;
import dev.veo3.model.ModelId;
import dev.veo3.model.Resolution;
import dev.veo3.video.Compression;
import dev.veo3.video.Delivery;
import dev.veo3.video.ResizeMode;
import dev.veo3.video.VideoRequest;
import dev.veo3.video.VideoSettings;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SpecHashTest {
    private static final String JOB = "id: a, type: generate, output: a.mp4, options: {prompt: A sunset, duration: 8";

    @TempDir
    private Path directory;

    private Plans plans;

    @BeforeEach
    void plans() {
        plans = new Plans(directory);
    }

    private SpecHash hash(String job) throws IOException {
        return hashes("jobs: [{" + job + "}]").get("a");
    }

    private Map<String, SpecHash> hashes(String yaml) throws IOException {
        return plans.yaml(yaml).jobs().collect(Collectors.toMap(Job::id, Job::specHash));
    }

    @Test
    void itStaysTheSameFromReleaseToRelease() throws IOException {
        // A change here makes every journal that exists say that its jobs have changed: it needs a new version.
        assertThat(hash(JOB + "}")).hasToString("v1:6294ffea56031056f9ad7b541fb011e69ec83e9159c8e6365e58b55db39bc9c9");
        plans.put("first-frame-1280x720.png", "a.png");
        assertThat(hash("id: a, type: animate, output: a.mp4, options: {image: a.png, prompt: \"é {x}\","
                + " model: veo-3.1-fast-generate-001, resolution: 1080p, duration: 6, aspect_ratio: \"9:16\","
                + " negative_prompt: rain, seed: 7, person_generation: allow_adult, generate_audio: false,"
                + " sample_count: 2, labels: {b: x, a: y}}"))
                .hasToString("v1:68ca6db500f8b2701841e50dc8a91386976da4f0f24c543d9297e388e20645f6");
    }

    @ParameterizedTest
    @ValueSource(strings = {", resolution: 720p}", ", model: veo-3.1-generate-001}", ", seed: 0}",
        ", sample_count: 1}", ", generate_audio: true}", ", aspect_ratio: \"16:9\"}", ", negative_prompt: ''}",
        ", person_generation: allow_adult}", ", labels: {a: b}}"})
    void everyOptionThatIsWrittenChangesIt(String more) throws IOException {
        assertThat(hash(JOB + more)).isNotEqualTo(hash(JOB + "}"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"prompt: a sunset", "prompt: A sunset.", "duration: 6", "duration: ~",
        "model: veo-3.1-fast-generate-001"})
    void anotherValueChangesIt(String option) throws IOException {
        String key = option.replaceAll(":.*", "");
        String written = JOB.contains(key + ":") ? JOB.replaceAll(key + ": [^,]*", option) : JOB + ", " + option;

        assertThat(hash(written + "}")).isNotEqualTo(hash(JOB + "}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"id: a, type: generate, output: b/c.mp4, options: {prompt: A sunset, duration: 8}",
        "id: a, type: generate, output: a.mp4, options: {duration: 8s, prompt: A sunset}",
        "id: a, type: generate, output: a.mp4, options: {duration: '08.0', prompt: \"A sunset\", seed: ~}",
        "id: a, type: generate, output: a.mp4, priority: 5, timeout: 9m, price: 3, options: {duration: 8, prompt: A sunset}"})
    void neitherTheOutputNorTheTermsNorTheWayOfWritingChangeIt(String same) throws IOException {
        assertThat(hash(same)).isEqualTo(hash(JOB + "}"));
    }

    @Test
    void whatOneValueEndsWithIsNotTakenForWhatTheNextBeginsWith() throws IOException {
        assertThat(hash("id: a, type: generate, output: a.mp4, options: {prompt: \"p\\nduration=3:8ms\\n\"}"))
                .isNotEqualTo(hash("id: a, type: generate, output: a.mp4, options: {prompt: p, duration: 8}"));
        assertThat(hash("id: a, type: generate, output: a.mp4, options: {prompt: p, labels: {a: b, c: d}}"))
                .isNotEqualTo(
                        hash("id: a, type: generate, output: a.mp4, options: {prompt: p, labels: {a: bc, d: ''}}"));
    }

    @Test
    void theContentOfAFileCountsAndItsNameDoesNot() throws IOException {
        plans.put("first-frame-1280x720.png", "a.png");
        plans.put("first-frame-1280x720.png", "same.png");
        plans.put("last-frame-1280x720.png", "other.png");
        String job = "id: a, type: animate, output: a.mp4, options: {image: ";

        SpecHash first = hash(job + "a.png}");

        assertThat(hash(job + "same.png}")).isEqualTo(first);
        assertThat(hash(job + "other.png}")).isNotEqualTo(first);
        assertThat(hash(job + "'gs://b/a.png'}")).isNotEqualTo(first).isNotEqualTo(hash(job + "'gs://b/b.png'}"));
        Files.write(directory.resolve("a.png"), Files.readAllBytes(directory.resolve("other.png")));
        assertThat(hash(job + "a.png}")).isEqualTo(hash(job + "other.png}"));
    }

    @Test
    void theOrderOfTheFramesCounts() throws IOException {
        plans.put("first-frame-1280x720.png", "a.png");
        plans.put("last-frame-1280x720.png", "b.png");
        String job = "id: a, type: interpolate, output: a.mp4, options: ";

        assertThat(hash(job + "{first_frame: a.png, last_frame: b.png}"))
                .isNotEqualTo(hash(job + "{first_frame: b.png, last_frame: a.png}"));
    }

    @Test
    void theVideoOfAnotherJobCountsAsThatJobsIdAndHash() throws IOException {
        String chain = """
                jobs:
                  - {id: %s, type: generate, output: %s, options: {prompt: %s}}
                  - {id: b, type: extend, output: b.mp4, options: {video: "${%s.video}"}}
                  - {id: c, type: extend, output: c.mp4, options: {video: "${b.video}"}}
                """;
        Map<String, SpecHash> first = hashes(chain.formatted("a", "a.mp4", "p", "a"));

        Map<String, SpecHash> elsewhere = hashes(chain.formatted("a", "z.mp4", "p", "a"));
        Map<String, SpecHash> otherId = hashes(chain.formatted("x", "a.mp4", "p", "x"));
        Map<String, SpecHash> otherPrompt = hashes(chain.formatted("a", "a.mp4", "q", "a"));

        assertThat(elsewhere).isEqualTo(first);
        for (Map<String, SpecHash> changed : List.of(otherId, otherPrompt)) {
            assertThat(changed.get("b")).isNotEqualTo(first.get("b"));
            assertThat(changed.get("c")).isNotEqualTo(first.get("c"));
        }
        assertThat(otherId.get("x")).isEqualTo(first.get("a"));
    }

    @Test
    void aJobThatOnlyWaitsForAnotherIsTheSameAsOneThatDoesNot() throws IOException {
        String jobs = "jobs: [{" + JOB + "}}, {id: b, type: generate, output: b.mp4, options: {prompt: p}%s}]";

        assertThat(hashes(jobs.formatted(", depends_on: a"))).isEqualTo(hashes(jobs.formatted("")));
    }

    @Test
    void aFileIsReadOnceHoweverManyJobsTakeIt() throws IOException {
        Path file = plans.put("first-frame-1280x720.png", "a.png");
        FileDigests digests = new FileDigests();

        String first = digests.of(file);
        Files.delete(file);

        assertThat(digests.of(file)).isEqualTo(first).hasSize(64);
    }

    @Test
    void aRequestThatAProgramBuiltHasTheModelThatItNames() {
        SpecHasher hasher = new SpecHasher(new FileDigests());
        VideoRequest request = VideoRequest.text("p");

        assertThat(hasher.of(request, Optional.of(ModelId.VEO_3_1), Optional.empty()))
                .isNotEqualTo(hasher.of(request, Optional.empty(), Optional.empty()));
    }

    @Test
    void everySettingChangesItAndSoDoesAnotherValueOfIt() {
        Map<String, List<UnaryOperator<VideoSettings.Builder>>> settings = Map.ofEntries(
                entry("duration",
                        List.of(b -> b.duration(Duration.ofSeconds(4)), b -> b.duration(Duration.ofMillis(4_500)))),
                entry("resolution", List.of(b -> b.resolution(Resolution.P720), b -> b.resolution(Resolution.P1080))),
                entry("aspectRatio",
                        List.of(b -> b.aspectRatio(AspectRatio.LANDSCAPE), b -> b.aspectRatio(AspectRatio.PORTRAIT))),
                entry("negativePrompt", List.of(b -> b.negativePrompt("rain"), b -> b.negativePrompt("snow"))),
                entry("seed", List.of(b -> b.seed(0), b -> b.seed(1))),
                entry("personGeneration",
                        List.of(b -> b.personGeneration("allow_adult"), b -> b.personGeneration("dont_allow"))),
                entry("sound", List.of(b -> b.sound(true), b -> b.sound(false))),
                entry("samples", List.of(b -> b.samples(1), b -> b.samples(2))),
                entry("storageUri", List.of(b -> b.storageUri("gs://a/"), b -> b.storageUri("gs://b/"))),
                entry("enhancePrompt", List.of(b -> b.enhancePrompt(true), b -> b.enhancePrompt(false))),
                entry("compression",
                        List.of(b -> b.compression(Compression.values()[0]),
                                b -> b.compression(Compression.values()[1]))),
                entry("resize", List.of(b -> b.resize(ResizeMode.values()[0]), b -> b.resize(ResizeMode.values()[1]))),
                entry("fps", List.of(b -> b.fps(24), b -> b.fps(30))),
                entry("pubsubTopic",
                        List.of(b -> b.pubsubTopic("projects/p/topics/a"), b -> b.pubsubTopic("projects/p/topics/b"))),
                entry("delivery",
                        List.of(b -> b.delivery(Delivery.values()[0]), b -> b.delivery(Delivery.values()[1]))),
                entry("labels",
                        List.of(b -> b.label("team", "a"), b -> b.label("team", "b"), b -> b.label("a", "team"))));
        assertThat(settings.keySet()).containsExactlyInAnyOrderElementsOf(
                Stream.of(VideoSettings.class.getRecordComponents()).map(RecordComponent::getName).toList());

        SpecHasher hasher = new SpecHasher(new FileDigests());
        List<SpecHash> hashes = Stream.concat(Stream.<UnaryOperator<VideoSettings.Builder>>of(b -> b),
                settings.values().stream().flatMap(List::stream))
                .map(change -> hasher.of(
                        VideoRequest.text("A boat").withSettings(change.apply(VideoSettings.builder()).build()),
                        Optional.empty(), Optional.empty()))
                .toList();

        assertThat(hashes).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "v1:", "abc", "v1:ABCDEF0123456789abcdef0123456789abcdef0123456789abcdef0123456789"})
    void whatIsNoHashIsRefused(String text) {
        assertThatThrownBy(() -> new SpecHash(text)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("\"" + text + "\" is no hash of a job");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 900, 1_100, 3_000, 100_000})
    void itIsThatOfItsLinesHoweverLongTheyAreAndWhateverWasHashedBefore(int length) throws Exception {
        SpecHasher hasher = new SpecHasher(new FileDigests());
        for (String letter : List.of("a", "é", "\u4e16", "\ud83c\udfac", "\ud83c")) {
            String prompt = "x".repeat(length) + letter + "y".repeat(length / 2);
            byte[] lines = ("kind=4:TEXT\nprompt=" + prompt.length() + ":" + prompt + "\n")
                    .getBytes(StandardCharsets.UTF_8);

            assertThat(hasher.of(VideoRequest.text(prompt), Optional.empty(), Optional.empty())).hasToString(
                    "v1:" + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(lines)));
        }
    }
}
