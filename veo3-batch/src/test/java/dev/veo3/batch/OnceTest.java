// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch;

import dev.veo3.batch.event.JobEvent;
import dev.veo3.batch.event.JobOutcome;
import dev.veo3.batch.event.JobResult;
import dev.veo3.batch.execute.Effect;
import dev.veo3.batch.execute.Effect.Ending;
import dev.veo3.batch.execute.Executor;
import dev.veo3.batch.execute.JobContext;
import dev.veo3.batch.report.BatchReport;
import dev.veo3.error.ServiceError;
import dev.veo3.time.ManualTime;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What happens once, and how a job ends when it does not. */
class OnceTest {
    private static final ServiceError BAD_REQUEST = new ServiceError(400, "INVALID_ARGUMENT", "no such size",
            Optional.empty());
    private final ManualTime time = ManualTime.selfAdvancing(Instant.EPOCH);
    private final Queue<JobEvent> events = new ConcurrentLinkedQueue<>();

    @Test
    void aStepThatHasHappenedIsNotDoneAgain() throws Exception {
        AtomicInteger effects = new AtomicInteger();
        Effect effect = () -> new Ending.Happened("operations/" + effects.incrementAndGet());
        JobResult result = run((job, context) -> new JobOutcome.Failed(
                context.once("pay", effect) + " " + context.once("pay", effect)));
        assertThat(result.outcome()).isEqualTo(new JobOutcome.Failed("operations/1 operations/1"));
        assertThat(effects).hasValue(1);
    }

    @Test
    void anExhaustedQuotaIsWaitedOutAsLongAsTheServiceAsks() throws Exception {
        Iterator<Ending> endings = List.<Ending>of(
                new Ending.Refused(
                        new ServiceError(429, "RESOURCE_EXHAUSTED", "", Optional.of(Duration.ofSeconds(30)))),
                new Ending.Refused(new ServiceError(429, "RESOURCE_EXHAUSTED", "", Optional.empty())),
                new Ending.Happened("operations/1")).iterator();
        JobResult result = run((job, context) -> {
            context.once(JobContext.SUBMIT, endings::next);
            return new JobOutcome.Succeeded(job.files());
        });
        assertThat(result.outcome().isSuccess()).isTrue();
        assertThat(result.duration()).isBetween(Duration.ofSeconds(31), Duration.ofSeconds(30 + 6 + 3));
        assertThat(events.stream().map(event -> event.getClass().getSimpleName())).containsExactly("Started",
                "Submitting", "Throttled", "Submitting", "Throttled", "Submitting", "Submitted", "Finished");
    }

    @Test
    void oneJobsExhaustedQuotaHoldsBackTheOthers() throws Exception {
        AtomicInteger sent = new AtomicInteger();
        Executor executor = (job, context) -> {
            context.once(JobContext.SUBMIT, () -> sent.incrementAndGet() == 1
                    ? new Ending.Refused(new ServiceError(429, "", "", Optional.of(Duration.ofMinutes(5))))
                    : new Ending.Happened("operations/1"));
            return new JobOutcome.Succeeded(job.files());
        };
        BatchReport report = BatchProcessor.builder(executor).withoutJournal().time(time).concurrency(1).build()
                .process(Manifests.of(3).build());
        assertThat(report.succeeded()).isEqualTo(3);
        assertThat(report.elapsed()).isBetween(Duration.ofMinutes(5), Duration.ofMinutes(6));
        assertThat(sent).hasValue(4);
    }

    @Test
    void aDefiniteRefusalFailsTheJob() throws Exception {
        JobResult result = run(submitting(() -> new Ending.Refused(BAD_REQUEST)));
        assertThat(result.outcome())
                .isEqualTo(new JobOutcome.Failed("the service refused it: HTTP 400 INVALID_ARGUMENT: no such size"));
        assertThat(result.operation()).isEmpty();
    }

    @Test
    void aRequestThatWasNeverSentFailsTheJob() throws Exception {
        JobResult result = run(submitting(() -> new Ending.NotSent("connection refused")));
        assertThat(result.outcome()).isEqualTo(new JobOutcome.Failed("nothing was sent: connection refused"));
    }

    @Test
    void anUnknownFateMakesTheJobAmbiguousAndIsNotTriedAgain() throws Exception {
        AtomicInteger effects = new AtomicInteger();
        JobResult result = run(submitting(() -> {
            effects.incrementAndGet();
            return new Ending.Unknown("the reply was lost");
        }));
        assertThat(result.outcome()).isEqualTo(new JobOutcome.Ambiguous("the reply was lost"));
        assertThat(effects).hasValue(1);
    }

    @Test
    void anEffectThatThrowsMakesTheJobAmbiguous() throws Exception {
        JobResult result = run(submitting(() -> {
            throw new IllegalStateException("no idea");
        }));
        assertThat(result.outcome()).isInstanceOf(JobOutcome.Ambiguous.class);
    }

    @Test
    void anEffectThatIsInterruptedMakesTheJobAmbiguous() throws Exception {
        JobResult result = run(submitting(() -> {
            throw new InterruptedException();
        }));
        assertThat(result.outcome()).isInstanceOf(JobOutcome.Ambiguous.class);
    }

    @Test
    void anExecutorThatHidesAnUnknownFateCannotMakeItAFailure() throws Exception {
        JobResult result = run((job, context) -> {
            try {
                context.once(JobContext.SUBMIT, () -> {
                    throw new IllegalStateException("no idea");
                });
            } catch (RuntimeException e) {
                return new JobOutcome.Failed("nothing happened, honestly");
            }
            return new JobOutcome.Succeeded(job.files());
        });
        assertThat(result.outcome()).isInstanceOf(JobOutcome.Ambiguous.class);
    }

