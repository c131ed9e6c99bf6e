// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch;

import dev.veo3.AwaitOptions;
import dev.veo3.Backend;
import dev.veo3.VeoClient;
import dev.veo3.auth.BearerToken;
import dev.veo3.batch.event.BatchListener;
import dev.veo3.batch.event.JobEvent;
import dev.veo3.batch.event.JobOutcome;
import dev.veo3.batch.event.JobResult;
import dev.veo3.batch.manifest.BatchManifest;
import dev.veo3.batch.plan.BatchPlan;
import dev.veo3.batch.report.BatchReport;
import dev.veo3.emulator.Emulator;
import dev.veo3.emulator.Latency;
import dev.veo3.video.VideoRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Somebody puts symbolic links where the plan has seen none: no video leaves the output directory by them. */
class MovedOutputsTest {
    @TempDir
    private Path root;

    private Emulator emulator;
    private VeoClient client;
    private Path videos;
    private Path elsewhere;

    @BeforeEach
    void start() throws IOException {
        emulator = Emulator.builder().latency(Latency.fixed(Duration.ZERO)).start();
        client = VeoClient.builder().backend(Backend.agentPlatform("rehearsal", "us-central1"))
                .credentials(BearerToken.of("token")).baseUrl(emulator.baseUrl()).build();
        videos = root.resolve("videos");
        elsewhere = Files.createDirectory(root.resolve("elsewhere"));
    }

    @AfterEach
    void stop() {
        client.close();
        emulator.close();
    }

    @Test
    void aLinkInPlaceOfADirectoryIsFoundBeforeAnythingIsPaid() throws Exception {
        BatchProcessor processor = processor(event -> {});
        BatchPlan plan = processor.plan(manifest("sub/boat.mp4"));
        link(videos.resolve("sub"), elsewhere);
        JobResult result = only(processor.process(plan));
        assertThat(result.outcome()).isInstanceOf(JobOutcome.Failed.class);
        assertThat(result.outcome().reason().orElseThrow()).contains(videos.resolve("sub").toString())
                .contains("outside of the output directory");
        assertThat(emulator.ledger().entries()).isEmpty();
        assertThat(elsewhere).isEmptyDirectory();
    }

    @Test
    void aLinkThatComesWhileTheServiceIsAtWorkKeepsTheVideoForLater() throws Exception {
        BatchProcessor processor = processor(event -> {
            if (event instanceof JobEvent.Generated) {
                move(videos.resolve("sub"), root.resolve("away"));
                link(videos.resolve("sub"), elsewhere);
            }
        });
        JobResult result = only(processor.process(manifest("sub/boat.mp4")));
        assertThat(result.outcome()).isInstanceOf(JobOutcome.Unfinished.class);
        assertThat(result.operation()).isPresent();
        assertThat(elsewhere).isEmptyDirectory();
        Files.delete(videos.resolve("sub"));
        assertThat(only(processor(event -> {}).process(manifest("sub/boat.mp4"))).outcome())
                .isInstanceOf(JobOutcome.Succeeded.class);
        assertThat(emulator.ledger().entries()).hasSize(1);
    }

    @Test
    void aLinkInPlaceOfTheVideoIsReplacedAndNotFollowed() throws Exception {
        Path precious = Files.writeString(elsewhere.resolve("precious.txt"), "precious");
        BatchProcessor processor = processor(event -> {
            if (event instanceof JobEvent.Generated) {
                link(videos.resolve("boat.mp4"), precious);
            }
        });
        assertThat(only(processor.process(manifest("boat.mp4"))).outcome()).isInstanceOf(JobOutcome.Succeeded.class);
        assertThat(precious).hasContent("precious");
        assertThat(Files.isSymbolicLink(videos.resolve("boat.mp4"))).isFalse();
        assertThat(Files.size(videos.resolve("boat.mp4"))).isGreaterThan(1_000);
    }

    @Test
    void theOutputDirectoryItselfMayBeALink() throws Exception {
        link(videos, elsewhere);
        assertThat(only(processor(event -> {}).process(manifest("sub/boat.mp4"))).outcome())
                .isInstanceOf(JobOutcome.Succeeded.class);
        assertThat(elsewhere.resolve("sub/boat.mp4")).exists();
    }

    private static void link(Path link, Path target) {
        try {
            Files.createDirectories(link.getParent());
            Files.createSymbolicLink(link, target);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void move(Path directory, Path to) {
        try {
            Files.move(directory, to);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private BatchProcessor processor(BatchListener listener) {
        return BatchProcessor.builder(new VeoExecutor(client,
                AwaitOptions.standard().withIntervals(Duration.ofMillis(5), Duration.ofMillis(20))))
                .outputDirectory(videos).listener(listener).build();
    }

    private static BatchManifest manifest(String output) {
        return BatchManifest.builder().job("boat", VideoRequest.text("A boat"), output).build();
    }

    private static JobResult only(BatchReport report) {
        return report.results().findFirst().orElseThrow();
    }
}
