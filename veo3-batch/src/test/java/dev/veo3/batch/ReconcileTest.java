package dev.veo3.batch;

import dev.veo3.batch.event.JobOutcome;
import dev.veo3.batch.execute.AmbiguityPolicy;
import dev.veo3.batch.execute.Effect.Ending;
import dev.veo3.batch.execute.Executor;
import dev.veo3.batch.execute.JobContext;
import dev.veo3.batch.execute.Reconciler;
import dev.veo3.batch.journal.Journal;
import dev.veo3.batch.plan.Job;
import dev.veo3.batch.report.BatchReport;
import dev.veo3.time.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What is found out about attempts of unknown fate, by an executor that can look for their traces. */
class ReconcileTest {
    private final ManualTime time = ManualTime.selfAdvancing(Instant.EPOCH);
    private final AtomicInteger submissions = new AtomicInteger();
    private final Queue<String> looks = new ConcurrentLinkedQueue<>();

    @Test
    void whatHasHappenedIsTakenUpAndNotSubmittedAgain() throws Exception {
        BatchReport report = process(new Looking(new Reconciler.Finding.Happened("found")));
        assertThat(names(report)).containsExactly("succeeded");
        assertThat(report.results().findFirst().orElseThrow().operation()).hasValue("found");
        assertThat(submissions).hasValue(1);
        assertThat(looks).containsExactly("submit 1 after PT6M");
    }

    @Test
    void whatHasNotHappenedIsSubmittedAgainAsANewAttempt() throws Exception {
        BatchReport report = process(new Looking(new Reconciler.Finding.DidNotHappen()));
        assertThat(names(report)).containsExactly("succeeded");
        assertThat(report.results().findFirst().orElseThrow().operation()).hasValue("operations/2");
        assertThat(submissions).hasValue(2);
    }

    @Test
    void whatIsStillUnknownIsParked() throws Exception {
        BatchReport report = process(new Looking(new Reconciler.Finding.StillUnknown("nobody answers")));
        assertThat(report.results().findFirst().orElseThrow().outcome())
                .isEqualTo(new JobOutcome.Ambiguous("the reply was lost; nobody answers"));
        assertThat(submissions).hasValue(1);
    }

    @Test
    void anExecutorThatCannotLookParksTheJob() throws Exception {
        Looking looking = new Looking(new Reconciler.Finding.DidNotHappen());
        assertThat(names(process(looking::execute))).containsExactly("ambiguous");
        assertThat(submissions).hasValue(1);
    }

    @Test
    void aLaterRunLooksForWhatAnEarlierOneHasParked() throws Exception {
        try (Journal journal = Journal.memory()) {
            Looking looking = new Looking(new Reconciler.Finding.Happened("found"));
            BatchProcessor.builder(looking).journal(journal).time(time).build().process(Manifests.of(1).build());
            assertThat(looks).isEmpty();
            BatchReport report = BatchProcessor.builder(looking).journal(journal).time(time)
                    .ambiguity(new AmbiguityPolicy.Reconcile()).build().process(Manifests.of(1).build());
            assertThat(names(report)).containsExactly("succeeded");
            assertThat(submissions).hasValue(1);
            assertThat(looks).hasSize(1);
        }
    }

    private BatchReport process(Executor executor) throws Exception {
        return BatchProcessor.builder(executor).withoutJournal().time(time).ambiguity(new AmbiguityPolicy.Reconcile())
                .build().process(Manifests.of(1).build());
    }

    private static List<String> names(BatchReport report) {
        return report.results().map(result -> result.outcome().name()).toList();
    }

    /** Loses the reply to its first submission. */
    private final class Looking implements Executor, Reconciler {
        private final Finding finding;

        private Looking(Finding finding) {
            this.finding = finding;
        }

        @Override
        public JobOutcome execute(Job job, JobContext context) throws Exception {
            context.once(JobContext.SUBMIT, () -> submissions.incrementAndGet() == 1
                    ? new Ending.Unknown("the reply was lost")
                    : new Ending.Happened("operations/" + context.attempt(JobContext.SUBMIT)));
            return new JobOutcome.Succeeded(List.of());
        }

        @Override
        public Finding reconcile(Job job, String step, int attempt) {
            looks.add(step + " " + attempt + " after " + Duration.ofNanos(time.nanos()));
            return finding;
        }
    }
}
