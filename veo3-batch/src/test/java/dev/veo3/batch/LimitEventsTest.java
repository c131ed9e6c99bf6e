// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch;

import dev.veo3.batch.event.BatchEvent;
import dev.veo3.batch.event.BatchListener;
import dev.veo3.batch.event.JobEvent;
import dev.veo3.batch.event.JobOutcome;
import dev.veo3.batch.execute.Effect.Ending;
import dev.veo3.batch.execute.JobContext;
import dev.veo3.batch.limit.Limits;
import dev.veo3.error.ServiceError;
import dev.veo3.time.ManualTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What listeners are told of a limit that adapts. */
class LimitEventsTest {

    /** Or a bar, a report and the next run would go on with a limit that has passed. */
    @Test
    void theLimitThatIsToldLastIsTheLimitThatHolds() throws Exception {
        List<BatchEvent.LimitChanged> told = Collections.synchronizedList(new ArrayList<>());
        CountDownLatch bothAreSent = new CountDownLatch(2);
        CountDownLatch oneIsTold = new CountDownLatch(1);
        CountDownLatch otherIsRefused = new CountDownLatch(1);
        BatchListener slow = new BatchListener() {
            @Override
            public void onEvent(JobEvent event) {
                if (event instanceof JobEvent.Throttled) {
                    otherIsRefused.countDown();
                }
            }

            @Override
            public void onBatchEvent(BatchEvent event) {
                if (event instanceof BatchEvent.LimitChanged changed) {
                    if (oneIsTold.getCount() > 0) {
                        oneIsTold.countDown();
                        // By now the limit is another one.
                        await(otherIsRefused);
                    }
                    told.add(changed);
                }
            }
        };
        ServiceError quota = new ServiceError(429, "RESOURCE_EXHAUSTED", "", Optional.empty());
        AtomicInteger sent = new AtomicInteger();
        BatchProcessor.builder((job, context) -> {
            context.once(JobContext.SUBMIT, () -> {
                int number = sent.incrementAndGet();
                bothAreSent.countDown();
                bothAreSent.await();
                if (number == 2) {
                    oneIsTold.await();
                    return new Ending.Refused(quota);
                }
                return new Ending.Happened("operations/" + job.id());
            });
            return new JobOutcome.Succeeded(List.of());
        }).withoutJournal().concurrency(8).limits(Limits.standard().adapting()).listener(slow)
                .time(ManualTime.selfAdvancing(Instant.EPOCH)).build().process(Manifests.of(2).build());

        assertThat(told.subList(0, 2)).containsExactly(
                new BatchEvent.LimitChanged(2, 3, "the service took so many"),
                new BatchEvent.LimitChanged(3, 1, "the service refused more"));
        for (int i = 1; i < told.size(); i++) {
            assertThat(told.get(i).from()).as("in order: %s", told).isEqualTo(told.get(i - 1).to());
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
