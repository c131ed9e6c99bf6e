// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch;

import dev.veo3.batch.cluster.PostgresJournal;
import dev.veo3.batch.cluster.PostgresServer;
import dev.veo3.batch.engine.BatchSettings;
import dev.veo3.batch.engine.JournalUse;
import dev.veo3.batch.engine.ServedBatch;
import dev.veo3.batch.event.JobOutcome;
import dev.veo3.batch.execute.AmbiguityPolicy;
import dev.veo3.batch.execute.JobContext;
import dev.veo3.batch.journal.AttemptTakenException;
import dev.veo3.batch.journal.ForwardingJournal;
import dev.veo3.batch.journal.HeldBackException;
import dev.veo3.batch.journal.JobHistory;
import dev.veo3.batch.journal.Journal;
import dev.veo3.batch.journal.JournalException;
import dev.veo3.batch.journal.JournalRecord;
import dev.veo3.batch.journal.JournalRecord.Admitted;
import dev.veo3.batch.journal.JournalRecord.Submitted;
import dev.veo3.batch.journal.JournalRecord.Submitting;
import dev.veo3.batch.limit.Limits;
import dev.veo3.batch.limit.RetryPolicy;
import dev.veo3.batch.metrics.AlertRules;
import dev.veo3.batch.plan.BatchPlan;
import dev.veo3.model.Usd;
import dev.veo3.time.TimeSource;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Jobs that are dealt out to workers one by one, over one journal in PostgreSQL. */
class ServedBatchTest {
    private final String batch = "batch " + UUID.randomUUID();
    private final Studio studio = new Studio();

    @TempDir
    private Path directory;

    private BatchPlan plan(int jobs) {
        try (BatchProcessor processor = BatchProcessor.builder(studio).outputDirectory(directory).build()) {
            return processor.plan(Manifests.of(jobs).build());
        }
    }

    private Journal journal(String worker) {
        return PostgresJournal.ofWorker(PostgresServer.pool(), batch, worker);
    }

    private ServedBatch serve(BatchPlan plan, Journal journal) {
        BatchSettings settings = new BatchSettings(studio, List.of(), new AmbiguityPolicy.Park(), RetryPolicy.none(),
                Limits.standard(), TimeSource.system(), AlertRules.standard());
        return new ServedBatch(plan, settings, new JournalUse(Optional.of(journal), false, false, Set.of()));
    }

    @Test
    void everyJobIsDealtToTwoWorkersAtOnceAndIsPaidOnce() throws Exception {
        int jobs = 20;
        BatchPlan plan = plan(jobs);
        List<Future<?>> running = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (String worker : List.of("one", "two")) {
                ServedBatch served = serve(plan, journal(worker));
                for (int job = 0; job < jobs; job++) {
                    int index = job;
                    running.add(threads.submit(() -> unlessTaken(served, index)));
                }
            }
            for (Future<?> one : running) {
                one.get();
            }
        }

