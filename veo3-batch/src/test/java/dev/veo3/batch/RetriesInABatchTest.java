// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch;

import dev.veo3.batch.event.JobEvent;
import dev.veo3.batch.event.JobOutcome;
import dev.veo3.batch.execute.Effect.Ending;
import dev.veo3.batch.execute.Executor;
import dev.veo3.batch.execute.JobContext;
import dev.veo3.batch.limit.RetryPolicy;
import dev.veo3.error.ServiceError;
import dev.veo3.time.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** How many retries a whole batch has, and where they stand in its queue. */
class RetriesInABatchTest {
    private final ManualTime time = ManualTime.selfAdvancing(Instant.EPOCH);
    private final Map<String, AtomicInteger> calls = new ConcurrentHashMap<>();
    private final AtomicInteger retries = new AtomicInteger();

    private int call(String job) {
        return calls.computeIfAbsent(job, id -> new AtomicInteger()).incrementAndGet();
    }

    private BatchProcessor.Builder processor(Executor executor, RetryPolicy policy) {
        return BatchProcessor.builder(executor).withoutJournal().concurrency(1).retries(policy).time(time)
                .listener(event -> {
                    if (event instanceof JobEvent.Retrying) {
                        retries.incrementAndGet();
                    }
                });
    }

    /** Where nothing can be sent, retries would double every request: ten of them, or a fifth of the submissions, are enough. */
    @ParameterizedTest
    @CsvSource({"5, 5", "40, 10", "100, 20"})
    void aBatchHasTenRetriesInTenMinutesOrAFifthOfItsSubmissions(int jobs, int allowed) throws Exception {
        RetryPolicy atOnce = new RetryPolicy(2, Set.of(), Set.of(), Duration.ZERO, Duration.ZERO);

        processor((job, context) -> {
            context.once(JobContext.SUBMIT, () -> new Ending.NotSent("no connection"));
            return new JobOutcome.Succeeded(List.of());
        }, atOnce).build().process(Manifests.of(jobs).build());

        assertThat(retries).hasValue(allowed);
    }

    @Test
    void refusalsForQuotaAndUnknownFatesUseUpNoneOfTheRetries() throws Exception {
        ServiceError quota = new ServiceError(429, "RESOURCE_EXHAUSTED", "", Optional.of(Duration.ZERO));
        Queue<String> retried = new ConcurrentLinkedQueue<>();

        processor((job, context) -> {
            int number = Integer.parseInt(job.id().substring(3));
            context.once(JobContext.SUBMIT, () -> switch (call(job.id())) {
                case 1 -> number < 20
                        ? new Ending.Refused(quota)
                        : number < 40
                                ? new Ending.Unknown("the reply was lost")
                                : new Ending.NotSent("no connection");
                default -> {
                    if (number >= 40) {
                        retried.add(job.id());
                    }
                    yield new Ending.Happened("operations/" + job.id());
                }
            });
            return new JobOutcome.Succeeded(List.of());
        }, new RetryPolicy(2, Set.of(), Set.of(), Duration.ZERO, Duration.ZERO)).build()
                .process(Manifests.of(50).build());

        assertThat(retried).as("jobs that were tried again").hasSize(10);
        assertThat(retries).hasValue(10);
    }

    @Test
    void aRetryGoesBehindTheJobsThatWaitedBeforeIt() throws Exception {
        Queue<String> order = new ConcurrentLinkedQueue<>();

        processor((job, context) -> {
            context.once(JobContext.SUBMIT, () -> {
                order.add(job.id());
                return new Ending.Happened("operations/" + job.id());
            });
            time.sleep(Duration.ofMinutes(1));
            return job.id().equals("job0") && call("job0") == 1
                    ? new JobOutcome.Failed("the service failed", Optional.of("INTERNAL"))
                    : new JobOutcome.Succeeded(List.of());
        }, new RetryPolicy(2, Set.of(), Set.of("INTERNAL"), Duration.ZERO, Duration.ZERO)).build()
                .process(Manifests.of(4).build());

        assertThat(order).containsExactly("job0", "job1", "job2", "job3", "job0");
    }
}
