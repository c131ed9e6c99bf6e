// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch;

import dev.veo3.AwaitOptions;
import dev.veo3.Backend;
import dev.veo3.VeoClient;
import dev.veo3.auth.BearerToken;
import dev.veo3.batch.event.JobOutcome;
import dev.veo3.batch.execute.Effect.Ending;
import dev.veo3.batch.execute.JobContext;
import dev.veo3.batch.journal.ForwardingJournal;
import dev.veo3.batch.journal.HeldBackException;
import dev.veo3.batch.journal.Journal;
import dev.veo3.batch.journal.JournalRecord;
import dev.veo3.batch.limit.Limits;
import dev.veo3.batch.manifest.BatchManifest;
import dev.veo3.batch.report.BatchReport;
import dev.veo3.emulator.Emulator;
import dev.veo3.emulator.Fault;
import dev.veo3.emulator.FaultRule;
import dev.veo3.emulator.Latency;
import dev.veo3.time.ManualTime;
import dev.veo3.video.VideoRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import jdk.jfr.EventType;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** What the flight recorder sees of a batch, and what it does not. */
class FlightRecordingTest {
    private static final Set<String> NAMES = Set.of("dev.veo3.Job", "dev.veo3.Submit", "dev.veo3.Poll",
            "dev.veo3.Download", "dev.veo3.PermitWait", "dev.veo3.RateLimitHit", "dev.veo3.LimitChange",
            "dev.veo3.JournalForce");
    private static final String KEY = "AIzaSyVerySecretKeyOfThisTest000000000";
    private static final String PROMPT = "An otter that nobody may hear of";

    @TempDir
    private Path directory;

    private BatchReport run(int jobs) throws InterruptedException {
        BatchManifest.Builder manifest = BatchManifest.builder();
        for (int i = 0; i < jobs; i++) {
            manifest.job("job" + i, VideoRequest.text(PROMPT), "job" + i + ".mp4");
        }
        try (Emulator emulator = Emulator.builder().latency(Latency.fixed(Duration.ofMillis(5)))
                .fault(FaultRule
                        .onSubmit(new Fault.TooManyRequests(Optional.empty(), Optional.of(Duration.ofMillis(5))))
                        .first(4))
                .start();
                VeoClient client = VeoClient.builder().backend(Backend.agentPlatform("rehearsal", "us-central1"))
                        .credentials(BearerToken.of(KEY))
                        .baseUrl(emulator.baseUrl()).build();
                BatchProcessor processor = BatchProcessor
                        .builder(new VeoExecutor(client,
                                AwaitOptions.standard().withIntervals(Duration.ofMillis(2), Duration.ofMillis(20))))
                        .concurrency(4).outputDirectory(directory).limits(Limits.standard().adapting()).build()) {
            return processor.process(manifest.build());
        }
    }

    private List<RecordedEvent> events(boolean thresholds) throws IOException, InterruptedException {
        Path file = directory.resolve("batch.jfr");
        try (Recording recording = new Recording()) {
            for (String name : NAMES) {
                if (thresholds) {
                    recording.enable(name);
                } else {
                    recording.enable(name).withoutThreshold();
                }
            }
            recording.start();
            assertThat(run(6).results()).allSatisfy(result -> assertThat(result.outcome().isSuccess())
                    .as(result.outcome().toString()).isTrue());
            recording.stop();
            recording.dump(file);
        }
        return RecordingFile.readAllEvents(file).stream().filter(event -> ours(event.getEventType())).toList();
    }

    private static boolean ours(EventType type) {
        return type.getName().startsWith("dev.veo3.");
    }

    @Test
    void eachKindOfEventIsRecordedAndNoneHasAPromptOrAKey() throws Exception {
        List<RecordedEvent> events = events(false);
        Set<String> seen = new TreeSet<>();
        for (RecordedEvent event : events) {
            seen.add(event.getEventType().getName());
            assertThat(event.toString()).doesNotContain(KEY, PROMPT, "otter", directory.toString());
        }
        assertThat(seen).isEqualTo(new TreeSet<>(NAMES));
        assertThat(new String(Files.readAllBytes(directory.resolve("batch.jfr")), StandardCharsets.ISO_8859_1))
                .doesNotContain(KEY, PROMPT);
    }

