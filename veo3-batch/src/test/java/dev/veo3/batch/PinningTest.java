// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch;

import dev.veo3.AwaitOptions;
import dev.veo3.Backend;
import dev.veo3.VeoClient;
import dev.veo3.auth.BearerToken;
import dev.veo3.batch.event.BatchListener;
import dev.veo3.batch.limit.Limits;
import dev.veo3.batch.manifest.BatchManifest;
import dev.veo3.batch.report.BatchReport;
import dev.veo3.emulator.Emulator;
import dev.veo3.emulator.Latency;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** No virtual thread holds its carrier while it waits, in a whole batch through the real client, journal and sockets. */
class PinningTest {
    private static final int JOBS = 60;

    @TempDir
    private Path directory;

    @Test
    void aWholeBatchPinsNoCarrier() throws Exception {
        try (Emulator emulator = Emulator.builder()
                .latency(Latency.between(Duration.ofMillis(5), Duration.ofMillis(40))).start();
                VeoClient client = VeoClient.builder().backend(Backend.agentPlatform("rehearsal", "us-central1"))
                        .credentials(BearerToken.of("token")).baseUrl(emulator.baseUrl()).build()) {
            // What is loaded or initialised for the first time may hold a carrier for a moment.
            run(client, "warm");
            try (Recording recording = new Recording()) {
                recording.enable("jdk.VirtualThreadPinned").withThreshold(Duration.ZERO).withStackTrace();
                recording.enable("jdk.VirtualThreadStart");
                recording.start();
                run(client, "recorded");
                recording.stop();
                recording.dump(directory.resolve("batch.jfr"));
            }
            List<RecordedEvent> events = RecordingFile.readAllEvents(directory.resolve("batch.jfr"));
            assertThat(events.stream().filter(event -> is(event, "jdk.VirtualThreadStart")).count())
                    .as("virtual threads that the recording saw").isGreaterThan(8);
            assertThat(
                    events.stream().filter(event -> is(event, "jdk.VirtualThreadPinned") && !isOfTheRecording(event)))
                    .isEmpty();
        }
    }

    /** Whether it was the recording itself that held the carrier, while it wrote down another event. */
    private static boolean isOfTheRecording(RecordedEvent event) {
        String innermost = event.getStackTrace().getFrames().getFirst().getMethod().getType().getName();
        return innermost.startsWith("jdk.internal.event.") || innermost.startsWith("jdk.jfr.");
    }

    private static boolean is(RecordedEvent event, String type) {
        return event.getEventType().getName().equals(type);
    }

    private void run(VeoClient client, String name) throws Exception {
        BatchListener listener = event -> {};
        VeoExecutor executor = new VeoExecutor(client,
                AwaitOptions.standard().withIntervals(Duration.ofMillis(5), Duration.ofMillis(20)));
        BatchManifest manifest = Manifests.of(JOBS).build();
        BatchReport report = BatchProcessor.builder(executor).outputDirectory(directory.resolve(name)).concurrency(12)
                .limits(Limits.standard().adapting()).listener(listener).build().process(manifest);
        assertThat(report.succeeded()).isEqualTo(JOBS);
    }
}
