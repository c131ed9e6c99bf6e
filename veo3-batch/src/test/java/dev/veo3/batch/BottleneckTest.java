// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch;

import dev.veo3.batch.event.JobOutcome;
import dev.veo3.batch.execute.Effect.Ending;
import dev.veo3.batch.execute.Executor;
import dev.veo3.batch.execute.JobContext;
import dev.veo3.batch.journal.ForwardingJournal;
import dev.veo3.batch.journal.Journal;
import dev.veo3.batch.journal.JournalRecord;
import dev.veo3.batch.limit.Limits;
import dev.veo3.batch.limit.RetryPolicy;
import dev.veo3.batch.metrics.Activity;
import dev.veo3.batch.metrics.Bottleneck;
import dev.veo3.batch.metrics.Bottleneck.Cause;
import dev.veo3.batch.report.BatchReport;
import dev.veo3.batch.report.ReportFormat;
import dev.veo3.batch.report.ReportSource;
import dev.veo3.batch.report.ReportWriter;
import dev.veo3.batch.report.RunFigures;
import dev.veo3.batch.report.SchemaCheck;
import dev.veo3.error.ServiceError;
import dev.veo3.time.ManualTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** A batch that is held up says by what. */
class BottleneckTest {
    @TempDir
    private Path directory;
    private final Journal journal = Journal.memory();
    private final ManualTime time = ManualTime.selfAdvancing(Instant.EPOCH);

    private void sleep(int seconds) throws InterruptedException {
        time.sleep(Duration.ofSeconds(seconds));
    }

    /** A service that needs so long to make a video, and a line that needs so long to bring it home. */
    private Executor service(int generation, int download) {
        return (job, context) -> {
            context.once(JobContext.SUBMIT, () -> {
                sleep(1);
                return new Ending.Happened("operations/1");
            });
            sleep(generation);
            context.generated(List.of(), Optional.empty());
            return context.download(() -> {
                sleep(download);
                return new JobOutcome.Succeeded(List.of());
            });
        };
    }

    private BatchProcessor.Builder processor(Executor executor) {
        return BatchProcessor.builder(executor).withoutJournal().concurrency(1).time(time)
                .limits(Limits.standard().withDownloads(1));
    }

    private BatchProcessor.Builder recorded(Executor executor) {
        return processor(executor).journal(journal);
    }

    /** What a report says that is written from the journal alone. */
    private String bottleneckInTheRecords() throws IOException {
        Path file = directory.resolve("report.json");
        try (ReportSource source = ReportSource.ofJournal(journal)) {
            ReportWriter.of(source).write(ReportFormat.JSON, file);
        }
        Map<String, Object> json = SchemaCheck.read(Files.readString(file));
        assertThat(json).containsEntry("measured", false).doesNotContainKey("metrics");
        return json.get("bottleneck") instanceof Map<?, ?> bottleneck
                ? String.valueOf(bottleneck.get("cause"))
                : "none";
    }

    private static Bottleneck bottleneck(BatchReport report) {
        return report.figures().flatMap(RunFigures::bottleneck).orElseThrow();
    }

    @Test
    void aQuotaThatIsUsedUpIsNamed() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        ServiceError quota = new ServiceError(429, "RESOURCE_EXHAUSTED", "", Optional.of(Duration.ofMinutes(5)));
        BatchReport report = recorded((job, context) -> {
            context.once(JobContext.SUBMIT, () -> asked.getAndIncrement() % 2 == 0
                    ? new Ending.Refused(quota)
                    : new Ending.Happened("operations/1"));
            sleep(20);
            return new JobOutcome.Succeeded(List.of());
        }).build().process(Manifests.of(3).build());

