// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch;

import dev.veo3.batch.event.BatchEvent;
import dev.veo3.batch.event.BatchListener;
import dev.veo3.batch.event.JobEvent;
import dev.veo3.batch.event.JobOutcome;
import dev.veo3.batch.execute.Effect.Ending;
import dev.veo3.batch.execute.JobContext;
import dev.veo3.batch.report.BatchReport;
import dev.veo3.error.ServiceError;
import dev.veo3.time.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What a batch does when the service takes nothing any more. */
class QuotaGoneTest {
    private final Queue<String> events = new ConcurrentLinkedQueue<>();
    private final BatchListener listener = new BatchListener() {
        @Override
        public void onEvent(JobEvent event) {}

        @Override
        public void onBatchEvent(BatchEvent event) {
            events.add(event.getClass().getSimpleName());
        }
    };

    private static Ending refused(String message) {
        return new Ending.Refused(
                new ServiceError(429, "RESOURCE_EXHAUSTED", message, Optional.of(Duration.ofSeconds(30))));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 8})
    void whenNothingGetsInForTenMinutesTheBatchPausesAndGoesOnWhenOneJobIsTaken(int concurrency) throws Exception {
        BatchReport report = BatchProcessor.builder((job, context) -> {
            context.once(JobContext.SUBMIT,
                    () -> events.isEmpty() ? refused("") : new Ending.Happened("operations/" + job.id()));
            return new JobOutcome.Succeeded(List.of());
        }).withoutJournal().concurrency(concurrency).listener(listener)
                .time(ManualTime.selfAdvancing(Instant.EPOCH)).build().process(Manifests.of(20).build());

        assertThat(report.succeeded()).isEqualTo(20);
        // A refusal that was under way may be taken for the answer to the job that tries, and then another one does.
        assertThat(events).startsWith("Paused").contains("Resumed");
    }

    /** The Gemini API says the same words about every quota; which one it is stands in the details. */
    @Test
    void aQuotaOfAWholeDayIsKnownByItsNameToo() throws Exception {
        ManualTime time = ManualTime.selfAdvancing(Instant.parse("2026-11-24T20:00:00Z"));
        Queue<Instant> sent = new ConcurrentLinkedQueue<>();
        Queue<JobEvent.Throttled> throttled = new ConcurrentLinkedQueue<>();
        ServiceError refusal = new ServiceError(429, "RESOURCE_EXHAUSTED", "You exceeded your current quota",
                Optional.of(Duration.ofSeconds(30)), "GenerateRequestsPerDayPerProjectPerModel");

        BatchProcessor.builder((job, context) -> {
            context.once(JobContext.SUBMIT, () -> {
                sent.add(time.now());
                return sent.size() == 1 ? new Ending.Refused(refusal) : new Ending.Happened("operations/1");
            });
            return new JobOutcome.Succeeded(List.of());
        }).withoutJournal().concurrency(1).time(time).listener(event -> {
            if (event instanceof JobEvent.Throttled hit) {
                throttled.add(hit);
            }
        }).build().process(Manifests.of(1).build());

        assertThat(Duration.between(sent.remove(), sent.remove())).isGreaterThan(Duration.ofHours(11));
        assertThat(throttled).singleElement().satisfies(hit -> assertThat(hit.error().describe())
                .contains("(quota GenerateRequestsPerDayPerProjectPerModel)"));
    }

    @Test
    void aQuotaOfAWholeDayIsWaitedForUntilItIsGivenOutAnew() throws Exception {
        Instant noonInCalifornia = Instant.parse("2026-11-24T20:00:00Z");
        ManualTime time = ManualTime.selfAdvancing(noonInCalifornia);
        Queue<Instant> sent = new ConcurrentLinkedQueue<>();

        BatchProcessor.builder((job, context) -> {
            context.once(JobContext.SUBMIT, () -> {
                sent.add(time.now());
                return sent.size() == 1
                        ? refused("Quota exceeded: requests per day")
                        : new Ending.Happened("operations/1");
            });
            return new JobOutcome.Succeeded(List.of());
        }).withoutJournal().concurrency(1).time(time).build().process(Manifests.of(1).build());

        assertThat(sent).hasSize(2);
        assertThat(Duration.between(noonInCalifornia, sent.toArray(Instant[]::new)[1]))
                .isBetween(Duration.ofHours(12), Duration.ofHours(12).plusMinutes(1));
    }
}
