// SPDX-License-Identifier: Apache-2.0
package dev.veo3;

import dev.veo3.emulator.Emulator;
import dev.veo3.emulator.Fault;
import dev.veo3.emulator.FaultRule;
import dev.veo3.emulator.Latency;
import dev.veo3.media.MediaInspector;
import dev.veo3.media.VideoInfo;
import dev.veo3.model.AspectRatio;
import dev.veo3.model.ModelId;
import dev.veo3.model.Resolution;
import dev.veo3.video.GeneratedVideo;
import dev.veo3.video.IfExists;
import dev.veo3.video.MediaSource;
import dev.veo3.video.OperationName;
import dev.veo3.video.SafetyCategory;
import dev.veo3.video.SubmitOutcome;
import dev.veo3.video.VideoOutcome;
import dev.veo3.video.VideoRequest;
import dev.veo3.video.VideoSettings;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The client against the emulator: every kind of request, and every end that an operation can come to. */
class AgainstEmulatorTest {
    private static final AwaitOptions QUICKLY = AwaitOptions.standard().withIntervals(Duration.ofMillis(2),
            Duration.ofMillis(20));

    @TempDir
    Path directory;

    static Stream<VideoRequest> everyKind() {
        VideoSettings all = VideoSettings.builder().duration(Duration.ofSeconds(4)).resolution(Resolution.P720)
                .aspectRatio(AspectRatio.LANDSCAPE).negativePrompt("rain").seed(4_294_967_295L)
                .personGeneration("allow_adult").sound(true).samples(1).label("veo3-job", "job-1").build();
        return Stream.of(VideoRequest.text("A \"lighthouse\" in a storm\n\u2014 \ud83c\udf0a"),
                VideoRequest.image(fixture("first-frame-1280x720.png"), "She waves"),
                VideoRequest.image(fixture("progressive-1280x720.jpg"), "She waves").withModel(ModelId.VEO_3_1_FAST),
                VideoRequest.interpolation(fixture("first-frame-1280x720.png"), fixture("last-frame-1280x720.png")))
                .map(request -> request.withSettings(all));
    }

    @ParameterizedTest
    @MethodSource("everyKind")
    void everyKindOfRequestBecomesAVideo(VideoRequest request) throws Exception {
        try (Emulator emulator = emulator().start(); VeoClient veo = client(emulator)) {
            VideoOutcome.Succeeded succeeded = (VideoOutcome.Succeeded) veo.await(accepted(veo, request), QUICKLY);

            VideoInfo video = inspect(veo.download(succeeded.videos().getFirst(), directory.resolve("film.mp4")));
            assertThat(video.duration()).isEqualTo(Duration.ofSeconds(4));
            assertThat(emulator.ledger().entries()).singleElement()
                    .satisfies(entry -> assertThat(entry.job()).contains("job-1"));
        }
    }

    @Test
    void aVideoIsExtendedBySevenSeconds() throws Exception {
        VideoRequest request = VideoRequest.extension(fixture("clip-4s-portrait.mp4"), "The action goes on");
        try (Emulator emulator = emulator().start(); VeoClient veo = client(emulator)) {
            VideoOutcome.Succeeded succeeded = (VideoOutcome.Succeeded) veo.await(accepted(veo, request), QUICKLY);

            VideoInfo video = inspect(veo.download(succeeded.videos().getFirst(), directory.resolve("film.mp4")));
            assertThat(video.duration()).isEqualTo(Duration.ofSeconds(11));
        }
    }

    @Test
    void severalVideosGoToCloudStorageAndComeFromThere() throws Exception {
        VideoRequest request = VideoRequest.text("A lighthouse").withSettings(
                VideoSettings.builder().samples(2).storageUri("gs://films/a b/").resolution(Resolution.P1080).build());
        try (Emulator emulator = emulator().start(); VeoClient veo = client(emulator)) {
            VideoOutcome.Succeeded succeeded = (VideoOutcome.Succeeded) veo.await(accepted(veo, request), QUICKLY);

            assertThat(succeeded.videos()).hasSize(2).allSatisfy(
                    video -> assertThat(((GeneratedVideo.Stored) video).uri()).startsWith("gs://films/a b/"));
            for (GeneratedVideo video : succeeded.videos()) {
                assertThat(inspect(veo.download(video, directory.resolve("film.mp4"), IfExists.REPLACE)).height())
                        .isEqualTo(1080);
            }
        }
    }

    @Test
    void aPromptThatTheSafetyFilterHoldsBackIsFilteredWithItsCategory() throws Exception {
        try (Emulator emulator = emulator().start(); VeoClient veo = client(emulator)) {
            VideoOutcome outcome = veo.await(accepted(veo, VideoRequest.text("Blood everywhere")), QUICKLY);

            assertThat(outcome).isInstanceOfSatisfying(VideoOutcome.Filtered.class,
                    filtered -> assertThat(filtered.reasons()).singleElement().satisfies(
                            reason -> assertThat(reason.categories()).containsExactly(SafetyCategory.VIOLENCE)));
        }
    }