    @Test
    void aJobThatFailsAfterItWasTakenKeepsItsOperationAndIsUnfinished() throws Exception {
        JobResult result = run((job, context) -> {
            context.once(JobContext.SUBMIT, () -> new Ending.Happened("operations/9"));
            throw new IOException("the disk is full");
        });
        assertThat(result.outcome()).isEqualTo(new JobOutcome.Unfinished("the disk is full"));
        assertThat(result.operation()).hasValue("operations/9");
    }

    @Test
    void anExecutorThatTriesAgainWhatMayHaveHappenedDoesNotPayTwice() throws Exception {
        AtomicInteger effects = new AtomicInteger();
        Effect effect = () -> {
            effects.incrementAndGet();
            return new Ending.Unknown("the reply was lost");
        };
        JobResult result = run((job, context) -> {
            for (int i = 0; i < 3; i++) {
                try {
                    context.once(JobContext.SUBMIT, effect);
                } catch (RuntimeException e) {
                    // Tries again.
                }
            }
            return new JobOutcome.Failed("gave up");
        });
        assertThat(effects).hasValue(1);
        assertThat(result.outcome()).isEqualTo(new JobOutcome.Ambiguous("the reply was lost"));
    }

    @Test
    void aLaterStepThatIsRefusedDoesNotMakeAPaidJobAFailure() throws Exception {
        JobResult result = run((job, context) -> {
            context.once(JobContext.SUBMIT, () -> new Ending.Happened("operations/9"));
            context.once("upscale", () -> new Ending.Refused(BAD_REQUEST));
            return new JobOutcome.Succeeded(job.files());
        });
        assertThat(result.outcome()).isInstanceOf(JobOutcome.Unfinished.class);
        assertThat(result.operation()).hasValue("operations/9");
        assertThat(result.cost()).hasToString("$3.20");
    }

    @Test
    void aJobThatPaidUnderAnotherNameIsNoFailureAndIsNotTakenUpBlindly() throws Exception {
        JobResult result = run((job, context) -> {
            context.once(JobContext.SUBMIT, () -> new Ending.Happened("operations/9"));
            context.once("upscale", () -> new Ending.Happened("operations/10"));
            throw new IOException("the disk is full");
        });
        assertThat(result.outcome()).isInstanceOfSatisfying(JobOutcome.Unfinished.class, unfinished -> assertThat(
                unfinished.why()).contains("the disk is full", "submit=operations/9", "upscale=operations/10"));
        assertThat(result.operation()).as("a retry would upscale again").isEmpty();
    }

    @Test
    void anExecutorThatReturnsNothingHasFailedOrLeftAPaidJobUnfinished() throws Exception {
        assertThat(run((job, context) -> null).outcome())
                .isEqualTo(new JobOutcome.Failed("the executor returned no outcome"));
        JobResult paid = run((job, context) -> {
            context.once(JobContext.SUBMIT, () -> new Ending.Happened("operations/9"));
            return null;
        });
        assertThat(paid.outcome()).isInstanceOf(JobOutcome.Unfinished.class);
        assertThat(paid.operation()).hasValue("operations/9");
    }

    @Test
    void anEffectThatReturnsNothingIsOfUnknownFate() throws Exception {
        assertThat(run(submitting(() -> null)).outcome()).isInstanceOf(JobOutcome.Ambiguous.class);
    }

    @Test
    void anExceptionWhoseMessageThrowsDoesNotLoseTheJob() throws Exception {
        JobResult result = run((job, context) -> {
            throw new IllegalStateException() {
                private static final long serialVersionUID = 1L;

                @Override
                public String getMessage() {
                    throw new UnsupportedOperationException();
                }
            };
        });
        assertThat(result.outcome()).isInstanceOf(JobOutcome.Failed.class);
    }

    @Test
    void aStopWhileAListenerWorksIsSeenBeforeAnythingIsSent() throws Exception {
        AtomicInteger effects = new AtomicInteger();
        AtomicReference<BatchProcessor> self = new AtomicReference<>();
        BatchProcessor processor = BatchProcessor.builder(submitting(() -> {
            effects.incrementAndGet();
            return new Ending.Happened("operations/1");
        })).withoutJournal().listener(event -> {
            if (event instanceof JobEvent.Submitting) {
                self.get().close();
            }
        }).build();
        self.set(processor);
        BatchReport report = processor.process(Manifests.of(1).build());
        assertThat(effects).hasValue(0);
        assertThat(report.results().findFirst().orElseThrow().outcome()).isInstanceOf(JobOutcome.Cancelled.class);
    }

    @Test
    void aListenerThatThrowsKeepsNothingFromTheOthers() throws Exception {
        BatchProcessor processor = BatchProcessor.builder((job, context) -> new JobOutcome.Empty()).withoutJournal()
                .listener(event -> {
                    throw new AssertionError("a broken listener");
                }).listener(events::add).build();
        processor.process(Manifests.of(1).build());
        assertThat(events).hasSize(2);
    }

    private static Executor submitting(Effect effect) {
        return (job, context) -> {
            context.once(JobContext.SUBMIT, effect);
            return new JobOutcome.Succeeded(job.files());
        };
    }

    private JobResult run(Executor executor) throws InterruptedException {
        BatchProcessor processor = BatchProcessor.builder(executor).withoutJournal().time(time).listener(events::add)
                .build();
        return processor.process(Manifests.of(1).build()).results().findFirst().orElseThrow();
    }
}
