// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch;

import ch.qos.logback.classic.Level;
import dev.veo3.AwaitOptions;
import dev.veo3.Backend;
import dev.veo3.VeoClient;
import dev.veo3.auth.BearerToken;
import dev.veo3.batch.event.JobOutcome;
import dev.veo3.batch.execute.Effect.Ending;
import dev.veo3.batch.execute.JobContext;
import dev.veo3.batch.metrics.AlertRules;
import dev.veo3.batch.report.BatchReport;
import dev.veo3.emulator.Emulator;
import dev.veo3.emulator.Latency;
import dev.veo3.error.ServiceError;
import dev.veo3.time.ManualTime;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.MDC;

import static org.assertj.core.api.Assertions.assertThat;

/** What a batch writes into the log, and what the lines of others say of it. */
class LogTest {
    @TempDir
    private Path directory;

    private static Map<String, String> context() {
        Map<String, String> context = MDC.getCopyOfContextMap();
        return context == null ? Map.of() : Map.copyOf(context);
    }

    @Test
    void theLinesOfAJobSayWhichJobOfWhichBatchItIsAndWhichAttempt() throws Exception {
        Queue<Map<String, String>> seen = new ConcurrentLinkedQueue<>();
        AtomicInteger refusals = new AtomicInteger(1);
        ServiceError quota = new ServiceError(429, "RESOURCE_EXHAUSTED", "", Optional.empty());
        MDC.put("request", "r1");
        try {
            BatchProcessor.builder((job, context) -> {
                seen.add(context());
                context.once(JobContext.SUBMIT, () -> {
                    seen.add(context());
                    return refusals.getAndDecrement() > 0
                            ? new Ending.Refused(quota)
                            : new Ending.Happened("operations/1");
                });
                seen.add(context());
                return new JobOutcome.Succeeded(List.of());
            }).withoutJournal().concurrency(1).time(ManualTime.selfAdvancing(Instant.EPOCH)).build()
                    .process(Manifests.of(2).build());
            assertThat(context()).as("the caller's own").isEqualTo(Map.of("request", "r1"));
        } finally {
            MDC.clear();
        }
        Map<String, String> first = Map.of("veo3.batch", "batch", "veo3.job", "job0");
        Map<String, String> second = Map.of("veo3.batch", "batch", "veo3.job", "job1");
        assertThat(seen).containsExactly(first, with(first, "1"), with(first, "2"), with(first, "2"), second,
                with(second, "1"), with(second, "1"));
    }

    private static Map<String, String> with(Map<String, String> context, String attempt) {
        Map<String, String> more = new HashMap<>(context);
        more.put("veo3.attempt", attempt);
        return more;
    }

    @Test
    void aNormalRunLogsAHandfulOfLines() throws Exception {
        try (RecordedLines log = RecordedLines.record();
                Emulator emulator = Emulator.builder().latency(Latency.fixed(Duration.ofMillis(20))).start();
                VeoClient client = VeoClient.builder().backend(Backend.agentPlatform("rehearsal", "us-central1"))
                        .credentials(BearerToken.of("token")).baseUrl(emulator.baseUrl()).build();
                BatchProcessor processor = BatchProcessor
                        .builder(new VeoExecutor(client, AwaitOptions.standard().withIntervals(Duration.ofMillis(2),
                                Duration.ofMillis(4))))
                        .alerts(AlertRules.none()).outputDirectory(directory).build()) {
            BatchReport report = processor.process(Manifests.of(20).build());
            assertThat(report.succeeded()).isEqualTo(20);
            assertThat(log.lines()).hasSizeBetween(1, 5)
                    .allSatisfy(line -> assertThat(line.getLevel()).isEqualTo(Level.INFO));
            assertThat(log.lines().getFirst().getFormattedMessage()).isEqualTo("Batch batch: 20 jobs, 3 at once");
            assertThat(log.lines().getLast().getFormattedMessage()).isEqualTo("Batch batch: " + report.summary());
        }
    }

    @Test
    void anAlertIsAWarningOfTheLog() throws Exception {
        try (RecordedLines log = RecordedLines.record()) {
            ManualTime time = ManualTime.selfAdvancing(Instant.EPOCH);
            BatchProcessor.builder((job, context) -> {
                time.sleep(Duration.ofMinutes(6));
                return new JobOutcome.Succeeded(List.of());
            }).withoutJournal().concurrency(1).time(time)
                    .alerts(AlertRules.standard().withMemory(Long.MAX_VALUE)).build().process(Manifests.of(3).build());
            assertThat(log.lines()).filteredOn(line -> line.getLevel() == Level.WARN).singleElement()
                    .satisfies(line -> {
                        assertThat(line.getFormattedMessage())
                                .startsWith("Job \"job0\" has been running for 6 min 0 s");
                        assertThat(line.getMDCPropertyMap()).containsEntry("veo3.job", "job0");
                    });
        }
    }
}