    @Test
    void theEventsSayWhichJobAndHowItEnded() throws Exception {
        List<RecordedEvent> events = events(false);
        assertThat(events).filteredOn(event -> event.getEventType().getName().equals("dev.veo3.Job")).hasSize(6)
                .allSatisfy(event -> {
                    assertThat(event.getString("job")).startsWith("job");
                    assertThat(event.getString("outcome")).isEqualTo("succeeded");
                    assertThat(event.getInt("attempts")).isPositive();
                    assertThat(event.getDuration()).isPositive();
                });
        assertThat(events).filteredOn(event -> event.getEventType().getName().equals("dev.veo3.Submit")).hasSize(10)
                .filteredOn(event -> event.getString("outcome").equals("refused")).hasSize(4)
                .allSatisfy(event -> assertThat(event.getInt("status")).isEqualTo(429));
        assertThat(events).filteredOn(event -> event.getEventType().getName().equals("dev.veo3.RateLimitHit"))
                .hasSize(4);
        assertThat(events).filteredOn(event -> event.getEventType().getName().equals("dev.veo3.Download")).hasSize(6)
                .allSatisfy(event -> assertThat(event.getLong("bytes")).isPositive());
        assertThat(events).filteredOn(event -> event.getEventType().getName().equals("dev.veo3.JournalForce"))
                .isNotEmpty().allSatisfy(event -> assertThat(event.getLong("bytes")).isNotNegative());
    }

    /** What all workers of a cluster share holds it back twice: that is a wait of its own, beside that for each of its three tries. */
    @Test
    void aSubmissionThatWaitsForOtherWorkersIsAPermitWait() throws Exception {
        AtomicInteger tries = new AtomicInteger();
        Path file = directory.resolve("held.jfr");
        try (Recording recording = new Recording();
                Journal memory = Journal.memory();
                Journal shared = new ForwardingJournal(memory) {
                    @Override
                    public void force(JournalRecord record) {
                        if (record instanceof JournalRecord.Submitting && tries.incrementAndGet() < 3) {
                            throw HeldBackException.until("others are at work", Duration.ofSeconds(9));
                        }
                        super.force(record);
                    }
                }) {
            recording.enable("dev.veo3.PermitWait").withoutThreshold();
            recording.start();
            BatchReport report = BatchProcessor.builder((job, context) -> {
                context.once(JobContext.SUBMIT, () -> new Ending.Happened("operations/1"));
                return new JobOutcome.Succeeded(List.of());
            }).journal(shared).time(ManualTime.selfAdvancing(Instant.EPOCH)).build().process(Manifests.of(1).build());
            assertThat(report.succeeded()).isEqualTo(1);
            recording.stop();
            recording.dump(file);
        }
        assertThat(RecordingFile.readAllEvents(file))
                .filteredOn(event -> event.getEventType().getName().equals("dev.veo3.PermitWait")).hasSize(3 + 2)
                .allSatisfy(event -> assertThat(event.getString("job")).isEqualTo("job0"));
    }

    @Test
    void noEventHasAStackTraceAndThoseThatLastHaveAThreshold() throws Exception {
        assertThat(events(false)).extracting(event -> event.getEventType().getName()).containsAll(NAMES);
        assertThat(events(false)).allSatisfy(event -> assertThat(event.getStackTrace()).isNull());
        List<EventType> types = FlightRecorder.getFlightRecorder().getEventTypes().stream()
                .filter(FlightRecordingTest::ours).filter(type -> NAMES.contains(type.getName())).toList();
        assertThat(types).hasSize(NAMES.size()).allSatisfy(type -> {
            assertThat(type.getSettingDescriptors()).filteredOn(setting -> setting.getName().equals("stackTrace"))
                    .singleElement()
                    .satisfies(setting -> assertThat(setting.getDefaultValue()).isEqualTo("false"));
            assertThat(type.getLabel()).isNotBlank();
            assertThat(type.getCategoryNames()).containsExactly("veo3");
        });
        assertThat(types).filteredOn(type -> !Set.of("dev.veo3.RateLimitHit", "dev.veo3.LimitChange")
                .contains(type.getName()))
                .allSatisfy(type -> assertThat(type.getSettingDescriptors())
                        .filteredOn(setting -> setting.getName().equals("threshold")).singleElement()
                        .satisfies(setting -> assertThat(setting.getDefaultValue()).isEqualTo("1 ms")));
    }
}
