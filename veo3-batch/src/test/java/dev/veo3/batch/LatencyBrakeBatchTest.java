// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch;

import dev.veo3.batch.event.BatchEvent;
import dev.veo3.batch.event.BatchListener;
import dev.veo3.batch.event.JobEvent;
import dev.veo3.batch.event.JobOutcome;
import dev.veo3.batch.execute.Effect.Ending;
import dev.veo3.batch.execute.Executor;
import dev.veo3.batch.execute.JobContext;
import dev.veo3.batch.limit.Limits;
import dev.veo3.batch.plan.Job;
import dev.veo3.batch.report.BatchReport;
import dev.veo3.time.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A batch at a service that refuses nothing and lets jobs queue. */
class LatencyBrakeBatchTest {
    private static final int JOBS = 1500;
    private static final int MOST = 60;

    @Test
    void theBrakeHoldsTheNumberOfJobsDownWhereTheyOnlyQueueAndLosesNoTime() throws Exception {
        Service braked = new Service();
        Duration withBrake = run(braked, Limits.standard().adaptingWithLatencyBrake());
        Service unbraked = new Service();
        Duration without = run(unbraked, Limits.standard().adapting());

        assertThat(unbraked.limit).as("nothing is refused, so the limit grows to what it may be").isEqualTo(MOST);
        assertThat(unbraked.meanTime()).isGreaterThan(Duration.ofMinutes(5));
        assertThat(braked.limit).isBetween(Service.AT_ONCE, MOST - 1);
        assertThat(braked.meanTime()).isLessThan(Duration.ofMinutes(4));
        assertThat(withBrake).isLessThan(without.multipliedBy(11).dividedBy(10));
    }

    @Test
    void theBrakeIsForANumberThatIsFoundOut() {
        Limits fixed = Limits.standard();
        assertThatThrownBy(() -> new Limits(fixed.rate(), fixed.modelRates(), false, true, 4,
                fixed.longestGeneration())).isInstanceOf(IllegalArgumentException.class);
    }

    private static Duration run(Service service, Limits limits) throws Exception {
        Thread clock = Thread.ofVirtual().start(service::run);
        try {
            BatchReport report = BatchProcessor.builder(service).withoutJournal().concurrency(MOST).limits(limits)
                    .time(service.time).listener(service).build().process(Manifests.of(JOBS).build());
            assertThat(report.succeeded()).isEqualTo(JOBS);
            return Duration.ofNanos(service.time.nanos());
        } finally {
            clock.interrupt();
            clock.join();
        }
    }

    /** Works on ten jobs at once, a minute each, and lets the others wait. Its time goes on when every job that may be there is. */
    private static final class Service implements Executor, BatchListener {
        private static final int AT_ONCE = 10;

        private final ManualTime time = ManualTime.stepping(Instant.EPOCH);
        private final ReentrantLock lock = new ReentrantLock();
        private final Condition changed = lock.newCondition();
        private final PriorityQueue<Visit> working = new PriorityQueue<>(Comparator.comparingLong(Visit::end));
        private final Deque<Visit> waiting = new ArrayDeque<>();
        private int limit = 2;
        private int there;
        private int ended;
        private long times;

        Duration meanTime() {
            return Duration.ofNanos(times / JOBS);
        }

        private static final class Visit {
            private long end;
            private boolean over;

            long end() {
                return end;
            }
        }

        @Override
        public void onEvent(JobEvent event) {}

        @Override
        public void onBatchEvent(BatchEvent event) {
            if (event instanceof BatchEvent.LimitChanged limited) {
                lock.lock();
                try {
                    limit = limited.to();
                    changed.signalAll();
                } finally {
                    lock.unlock();
                }
            }
        }

        @Override
        public JobOutcome execute(Job job, JobContext context) throws InterruptedException {
            context.once(JobContext.SUBMIT, () -> new Ending.Happened("operations/" + job.id()));
            lock.lockInterruptibly();
            try {
                Visit visit = new Visit();
                times -= time.nanos();
                there++;
                if (working.size() < AT_ONCE) {
                    begin(visit);
                } else {
                    waiting.add(visit);
                }
                changed.signalAll();
                while (!visit.over) {
                    changed.await();
                }
                times += visit.end;
            } finally {
                lock.unlock();
            }
            // The listener is told of a new limit in here.
            context.generated(List.of(), Optional.empty());
            lock.lockInterruptibly();
            try {
                there--;
                ended++;
                changed.signalAll();
            } finally {
                lock.unlock();
            }
            return new JobOutcome.Succeeded(List.of());
        }

        private void begin(Visit visit) {
            visit.end = time.nanos() + Duration.ofMinutes(1).toNanos();
            working.add(visit);
        }

        void run() {
            lock.lock();
            try {
                while (true) {
                    int before = ended;
                    while (there == 0 || there < Math.min(limit, JOBS - ended)) {
                        changed.await();
                    }
                    Visit first = working.remove();
                    time.advance(Duration.ofNanos(first.end - time.nanos()));
                    first.over = true;
                    if (!waiting.isEmpty()) {
                        begin(waiting.remove());
                    }
                    changed.signalAll();
                    while (ended == before) {
                        changed.await();
                    }
                }
            } catch (InterruptedException e) {
                // The batch is over.
            } finally {
                lock.unlock();
            }
        }
    }
}
