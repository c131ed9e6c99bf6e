// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch;

import dev.veo3.batch.event.JobOutcome;
import dev.veo3.batch.execute.AmbiguityPolicy;
import dev.veo3.batch.execute.Effect;
import dev.veo3.batch.execute.Executor;
import dev.veo3.batch.execute.JobContext;
import dev.veo3.batch.execute.Reconciler;
import dev.veo3.batch.journal.Journal;
import dev.veo3.batch.plan.BatchPlan;
import dev.veo3.batch.plan.Job;
import dev.veo3.batch.report.BatchReport;
import dev.veo3.time.ManualTime;
import dev.veo3.video.VideoRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
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
        assertThat(looks).containsExactly("submit 1 after PT30S");
    }

    @Test
    void whatHasNotHappenedIsSubmittedAgainAsANewAttempt() throws Exception {
        BatchReport report = process(new Looking(new Reconciler.Finding.DidNotHappen()));
        assertThat(names(report)).containsExactly("succeeded");
        assertThat(report.results().findFirst().orElseThrow().operation()).hasValue("operations/2");
        assertThat(submissions).hasValue(2);
        assertThat(looks).as("looks until one and a half times the longest generation are over").hasSize(18)
                .contains("submit 1 after PT6M", "submit 1 over after PT9M").last()
                .isEqualTo("submit 1 over after PT9M");
    }

    /** Its program stood still before its request left: only from then on the service may be at work. */
    @Test
    void anAttemptThatTookLongHasItsWholeTimeAllTheSame() throws Exception {
        Looking looking = new Looking(new Reconciler.Finding.DidNotHappen());
        looking.took = Duration.ofHours(1);
        process(looking);
        assertThat(looks).hasSize(18).last().isEqualTo("submit 1 over after PT1H9M");
    }

    @Test
    void lookingThatFailsIsRepeated() throws Exception {
        Looking looking = new Looking(new Reconciler.Finding.Happened("found"));
        looking.failures = 5;
        assertThat(names(process(looking))).containsExactly("succeeded");
        assertThat(looks).hasSize(6);
        assertThat(submissions).hasValue(1);
    }

    @Test
    void whereLookingFailsTheJobIsParkedWithTheReasonWhenItsTimeIsOver() throws Exception {
        Looking looking = new Looking(new Reconciler.Finding.DidNotHappen());
        looking.failures = Integer.MAX_VALUE;
        assertThat(process(looking).results().findFirst().orElseThrow().outcome()).isEqualTo(new JobOutcome.Ambiguous(
                "the reply was lost; looking for its trace failed: the storage is closed"));
        assertThat(looks).contains("submit 1 over after PT9M");
        assertThat(submissions).hasValue(1);
    }

    @Test
    void theTraceOfAnAttemptIsRecordedWithItsIntentAndHandedBackInALaterRun() throws Exception {
        try (Journal journal = Journal.memory()) {
            Looking looking = new Looking(new Reconciler.Finding.Happened("found"));
            BatchProcessor.builder(looking).journal(journal).time(time).build().process(Manifests.of(1).build());
            BatchProcessor.builder(looking).journal(journal).time(time).ambiguity(new AmbiguityPolicy.Reconcile())
                    .build().process(Manifests.of(1).build());
            assertThat(looking.traces).containsExactly("trace 1");
        }
    }

    @Test
    void whatLeavesNoTraceIsParkedAtOnceAndThePlanSaysSo() throws Exception {
        Looking looking = new Looking(new Reconciler.Finding.DidNotHappen());
        looking.obstacle = Optional.of("it leaves none");
        BatchProcessor processor = BatchProcessor.builder(looking).withoutJournal().time(time)
                .concurrency(1).ambiguity(new AmbiguityPolicy.Reconcile()).build();
        BatchPlan plan = processor.plan(Manifests.of(3).build());
        assertThat(plan.warnings()).singleElement().satisfies(warning -> {
            assertThat(warning.job()).hasValue("job0");
            assertThat(warning.message()).contains("reconciling is not possible for 3 jobs").contains("it leaves none");
        });
        assertThat(processor.process(plan).results().findFirst().orElseThrow().outcome())
                .isEqualTo(new JobOutcome.Ambiguous("the reply was lost; it leaves none"));
        assertThat(looks).isEmpty();
    }

    @Test
    void thePlanSaysThatAnExecutorCannotLook() {
        Looking looking = new Looking(new Reconciler.Finding.DidNotHappen());
        assertThat(BatchProcessor.builder(looking::execute).ambiguity(new AmbiguityPolicy.Reconcile()).build()
                .plan(Manifests.of(1).build()).warnings()).singleElement().asString()
                .contains("the executor cannot look for traces");
    }

    @Test
    void whereNobodyLooksThePlanSaysNothingAboutIt() {
        Looking looking = new Looking(new Reconciler.Finding.DidNotHappen());
        assertThat(BatchProcessor.builder(looking::execute).build().plan(Manifests.of(1).build()).warnings())
                .isEmpty();
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
        private final Queue<String> traces = new ConcurrentLinkedQueue<>();
        private volatile int failures;
        private volatile Duration took = Duration.ZERO;
        private volatile Optional<String> obstacle = Optional.empty();

        private Looking(Finding finding) {
            this.finding = finding;
        }

        @Override
        public JobOutcome execute(Job job, JobContext context) throws Exception {
            context.once(JobContext.SUBMIT, new Effect() {
                @Override
                public Optional<String> trace() {
                    return Optional.of("trace " + context.attempt(JobContext.SUBMIT));
                }

                @Override
                public Ending run() {
                    time.advance(took);
                    return submissions.incrementAndGet() == 1
                            ? new Ending.Unknown("the reply was lost")
                            : new Ending.Happened("operations/" + context.attempt(JobContext.SUBMIT));
                }
            });
            return new JobOutcome.Succeeded(List.of());
        }

        @Override
        public Finding reconcile(Job job, Attempt attempt) {
            looks.add(attempt.step() + " " + attempt.number() + (attempt.isOver() ? " over" : "") + " after "
                    + Duration.ofNanos(time.nanos()));
            traces.add(attempt.trace().orElseThrow());
            if (failures > 0) {
                failures--;
                throw new IllegalStateException("the storage is closed");
            }
            return finding;
        }

        @Override
        public Optional<String> obstacle(VideoRequest request) {
            return obstacle;
        }
    }
}
