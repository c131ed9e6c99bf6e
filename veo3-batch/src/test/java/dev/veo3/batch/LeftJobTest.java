// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch;

import dev.veo3.batch.cluster.PostgresJournal;
import dev.veo3.batch.cluster.PostgresServer;
import dev.veo3.batch.engine.BatchSettings;
import dev.veo3.batch.engine.JournalUse;
import dev.veo3.batch.engine.ServedBatch;
import dev.veo3.batch.event.JobOutcome;
import dev.veo3.batch.execute.AmbiguityPolicy;
import dev.veo3.batch.execute.Effect.Ending;
import dev.veo3.batch.execute.Executor;
import dev.veo3.batch.execute.JobContext;
import dev.veo3.batch.journal.AttemptTakenException;
import dev.veo3.batch.journal.ForwardingJournal;
import dev.veo3.batch.journal.JobState.Phase;
import dev.veo3.batch.journal.Journal;
import dev.veo3.batch.journal.JournalRecord;
import dev.veo3.batch.journal.JournalRecord.Admitted;
import dev.veo3.batch.journal.JournalRecord.Ambiguous;
import dev.veo3.batch.journal.JournalRecord.Rejected;
import dev.veo3.batch.journal.JournalRecord.Submitted;
import dev.veo3.batch.journal.JournalRecord.Submitting;
import dev.veo3.batch.limit.Limits;
import dev.veo3.batch.limit.RetryPolicy;
import dev.veo3.batch.metrics.AlertRules;
import dev.veo3.batch.plan.BatchPlan;
import dev.veo3.batch.plan.Job;
import dev.veo3.batch.report.BatchReport;
import dev.veo3.model.Usd;
import dev.veo3.time.ManualTime;
import dev.veo3.time.TimeSource;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A job that another worker has is not this one's to put to rest, whatever stands in its way. */
class LeftJobTest extends ServedStage {
    private final Journal other = journal("other");

    private static Submitting intent(String job) {
        return new Submitting(job, NOW, JobContext.SUBMIT, 1, Usd.ZERO, Optional.empty());
    }

    /** The other worker, which had stood still, goes on between this one's look and its intent. */
    private Executor overtaken(String job) {
        return (running, context) -> {
            if (running.id().equals(job) && other.history(job).steps().isEmpty()) {
                other.force(intent(job));
            }
            return studio.execute(running, context);
        };
    }

    @Test
    void aJobWhoseAttemptAnotherWorkerHasIsLeftToIt() throws Exception {
        BatchPlan plan = plan(1);
        ServedBatch served = serve(plan, journal("here"), overtaken("job0"), new AmbiguityPolicy.Park(),
                TimeSource.system());

        assertThatThrownBy(() -> served.run(0)).isInstanceOf(AttemptTakenException.class)
                .hasMessageContaining("job0");

        assertThat(other.state("job0").phase()).isEqualTo(Phase.SUBMITTING);
        other.force(new Submitted("job0", NOW, JobContext.SUBMIT, 1, "operations/1"));
        assertThat(served.run(0)).get().isInstanceOf(JobOutcome.Succeeded.class);
        assertThat(studio.accepted()).isEmpty();
    }

    @Test
    void aJobThatIsLeftToAnotherProgramStopsNoBatchAndIsNotRecordedAsSkipped() throws Exception {
        try (BatchProcessor processor = BatchProcessor.builder(overtaken("job0"))
                .journal(PostgresJournal.ofWorker(PostgresServer.pool(), batch, "here")).concurrency(1)
                .continueOnError(false).outputDirectory(directory).build()) {
            BatchReport report = processor.process(Manifests.of(3).build());

            assertThat(report.outcomes()).containsEntry("succeeded", 2L).containsEntry("cancelled", 1L);
        }
        assertThat(studio.accepted()).containsExactly("job1", "job2");
        assertThat(other.state("job0").phase()).isEqualTo(Phase.SUBMITTING);
    }