        assertThat(bottleneck(report).cause()).isEqualTo(Cause.QUOTA);
        assertThat(bottleneckInTheRecords()).isEqualTo("quota");
        assertThat(bottleneck(report).describe()).startsWith("Bottleneck: quota (quota 9")
                .contains("service time", "Ask for a larger quota");
    }

    @Test
    void aSlowServiceIsNamed() throws Exception {
        Bottleneck slow = bottleneck(recorded(service(90, 5)).build().process(Manifests.of(1).build()));
        assertThat(slow.cause()).isEqualTo(Cause.SERVICE_TIME);
        assertThat(bottleneckInTheRecords()).isEqualTo("service time");
        assertThat(slow.shares().get(Cause.SERVICE_TIME)).isEqualTo(91 / 96.0);
    }

    @Test
    void slowDownloadsAreNamed() throws Exception {
        assertThat(bottleneck(recorded(service(10, 300)).build().process(Manifests.of(1).build())).cause())
                .isEqualTo(Cause.DOWNLOAD);
        assertThat(bottleneckInTheRecords()).isEqualTo("download");
    }

    @Test
    void aSlowJournalIsNamed() throws Exception {
        try (Journal memory = Journal.memory();
                Journal slow = new ForwardingJournal(memory) {
                    @Override
                    public void force(JournalRecord record) {
                        try {
                            sleep(30);
                        } catch (InterruptedException e) {
                            throw new IllegalStateException(e);
                        }
                        super.force(record);
                    }
                }) {
            BatchReport report = processor(service(10, 5)).journal(slow).build().process(Manifests.of(1).build());
            assertThat(bottleneck(report).cause()).isEqualTo(Cause.DISK);
            assertThat(bottleneck(report).describe()).contains("disk 79 %", "faster disk");
        }
    }

    @Test
    void pausesBeforeAnotherAttemptAreNoServiceTime() throws Exception {
        AtomicInteger attempts = new AtomicInteger();
        BatchReport report = recorded((job, context) -> {
            context.once(JobContext.SUBMIT, () -> attempts.incrementAndGet() < 5
                    ? new Ending.NotSent("no route to host")
                    : new Ending.Happened("operations/1"));
            sleep(2);
            return new JobOutcome.Succeeded(List.of());
        }).retries(RetryPolicy.attempts(5)).build().process(Manifests.of(1).build());

        Bottleneck found = bottleneck(report);
        // Of the pauses of 5, 10, 20 and 40 seconds half is sure.
        assertThat(found.work().on(Activity.PAUSING)).isBetween(Duration.ofMillis(37_500), Duration.ofSeconds(75));
        assertThat(found.work().on(Activity.GENERATING)).isEqualTo(Duration.ofSeconds(2));
        assertThat(found.work().own()).isZero();
        assertThat(found.cause()).isEqualTo(Cause.RETRIES);
        assertThat(found.describe()).startsWith("Bottleneck: retries (retries 9");
        assertThat(bottleneckInTheRecords()).isEqualTo("retries");
    }

    @Test
    void attemptsThatReachNothingOrAreRefusedAreNoServiceTime() throws Exception {
        AtomicInteger attempts = new AtomicInteger();
        BatchReport report = recorded((job, context) -> {
            context.once(JobContext.SUBMIT, () -> {
                sleep(60);
                return switch (attempts.getAndIncrement()) {
                    case 0 -> new Ending.NotSent("no route to host");
                    case 1 -> new Ending.Refused(new ServiceError(503, "UNAVAILABLE", "", Optional.empty()));
                    default -> new Ending.Happened("operations/1");
                };
            });
            return new JobOutcome.Succeeded(List.of());
        }).retries(RetryPolicy.attempts(5)).build().process(Manifests.of(1).build());

        assertThat(bottleneck(report).work().on(Activity.SENDING)).isEqualTo(Duration.ofSeconds(60));
        assertThat(bottleneck(report).cause()).isEqualTo(Cause.RETRIES);
        assertThat(bottleneckInTheRecords()).isEqualTo("retries");
    }

    @Test
    void aBatchOfWhichTheServiceTookNothingHasNone() throws Exception {
        BatchReport report = processor((job, context) -> {
            context.once(JobContext.SUBMIT, () -> {
                sleep(60);
                return new Ending.NotSent("no route to host");
            });
            return new JobOutcome.Succeeded(List.of());
        }).retries(RetryPolicy.attempts(2)).build().process(Manifests.of(2).build());

        assertThat(report.succeeded()).isZero();
        assertThat(report.figures().flatMap(RunFigures::bottleneck)).isEmpty();
    }

    /** Its first run takes a minute of generation, its second takes two minutes of its own. */
    @Test
    void whatAJobDidBeforeItWasPutBackHidesNothingOfWhatItDoesAfterwards() throws Exception {
        AtomicInteger runs = new AtomicInteger();
        BatchReport report = processor((job, context) -> {
            context.once(JobContext.SUBMIT, () -> new Ending.Happened("operations/1"));
            if (runs.incrementAndGet() == 1) {
                sleep(60);
                return new JobOutcome.Failed("the service failed", Optional.of("INTERNAL"));
            }
            context.generated(List.of(), Optional.empty());
            sleep(120);
            return new JobOutcome.Succeeded(List.of());
        }).retries(RetryPolicy.attempts(2)).build().process(Manifests.of(1).build());

        assertThat(bottleneck(report).work().jobs()).isEqualTo(Duration.ofSeconds(180));
        assertThat(bottleneck(report).work().on(Activity.GENERATING)).isEqualTo(Duration.ofSeconds(60));
        assertThat(bottleneck(report).work().own()).isEqualTo(Duration.ofSeconds(120));
        assertThat(report.metrics().orElseThrow().averageJobDuration()).as("of its last run, as in its result")
                .isEqualTo(report.results().findFirst().orElseThrow().duration());
    }

    @Test
    void anExecutorThatComputesIsNamed() throws Exception {
        BatchReport report = BatchProcessor.builder((job, context) -> {
            context.once(JobContext.SUBMIT, () -> new Ending.Happened("operations/1"));
            context.generated(List.of(), Optional.empty());
            long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(150);
            while (System.nanoTime() < end) {
                Thread.onSpinWait();
            }
            return new JobOutcome.Succeeded(List.of());
        }).withoutJournal().concurrency(1).build().process(Manifests.of(2).build());
        assertThat(bottleneck(report).cause()).isEqualTo(Cause.LOCAL_CPU);
    }

    @Test
    void anExecutorThatWaitsForAServiceByItselfComputesNothing() throws Exception {
        BatchReport report = processor((job, context) -> {
            time.sleep(Duration.ofDays(2));
            return new JobOutcome.Succeeded(List.of());
        }).build().process(Manifests.of(1).build());
        assertThat(bottleneck(report).cause()).isEqualTo(Cause.SERVICE_TIME);
    }

    @Test
    void aBatchWhoseJobsTakeNoTimeHasNone() throws Exception {
        BatchReport report = processor((job, context) -> new JobOutcome.Succeeded(List.of())).build()
                .process(Manifests.of(1).build());
        assertThat(report.figures().flatMap(RunFigures::bottleneck)).isEmpty();
    }
}