    @Test
    void someOfTheVideosMayBeHeldBack() throws Exception {
        VideoRequest two = VideoRequest.text("A lighthouse").withSettings(VideoSettings.builder().samples(2).build());
        try (Emulator emulator = emulator().fault(FaultRule.onSubmit(new Fault.PartlyFiltered(1, "42237218"))).start();
                VeoClient veo = client(emulator)) {
            assertThat(veo.await(accepted(veo, two), QUICKLY)).isInstanceOfSatisfying(
                    VideoOutcome.PartlyFiltered.class, partly -> {
                        assertThat(partly.videos()).hasSize(1);
                        assertThat(partly.reasons()).hasSize(1);
                        assertThat(partly.withheld()).isEqualTo(1);
                    });
        }
    }

    @Test
    void anOperationMayFailOrEndWithoutAWord() throws Exception {
        try (Emulator emulator = emulator()
                .fault(FaultRule.onSubmit(new Fault.OperationError(13, "Internal error")).promptContains("fail"))
                .fault(FaultRule.onSubmit(new Fault.DoneWithoutResponse()).promptContains("nothing")).start();
                VeoClient veo = client(emulator)) {
            assertThat(veo.await(accepted(veo, VideoRequest.text("fail")), QUICKLY)).isInstanceOfSatisfying(
                    VideoOutcome.Failed.class,
                    failed -> assertThat(failed.error().describe()).isEqualTo("INTERNAL: Internal error"));
            assertThat(veo.await(accepted(veo, VideoRequest.text("nothing")), QUICKLY))
                    .isEqualTo(new VideoOutcome.Empty());
        }
    }

    @Test
    void aLostReplyIsAmbiguousAndTheServiceTookTheRequestOnce() throws Exception {
        try (Emulator emulator = emulator().fault(FaultRule.onSubmit(new Fault.ReplyLostAfterAcceptance())).start();
                VeoClient veo = client(emulator)) {
            assertThat(veo.submit(VideoRequest.text("A lighthouse"))).isInstanceOf(SubmitOutcome.Ambiguous.class);
            assertThat(emulator.ledger().entries()).hasSize(1);
        }
    }

    @Test
    void arrayShapedErrorsAndWishesToWaitAreRead() throws Exception {
        try (Emulator emulator = emulator().fault(FaultRule.onSubmit(new Fault.Status(400, true)).nth(1))
                .fault(FaultRule.onSubmit(new Fault.TooManyRequests(Optional.of(Duration.ofSeconds(3)),
                        Optional.of(Duration.ofSeconds(37)))).nth(2))
                .start(); VeoClient veo = client(emulator)) {
            assertThat(veo.submit(VideoRequest.text("A lighthouse"))).isInstanceOfSatisfying(
                    SubmitOutcome.Refused.class,
                    refused -> assertThat(refused.error().status()).isEqualTo("INVALID_ARGUMENT"));
            assertThat(veo.submit(VideoRequest.text("A lighthouse"))).isInstanceOfSatisfying(
                    SubmitOutcome.Refused.class,
                    refused -> assertThat(refused.error().retryAfter()).contains(Duration.ofSeconds(37)));
        }
    }

    @Test
    void pollsThatFailDoNotFailTheOperation() throws Exception {
        try (Emulator emulator = emulator().fault(FaultRule.onPoll(Fault.status(500)).nth(1))
                .fault(FaultRule.onPoll(Fault.status(503)).nth(2)).start(); VeoClient veo = client(emulator)) {
            assertThat(veo.await(accepted(veo, VideoRequest.text("A lighthouse")), QUICKLY))
                    .isInstanceOf(VideoOutcome.Succeeded.class);
        }
    }

    @Test
    void manyThreadsShareAClient() throws Exception {
        try (Emulator emulator = emulator().start();
                VeoClient veo = client(emulator);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Path>> films = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                Path target = directory.resolve("film-" + i + ".mp4");
                films.add(threads.submit(() -> {
                    OperationName operation = accepted(veo, VideoRequest.text("A lighthouse"));
                    VideoOutcome.Succeeded done = (VideoOutcome.Succeeded) veo.await(operation, QUICKLY);
                    return veo.download(done.videos().getFirst(), target);
                }));
            }
            for (Future<Path> film : films) {
                assertThat(film.get()).isNotEmptyFile();
            }
            assertThat(emulator.ledger().entries()).hasSize(60);
            assertThat(Files.list(directory)).hasSize(60);
        }
    }

    private static Emulator.Builder emulator() {
        return Emulator.builder().latency(Latency.fixed(Duration.ZERO)).acceptedToken(TestClients.TOKEN);
    }

    private VeoClient client(Emulator emulator) {
        return TestClients.at(emulator.baseUrl(), directory).build();
    }

    private static OperationName accepted(VeoClient veo, VideoRequest request) throws InterruptedException {
        return ((SubmitOutcome.Accepted) veo.submit(request)).operation();
    }

    private static VideoInfo inspect(Path file) {
        return (VideoInfo) MediaInspector.inspect(file);
    }

    private static MediaSource fixture(String name) {
        try {
            return MediaSource.file(
                    Path.of(Objects.requireNonNull(AgainstEmulatorTest.class.getResource("/media/" + name), name)
                            .toURI()));
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