    /** Nothing was sent, and that is recorded: the job has not failed by it. */
    @Test
    void aJobThatWasDecidedOnWhileItsWorkerStoodStillHasNotFailed() throws Exception {
        BatchPlan plan = plan(1);
        ManualTime time = ManualTime.selfAdvancing(NOW);
        Journal slow = new ForwardingJournal(journal("here")) {
            @Override
            public void force(JournalRecord record) {
                super.force(record);
                if (record instanceof Submitting && other.history("job0").nextAttempt(JobContext.SUBMIT) == 2) {
                    time.advance(Duration.ofMinutes(1));
                    other.append(new Ambiguous("job0", NOW, JobContext.SUBMIT, 1, "it does not answer",
                            Optional.empty()));
                }
            }
        };
        ServedBatch served = serve(plan, slow, studio, new AmbiguityPolicy.Park(), time);

        assertThatThrownBy(() -> served.run(0)).isInstanceOf(AttemptTakenException.class);

        assertThat(other.history("job0").last(JobContext.SUBMIT)).get().isInstanceOf(Rejected.class);
        assertThat(other.history("job0").ended()).isEmpty();
        assertThat(serve(plan, journal("next")).run(0)).get().isInstanceOf(JobOutcome.Succeeded.class);
        assertThat(studio.accepted()).containsExactly("job0");
    }

    /** Here the job cannot even begin; there its request may be on its way. */
    @Test
    void aJobThatFailsHereBeforeItsIntentHasNotFailedWhileAnotherWorkerSendsIt() throws Exception {
        BatchPlan plan = plan(1);
        ServedBatch served = serve(plan, journal("here"), (job, context) -> {
            other.force(intent("job0"));
            throw new IllegalStateException("the picture is gone");
        }, new AmbiguityPolicy.Park(), TimeSource.system());

        assertThat(served.run(0)).isEmpty();

        assertThat(other.state("job0").phase()).isEqualTo(Phase.SUBMITTING);
    }

    /** What the other worker had submitted comes to nothing, and again, once it is this one's: the journal lets each next attempt pass. */
    @Test
    void anOperationThatFailsIsFollowedByAnotherAttemptWhoeverHadSubmittedIt() throws Exception {
        BatchPlan plan = plan(1);
        Job job = plan.job(0);
        other.append(new Admitted("job0", NOW, job.specHash().value(), job.price()));
        other.force(intent("job0"));
        other.force(new Submitted("job0", NOW, JobContext.SUBMIT, 1, "operations/1"));
        AtomicInteger ended = new AtomicInteger();
        studio.ending("job0", running -> ended.incrementAndGet() < 3
                ? new JobOutcome.Failed("the service failed", Optional.of("INTERNAL"))
                : new JobOutcome.Succeeded(List.of()));

        assertThat(serveWithAttempts(plan, 3).run(0)).get().isInstanceOf(JobOutcome.Succeeded.class);

        assertThat(studio.accepted()).containsExactly("job0", "job0");
        assertThat(other.history("job0").last(JobContext.SUBMIT).orElseThrow().attempt()).isEqualTo(3);
    }

    /** The other worker was refused twice because a quota was used up, and that costs no attempt: this is the first that counts. */
    @Test
    void whatAnotherWorkersQuotaRefusedCountsAmongNoAttempts() throws Exception {
        BatchPlan plan = plan(1);
        Job job = plan.job(0);
        other.append(new Admitted("job0", NOW, job.specHash().value(), job.price()));
        for (int attempt = 1; attempt <= 2; attempt++) {
            other.force(new Submitting("job0", NOW, JobContext.SUBMIT, attempt, Usd.ZERO, Optional.empty()));
            other.append(new Rejected("job0", NOW, JobContext.SUBMIT, attempt, Rejected.Cause.QUOTA, "HTTP 429"));
        }
        AtomicInteger asked = new AtomicInteger();
        studio.answering("job0", running -> asked.incrementAndGet() == 1
                ? new Ending.NotSent("no connection")
                : studio.take(running));

        assertThat(serveWithAttempts(plan, 2).run(0)).get().isInstanceOf(JobOutcome.Succeeded.class);

        assertThat(other.history("job0").last(JobContext.SUBMIT).orElseThrow().attempt()).isEqualTo(4);
    }

    private ServedBatch serveWithAttempts(BatchPlan plan, int attempts) {
        return new ServedBatch(plan,
                new BatchSettings(studio, List.of(), new AmbiguityPolicy.Park(), RetryPolicy.attempts(attempts),
                        Limits.standard(), ManualTime.selfAdvancing(NOW), AlertRules.standard()),
                new JournalUse(Optional.of(journal("here")), false, false, Set.of()));
    }
}