        assertThat(studio.accepted()).hasSize(jobs).doesNotHaveDuplicates();
        Journal journal = journal("three");
        for (int job = 0; job < jobs; job++) {
            assertThat(journal.state("job" + job).outcome()).contains("succeeded");
        }
    }

    /** As its dealer does, who deals it out again. */
    private static Optional<JobOutcome> unlessTaken(ServedBatch served, int index) throws InterruptedException {
        try {
            return served.run(index);
        } catch (AttemptTakenException e) {
            return Optional.empty();
        }
    }

    /** For an hour, if nobody tells it that there is room. */
    @Test
    void aJobThatIsHeldBackAsksAgainWhenItIsTold() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        CountDownLatch held = new CountDownLatch(1);
        ServedBatch served = serve(plan(1), new ForwardingJournal(journal("one")) {
            @Override
            public void force(JournalRecord record) {
                if (record instanceof Submitting && asked.incrementAndGet() == 1) {
                    held.countDown();
                    throw HeldBackException.until("all places are taken", Duration.ofHours(1));
                }
                super.force(record);
            }
        });
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Optional<JobOutcome>> running = threads.submit(() -> served.run(0));
            try {
                held.await();

                served.askAgain(0);

                assertThat(running.get()).get().isInstanceOf(JobOutcome.Succeeded.class);
            } finally {
                served.drain("the test is over");
            }
        }
        assertThat(asked).hasValue(2);
    }

    @Test
    void aJobIsTakenUpInTheJournalOnce() throws Exception {
        BatchPlan plan = plan(1);
        Journal journal = journal("one");
        List<String> taken = new ArrayList<>();
        serve(plan, new ForwardingJournal(journal) {
            @Override
            public boolean append(JournalRecord record) {
                taken.add(record.getClass().getSimpleName());
                return super.append(record);
            }

            @Override
            public JobHistory takeUp(Admitted record) {
                taken.add("taken up");
                return super.takeUp(record);
            }
        }).run(0);

        assertThat(taken).startsWith("taken up").doesNotContain("Admitted");
        assertThat(journal.history("job0").specHash()).contains(plan.job(0).specHash().value());
    }

    @Test
    void aBatchWhoseJournalDoesNotTakeThatAJobIsTakenUpIsBroken() throws Exception {
        ServedBatch served = serve(plan(1), new ForwardingJournal(journal("one")) {
            @Override
            public JobHistory takeUp(Admitted record) {
                throw new JournalException("permission denied");
            }
        });

        assertThat(served.run(0)).isEmpty();

        assertThat(served.isBroken()).isTrue();
        assertThat(studio.accepted()).isEmpty();
    }

    @Test
    void aJobThatEndedIsNotRunAgain() throws Exception {
        BatchPlan plan = plan(1);
        assertThat(serve(plan, journal("one")).run(0)).get().isInstanceOf(JobOutcome.Succeeded.class);

        assertThat(serve(plan, journal("two")).run(0)).get().isInstanceOf(JobOutcome.Succeeded.class);

        assertThat(studio.accepted()).containsExactly("job0");
    }

    @Test
    void theOpenIntentOfAWorkerThatIsGoneIsDeclaredAndNeverSentAgain() throws Exception {
        BatchPlan plan = plan(1);
        Journal gone = journal("gone");
        Instant now = Instant.now();
        gone.append(new Admitted("job0", now, plan.job(0).specHash().value(), plan.job(0).price()));
        gone.force(new Submitting("job0", now, JobContext.SUBMIT, 1, Usd.ZERO, Optional.empty()));

        Optional<JobOutcome> outcome = serve(plan, journal("two")).run(0);

        assertThat(outcome).get().isInstanceOf(JobOutcome.Ambiguous.class);
        assertThat(studio.accepted()).isEmpty();
        assertThat(gone.state("job0").outcome()).contains("ambiguous");
    }

    @Test
    void whatTheServiceHasIsBroughtHomeInAPauseAndWhenAllPermitsAreTaken() throws Exception {
        int permits = BatchPlan.STANDARD_CONCURRENCY;
        BatchPlan plan = plan(permits + 1);
        CountDownLatch sending = new CountDownLatch(permits);
        CountDownLatch answer = new CountDownLatch(1);
        for (int job = 0; job < permits; job++) {
            studio.answering("job" + job, taken -> {
                sending.countDown();
                Studio.await(answer);
                return studio.take(taken);
            });
        }
        Journal gone = journal("gone");
        String left = plan.id(permits);
        Instant now = Instant.now();
        gone.append(new Admitted(left, now, plan.job(permits).specHash().value(), plan.job(permits).price()));
        gone.force(new Submitting(left, now, JobContext.SUBMIT, 1, Usd.ZERO, Optional.empty()));
        gone.force(new Submitted(left, now, JobContext.SUBMIT, 1, "operations/left"));
        ServedBatch served = serve(plan, journal("two"));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Optional<JobOutcome>>> running = new ArrayList<>();
            for (int job = 0; job < permits; job++) {
                int index = job;
                running.add(threads.submit(() -> served.run(index)));
            }
            Studio.await(sending);
            served.pause("the price goes down at night");

            assertThat(served.run(permits)).get().isInstanceOf(JobOutcome.Succeeded.class);

            assertThat(studio.accepted()).isEmpty();
            answer.countDown();
            for (Future<Optional<JobOutcome>> job : running) {
                assertThat(job.get()).get().isInstanceOf(JobOutcome.Succeeded.class);
            }
        }
    }

    @Test
    void whatWaitsWhenAWorkerEndsIsLeftToTheOthers() throws Exception {
        int jobs = 6;
        BatchPlan plan = plan(jobs);
        CountDownLatch sending = new CountDownLatch(BatchPlan.STANDARD_CONCURRENCY);
        CountDownLatch answer = new CountDownLatch(1);
        for (int job = 0; job < jobs; job++) {
            studio.answering("job" + job, taken -> {
                sending.countDown();
                Studio.await(answer);
                return studio.take(taken);
            });
        }
        ServedBatch one = serve(plan, journal("one"));
        List<Future<Optional<JobOutcome>>> running = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int job = 0; job < jobs; job++) {
                int index = job;
                running.add(threads.submit(() -> one.run(index)));
            }
            Studio.await(sending);
            one.drain("the worker ends");
            answer.countDown();
            int here = 0;
            for (Future<Optional<JobOutcome>> job : running) {
                here += job.get().filter(JobOutcome::isSuccess).isPresent() ? 1 : 0;
            }
            assertThat(here).isEqualTo(BatchPlan.STANDARD_CONCURRENCY);
        }

        studio.answeringNormally();
        ServedBatch two = serve(plan, journal("two"));
        for (int job = 0; job < jobs; job++) {
            assertThat(two.run(job)).get().isInstanceOf(JobOutcome.Succeeded.class);
        }
        assertThat(studio.accepted()).hasSize(jobs).doesNotHaveDuplicates();
    }
}
