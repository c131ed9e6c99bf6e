// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.doctor;

import dev.veo3.batch.BatchProcessor;
import dev.veo3.batch.event.JobOutcome;
import dev.veo3.batch.execute.Effect.Ending;
import dev.veo3.batch.execute.JobContext;
import dev.veo3.batch.limit.Limits;
import dev.veo3.batch.limit.RateLimit;
import dev.veo3.batch.manifest.BatchManifest;
import dev.veo3.batch.report.BatchReport;
import dev.veo3.error.ServiceError;
import dev.veo3.time.ManualTime;
import dev.veo3.video.VideoRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TimedExchangesTest {
    private final ManualTime time = ManualTime.selfAdvancing(Instant.EPOCH);

    /** Half of the submissions are refused for five minutes, and all wait a minute for the rate. */
    @Test
    void anExchangeIsTimedWithoutTheWaitsForAQuota() throws Exception {
        ServiceError quota = new ServiceError(429, "RESOURCE_EXHAUSTED", "", Optional.of(Duration.ofMinutes(5)));
        AtomicInteger asked = new AtomicInteger();
        TimedExchanges exchanges = new TimedExchanges((job, context) -> {
            context.once(JobContext.SUBMIT, () -> {
                time.sleep(Duration.ofMillis(job.index() + 2));
                return asked.getAndIncrement() % 2 == 0
                        ? new Ending.Refused(quota)
                        : new Ending.Happened("operations/" + job.id());
            });
            return context.download(() -> new JobOutcome.Succeeded(List.of()));
        }, time);
        BatchReport report = BatchProcessor.builder(exchanges).withoutJournal().concurrency(1).time(time)
                .limits(Limits.standard().withRate(RateLimit.perMinute(1))).build().process(jobs(2));

        assertThat(report.succeeded()).isEqualTo(2);
        assertThat(report.elapsed()).isGreaterThan(Duration.ofMinutes(10));
        assertThat(exchanges.sorted()).containsExactly(Duration.ofMillis(2), Duration.ofMillis(2), Duration.ofMillis(3),
                Duration.ofMillis(3));
    }

    @Test
    void whatTheServiceDidNotAnswerIsNotTimed() throws Exception {
        TimedExchanges exchanges = new TimedExchanges((job, context) -> {
            context.once(JobContext.SUBMIT, () -> new Ending.Unknown("the connection was reset"));
            return new JobOutcome.Succeeded(List.of());
        }, time);
        assertThat(BatchProcessor.builder(exchanges).withoutJournal().time(time).build().process(jobs(1)).succeeded())
                .isZero();
        assertThat(exchanges.sorted()).isEmpty();
    }

    private static BatchManifest jobs(int jobs) {
        BatchManifest.Builder manifest = BatchManifest.builder();
        for (int job = 0; job < jobs; job++) {
            manifest.job("job" + job, VideoRequest.text("A lighthouse"), "job" + job + ".mp4");
        }
        return manifest.build();
    }
}
