// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch;

import dev.veo3.batch.event.JobOutcome;
import dev.veo3.batch.event.JobResult;
import dev.veo3.batch.execute.AmbiguityPolicy;
import dev.veo3.batch.execute.Effect.Ending;
import dev.veo3.batch.execute.Executor;
import dev.veo3.batch.execute.JobContext;
import dev.veo3.batch.execute.Reconciler;
import dev.veo3.batch.journal.Journal;
import dev.veo3.batch.limit.Limits;
import dev.veo3.batch.limit.RateLimit;
import dev.veo3.batch.plan.Job;
import dev.veo3.batch.report.BatchReport;
import dev.veo3.error.ServiceError;
import dev.veo3.time.ManualTime;
import dev.veo3.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The clock on the wall is set while a batch runs: waits count elapsed time. */
class ClockJumpTest {
    private static final Instant NOON = Instant.parse("2026-11-24T20:00:00Z");

    /** Its wall clock goes to and fro by that much at each look. */
    private record Unsteady(ManualTime steady, Duration jump, AtomicInteger looks) implements TimeSource {

        @Override
        public Instant now() {
            return looks.incrementAndGet() % 2 == 0 ? steady.now() : steady.now().plus(jump);
        }

        @Override
        public long nanos() {
            return steady.nanos();
        }

        @Override
        public void sleep(Duration duration) throws InterruptedException {
            steady.sleep(duration);
        }
    }

    private static Unsteady clock(int hours) {
        return new Unsteady(ManualTime.selfAdvancing(NOON), Duration.ofHours(hours), new AtomicInteger());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, -1, 24 * 3650, -24 * 3650})
    void waitsRatesAndDurationsAreWhatTheyWouldBeWithAnotherClock(int hours) throws Exception {
        Unsteady unsteady = clock(hours);
        BatchReport report = run(unsteady);
        Unsteady steady = clock(0);
        run(steady);

        // A pause is up to a fifth longer, by chance.
        assertThat(Duration.ofNanos(unsteady.nanos())).isCloseTo(Duration.ofNanos(steady.nanos()),
                Duration.ofSeconds(10));
        assertThat(report.succeeded()).isEqualTo(5);
        assertThat(report.results().map(JobResult::duration)).allMatch(
                duration -> duration.compareTo(Duration.ofMinutes(2)) < 0 && duration.toSeconds() >= 7);
    }

    private static BatchReport run(TimeSource time) throws Exception {
        AtomicInteger calls = new AtomicInteger();
        ServiceError quota = new ServiceError(429, "RESOURCE_EXHAUSTED", "", Optional.of(Duration.ofSeconds(40)));
        return BatchProcessor.builder((job, context) -> {
            context.once(JobContext.SUBMIT, () -> calls.incrementAndGet() == 2
                    ? new Ending.Refused(quota)
                    : new Ending.Happened("operations/" + job.id()));
            time.sleep(Duration.ofSeconds(7));
            return new JobOutcome.Succeeded(List.of());
        }).withoutJournal().concurrency(1).limits(Limits.standard().withRate(RateLimit.perMinute(2))).time(time)
                .build().process(Manifests.of(5).build());
    }

    /** An attempt of an earlier run is dated by the clock on the wall; where that was set back, the whole time is waited for. */
    @Test
    void aClockThatWasSetBackMakesNoAttemptLookOlderThanItIs() throws Exception {
        try (Journal journal = Journal.memory()) {
            Looking looking = new Looking();
            BatchProcessor.builder(looking).journal(journal).time(ManualTime.selfAdvancing(NOON)).build()
                    .process(Manifests.of(1).build());
            ManualTime yesterday = ManualTime.selfAdvancing(NOON.minus(Duration.ofDays(1)));
            BatchProcessor.builder(looking).journal(journal).time(yesterday)
                    .ambiguity(new AmbiguityPolicy.Reconcile()).build().process(Manifests.of(1).build());
            assertThat(looking.submissions).hasValue(2);
            assertThat(Duration.ofNanos(yesterday.nanos())).isEqualTo(Duration.ofMinutes(9));
        }
    }

    private static final class Looking implements Executor, Reconciler {
        private final AtomicInteger submissions = new AtomicInteger();

        @Override
        public JobOutcome execute(Job job, JobContext context) throws InterruptedException {
            context.once(JobContext.SUBMIT, () -> submissions.incrementAndGet() == 1
                    ? new Ending.Unknown("the reply was lost")
                    : new Ending.Happened("operations/2"));
            return new JobOutcome.Succeeded(List.of());
        }

        @Override
        public Finding reconcile(Job job, Attempt attempt) {
            return new Finding.DidNotHappen();
        }
    }
}
