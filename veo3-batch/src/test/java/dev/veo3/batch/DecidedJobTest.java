// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch;

import dev.veo3.batch.engine.BatchSettings;
import dev.veo3.batch.engine.JournalUse;
import dev.veo3.batch.engine.ServedBatch;
import dev.veo3.batch.event.JobOutcome;
import dev.veo3.batch.execute.AmbiguityPolicy;
import dev.veo3.batch.execute.JobContext;
import dev.veo3.batch.journal.AttemptTakenException;
import dev.veo3.batch.journal.ForwardingJournal;
import dev.veo3.batch.journal.Journal;
import dev.veo3.batch.journal.JournalRecord;
import dev.veo3.batch.journal.JournalRecord.Admitted;
import dev.veo3.batch.journal.JournalRecord.Ended;
import dev.veo3.batch.journal.JournalRecord.Rejected;
import dev.veo3.batch.journal.JournalRecord.Submitting;
import dev.veo3.batch.limit.Limits;
import dev.veo3.batch.limit.RetryPolicy;
import dev.veo3.batch.metrics.AlertRules;
import dev.veo3.batch.plan.BatchPlan;
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

/** A job that another worker has put to rest: it is run again only by who has read that, and it was dealt to for that. */
class DecidedJobTest extends ServedStage {
    private final Journal other = journal("other");

    private static Ended ended(String outcome, int attempt) {
        return new Ended("job0", NOW, outcome, Optional.of("so it was said elsewhere"), List.of(), Optional.empty(),
                NOW, Duration.ZERO, Usd.ZERO, attempt);
    }

    @Test
    void aJobThatAnotherWorkerHasEndedMeanwhileIsNotSubmitted() throws Exception {
        ServedBatch served = serve(plan(1), journal("here"), (job, context) -> {
            other.append(ended("failed", 0));
            return studio.execute(job, context);
        }, new AmbiguityPolicy.Park(), TimeSource.system());

        assertThatThrownBy(() -> served.run(0)).isInstanceOf(AttemptTakenException.class);

        assertThat(studio.accepted()).isEmpty();
        assertThat(other.history("job0").ended()).contains(ended("failed", 0));
    }

    /** Its worker is gone that had taken it up. */
    @Test
    void aJobThatWasTakenUpBeforeAndEndedMeanwhileIsNotSubmitted() throws Exception {
        BatchPlan plan = plan(1);
        other.append(admitted(plan, 0, NOW));
        ServedBatch served = serve(plan, endedBetween(journal("here")));

        assertThatThrownBy(() -> served.run(0)).isInstanceOf(AttemptTakenException.class);

        assertThat(studio.accepted()).isEmpty();
        assertThat(other.history("job0").ended()).contains(ended("skipped", 0));
    }

    /** The other worker does so after this one has looked, as soon as this one says anything more. */
    private Journal endedBetween(Journal journal) {
        return new ForwardingJournal(journal) {
            @Override
            public boolean append(JournalRecord record) {
                other.append(ended("skipped", 0));
                return super.append(record);
            }

            @Override
            public void force(JournalRecord record) {
                other.append(ended("skipped", 0));
                super.force(record);
            }
        };
    }

    @Test
    void aJobThatAnotherWorkerHasEndedWhileItsNextAttemptWaitsIsNotSubmittedAgain() throws Exception {
        studio.ending("job0", job -> {
            other.append(ended("failed", 1));
            return new JobOutcome.Failed("the service failed", Optional.of("INTERNAL"));
        });
        ServedBatch served = new ServedBatch(plan(1),
                new BatchSettings(studio, List.of(), new AmbiguityPolicy.Park(), RetryPolicy.attempts(3),
                        Limits.standard(), ManualTime.selfAdvancing(NOW), AlertRules.standard()),
                new JournalUse(Optional.of(journal("here")), false, false, Set.of()));

        assertThatThrownBy(() -> served.run(0)).isInstanceOf(AttemptTakenException.class);

        assertThat(studio.accepted()).containsExactly("job0");
        assertThat(other.history("job0").ended()).contains(ended("failed", 1));
    }

    /** The batch was submitted again: the attempt that was refused is another worker's. */
    @Test
    void aJobThatAnotherWorkerHasGivenUpAfterAnAttemptGoesOnWhenItIsDealtOut() throws Exception {
        BatchPlan plan = plan(1);
        other.append(admitted(plan, 0, NOW));
        other.force(new Submitting("job0", NOW, JobContext.SUBMIT, 1, Usd.ZERO, Optional.empty()));
        other.append(new Rejected("job0", NOW, JobContext.SUBMIT, 1, Rejected.Cause.QUOTA, "HTTP 429"));
        other.append(ended("skipped", 1));

        assertThat(serve(plan, journal("here")).run(0)).get().isInstanceOf(JobOutcome.Succeeded.class);

        assertThat(studio.accepted()).containsExactly("job0");
    }

    /** Two workers have read the same end, and one of them comes later. */
    @Test
    void aJobGoesOnFromAnEndOnce() throws Exception {
        BatchPlan plan = plan(1);
        other.append(ended("skipped", 0));
        AtomicInteger reopened = new AtomicInteger();
        Journal slow = new ForwardingJournal(journal("here")) {
            @Override
            public boolean reopen(Admitted record, Ended end) {
                reopened.incrementAndGet();
                other.reopen(record, end);
                other.append(ended("failed", 0));
                return super.reopen(record, end);
            }
        };

        assertThatThrownBy(() -> serve(plan, slow).run(0)).isInstanceOf(AttemptTakenException.class);

        assertThat(reopened).hasValue(1);
        assertThat(studio.accepted()).isEmpty();
        assertThat(other.state("job0").outcome()).contains("failed");
    }

    @Test
    void aJobThatEndsBecauseItIsLeftRestsAsTheOtherWorkerHasSaid() throws Exception {
        ServedBatch served = serve(plan(1), journal("here"), (job, context) -> {
            other.append(ended("failed", 0));
            return new JobOutcome.Cancelled("it is not wanted here");
        }, new AmbiguityPolicy.Park(), TimeSource.system());

        served.run(0);

        assertThat(other.history("job0").ended()).contains(ended("failed", 0));
    }

    @Test
    void aJobThatIsTakenUpAlreadyIsNotTakenUpOnceMore() throws Exception {
        BatchPlan plan = plan(1);
        other.append(admitted(plan, 0, NOW));
        AtomicInteger admitted = new AtomicInteger();

        serve(plan, new ForwardingJournal(journal("here")) {
            @Override
            public boolean append(JournalRecord record) {
                admitted.addAndGet(record instanceof Admitted ? 1 : 0);
                return super.append(record);
            }
        }).run(0);

        assertThat(admitted).hasValue(0);
        assertThat(studio.accepted()).containsExactly("job0");
    }

    /** Nothing is begun any more, so it rests as it did. */
    @Test
    void aJobThatIsDealtOutWhileTheBatchEndsRestsAsItDid() throws Exception {
        other.append(ended("skipped", 0));
        ServedBatch served = serve(plan(1), journal("here"));
        served.drain("the batch is stopped");

        assertThat(served.run(0)).isEmpty();

        assertThat(other.history("job0").ended()).contains(ended("skipped", 0));
    }
}
