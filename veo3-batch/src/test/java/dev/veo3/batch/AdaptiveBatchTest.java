// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch;

import dev.veo3.batch.event.BatchListener;
import dev.veo3.batch.event.JobEvent;
import dev.veo3.batch.event.JobOutcome;
import dev.veo3.batch.execute.Effect.Ending;
import dev.veo3.batch.execute.Executor;
import dev.veo3.batch.execute.JobContext;
import dev.veo3.batch.limit.Limits;
import dev.veo3.batch.plan.Job;
import dev.veo3.batch.report.BatchReport;
import dev.veo3.error.ServiceError;
import dev.veo3.time.ManualTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** A batch that finds out how many jobs the service runs at once. */
class AdaptiveBatchTest {
    private static final int JOBS = 200;

    /** The service ends nothing before its quota is used up and was found, so that a batch which does not use it never ends. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 7})
    void aBatchUsesTheQuotaThatItFindsAndIsRarelyRefused(int quota) throws Exception {
        Service service = new Service(quota);

        BatchReport report = BatchProcessor.builder(service).withoutJournal().concurrency(16)
                .listener(service).limits(Limits.standard().adapting()).time(ManualTime.selfAdvancing(Instant.EPOCH))
                .build()
                .process(Manifests.of(JOBS).build());

        assertThat(report.succeeded()).isEqualTo(JOBS);
        assertThat(service.refusals).isBetween(1, 6);
        assertThat(service.overtaken).isLessThanOrEqualTo(3 * quota);
    }

    private static final class Service implements Executor, BatchListener {
        private final ReentrantLock lock = new ReentrantLock();
        private final Condition changed = lock.newCondition();
        private final int quota;
        private final Map<String, Integer> refusedAt = new HashMap<>();
        private final Map<String, Thread> refused = new ConcurrentHashMap<>();
        private final List<String> accepted = new ArrayList<>();
        private int running;
        /** Of those that run, how many the batch knows to: a refusal before that says too little about where the room ends. */
        private int known;
        private int ended;
        /** How many submissions wait for an answer. */
        private int asking;
        /** How often the quota has been used up: then all that run end. */
        private int rounds;
        private int refusals;
        /** Of those, how many the batch has taken notice of: what ends before that would make the room look smaller. */
        private int told;
        /** By how many jobs one was overtaken after it had been refused, at most. */
        private int overtaken;

        Service(int quota) {
            this.quota = quota;
        }

        @Override
        public JobOutcome execute(Job job, JobContext context) throws InterruptedException {
            context.once(JobContext.SUBMIT, () -> submit(job.id()));
            letTheRefusedCome();
            lock.lockInterruptibly();
            try {
                known++;
                changed.signalAll();
                int round = rounds;
                endRound();
                while (round == rounds) {
                    changed.await();
                }
                running--;
                known--;
                ended++;
            } finally {
                lock.unlock();
            }
            return new JobOutcome.Succeeded(List.of());
        }

        /** Jobs take no time here: one that was refused must not be overtaken because its thread had no processor meanwhile. */
        private void letTheRefusedCome() {
            for (Map.Entry<String, Thread> one : refused.entrySet()) {
                while (refused.containsKey(one.getKey()) && one.getValue().getState() == Thread.State.RUNNABLE) {
                    Thread.yield();
                }
            }
        }

        @Override
        public void onEvent(JobEvent event) {
            if (event instanceof JobEvent.Throttled) {
                lock.lock();
                try {
                    told++;
                    endRound();
                } finally {
                    lock.unlock();
                }
            }
        }

        private void endRound() {
            if (refusals > 0 && told == refusals && asking == 0 && running == Math.min(quota, JOBS - ended)) {
                rounds++;
                changed.signalAll();
            }
        }

        private Ending submit(String id) throws InterruptedException {
            lock.lockInterruptibly();
            try {
                asking++;
                try {
                    while (running == quota && known < running) {
                        changed.await();
                    }
                } finally {
                    asking--;
                }
                if (running == quota) {
                    refusals++;
                    refusedAt.putIfAbsent(id, accepted.size());
                    refused.put(id, Thread.currentThread());
                    return new Ending.Refused(new ServiceError(429, "RESOURCE_EXHAUSTED", "", Optional.empty()));
                }
                running++;
                refused.remove(id);
                overtaken = Math.max(overtaken, accepted.size() - refusedAt.getOrDefault(id, accepted.size()));
                accepted.add(id);
                return new Ending.Happened("operations/" + id);
            } finally {
                lock.unlock();
            }
        }
    }
}
