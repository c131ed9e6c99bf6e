// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch;

import dev.veo3.batch.event.BatchEvent;
import dev.veo3.batch.event.BatchListener;
import dev.veo3.batch.event.JobEvent;
import dev.veo3.batch.event.JobOutcome;
import dev.veo3.batch.execute.Effect.Ending;
import dev.veo3.batch.execute.JobContext;
import dev.veo3.batch.limit.Limits;
import dev.veo3.batch.metrics.BatchProgress.Held;
import dev.veo3.batch.metrics.ProgressTracker;
import dev.veo3.time.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A job of unknown fate holds its place for minutes: whoever watches is told, from the first moment on. */
class HeldPlacesTest {
    private static final Instant BEGIN = Instant.parse("2026-11-23T12:28:00Z");
    private static final Instant END = Instant.parse("2026-11-23T12:34:00Z");

    private final ManualTime time = ManualTime.stepping(BEGIN);

    @Test
    void aHeldPlaceIsAnEventAndStandsInTheProgressUntilItIsFree() throws Exception {
        CountDownLatch told = new CountDownLatch(1);
        CountDownLatch looked = new CountDownLatch(1);
        ProgressTracker tracker = new ProgressTracker(2, time);
        BatchProcessor processor = BatchProcessor.builder((job, context) -> {
            if (job.id().equals("job1")) {
                looked.await();
                return new JobOutcome.Succeeded(List.of());
            }
            context.once(JobContext.SUBMIT, () -> new Ending.Unknown("the reply was lost"));
            return new JobOutcome.Empty();
        }).withoutJournal().concurrency(2).time(time)
                .limits(Limits.standard().withLongestGeneration(Duration.ofMinutes(6))).listener(tracker)
                .listener(new BatchListener() {
                    @Override
                    public void onEvent(JobEvent event) {}

                    @Override
                    public void onBatchEvent(BatchEvent event) {
                        if (event.equals(new BatchEvent.PlaceHeld("job0", END))) {
                            told.countDown();
                        }
                    }
                }).build();
        BatchRun run = processor.start(processor.plan(Manifests.of(2).build()));
        told.await();
        assertThat(run.progress().held()).hasValue(new Held(1, END));
        assertThat(tracker.snapshot().held()).hasValue(new Held(1, END));
        time.advance(Duration.ofMinutes(6));
        assertThat(run.progress().held()).isEmpty();
        assertThat(tracker.snapshot().held()).isEmpty();
        looked.countDown();
        assertThat(run.await().outcomes()).containsEntry("ambiguous", 1L).containsEntry("succeeded", 1L);
    }

    @Test
    void itIsToldInOneSentence() {
        assertThat(new Held(1, END).describe(ZoneOffset.UTC))
                .isEqualTo("1 job of unknown fate holds its place until 12:34");
        assertThat(new Held(3, END.minusSeconds(20)).describe(ZoneOffset.UTC))
                .isEqualTo("3 jobs of unknown fate hold their places, the first until 12:34");
    }
}
