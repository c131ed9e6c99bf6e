// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch;

import dev.veo3.batch.event.JobEvent;
import dev.veo3.batch.event.JobOutcome;
import dev.veo3.batch.execute.AmbiguityPolicy;
import dev.veo3.batch.execute.Effect.Ending;
import dev.veo3.batch.execute.Executor;
import dev.veo3.batch.journal.ChangedJobsException;
import dev.veo3.batch.journal.Journal;
import dev.veo3.batch.journal.JournalException;
import dev.veo3.batch.limit.Limits;
import dev.veo3.batch.manifest.BatchManifest;
import dev.veo3.batch.report.BatchReport;
import dev.veo3.error.ServiceError;
import dev.veo3.model.Usd;
import dev.veo3.time.ManualTime;
import dev.veo3.video.VideoRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The same manifest and the same journal go on where they stopped. */
class ResumeTest {
    private static final ServiceError REFUSAL = new ServiceError(400, "INVALID_ARGUMENT", "no such thing",
            Optional.empty());

    private final Studio studio = new Studio();
    private final ManualTime time = ManualTime.selfAdvancing(Instant.EPOCH);

    @TempDir
    private Path directory;

    @Test
    void aBatchThatIsDoneIsNotRunAgain() throws Exception {
        BatchReport first = process(3);
        BatchReport second = process(3);
        assertThat(studio.accepted()).containsExactlyInAnyOrder("job0", "job1", "job2");
        assertThat(second.results().toList()).isEqualTo(first.results().toList());
        assertThat(second.cost()).isEqualTo(first.cost());
    }

    @Test
    void theJournalStandsBesideTheVideosAndIsNamedAfterTheManifest() throws Exception {
        process(1);
        assertThat(directory.resolve("batch.journal")).isNotEmptyFile();
        Path file = Files.writeString(directory.resolve("jobs.yaml"), """
                output_directory: %s
                jobs: [{id: a, type: generate, options: {prompt: "x"}, output: a.mp4}]
                """.formatted(directory.resolve("videos")));
        BatchProcessor.builder(studio).build().process(BatchManifest.load(file));
        assertThat(directory.resolve("videos/jobs.journal")).isNotEmptyFile();
    }

    @Test
    void aJobThatWasAddedRunsAndTheOthersDoNot() throws Exception {
        process(2);
        process(4);
        assertThat(studio.accepted()).containsExactlyInAnyOrder("job0", "job1", "job2", "job3");
    }

    @Test
    void whatTheServiceHasTakenIsBroughtHomeAndNotSubmittedAgain() throws Exception {
        studio.ending("job1", job -> {
            throw new IllegalStateException("the disk is full");
        });
        assertThat(names(process(3))).containsExactly("succeeded", "unfinished", "succeeded");
        studio.answeringNormally();
        assertThat(names(process(3))).containsExactly("succeeded", "succeeded", "succeeded");
        assertThat(studio.accepted()).containsExactlyInAnyOrder("job0", "job1", "job2");
        assertThat(Studio.content(directory, "job1")).startsWith("operations/job1/");
    }

    @Test
    void whatTheServiceHasTakenGoesBeforeWhatIsToBeSubmitted() throws Exception {
        studio.ending("job2", job -> {
            throw new IllegalStateException("the disk is full");
        });
        processor().continueOnError(false).concurrency(3).build().process(Manifests.of(3).build());
        studio.answeringNormally();
        List<String> order = new CopyOnWriteArrayList<>();
        processor().concurrency(1).listener(event -> {
            if (event instanceof JobEvent.Started) {
                order.add(event.job().id());
            }
        }).build().process(Manifests.of(5).build());
        assertThat(order).startsWith("job2").doesNotContain("job0", "job1").hasSize(3);
    }

    @Test
    void aVideoThatIsGoneIsBroughtHomeAgainAndNotPaidAgain() throws Exception {
        process(2);
        Files.delete(directory.resolve("job1.mp4"));
        assertThat(process(2).succeeded()).isEqualTo(2);
        assertThat(directory.resolve("job1.mp4")).exists();
        assertThat(studio.accepted()).hasSize(2);
    }

    @Test
    void whatFailedForCertainIsSubmittedAgainByARetryOnly() throws Exception {
        studio.answering("job0", job -> new Ending.Refused(REFUSAL));
        studio.ending("job1", job -> new JobOutcome.Failed("the service failed"));
        assertThat(names(process(3))).containsExactly("failed", "failed", "succeeded");
        studio.answeringNormally();
        assertThat(names(process(3))).containsExactly("failed", "failed", "succeeded");
        BatchProcessor processor = processor().build();
        assertThat(names(processor.retry(processor.plan(Manifests.of(3).build()), false))).containsOnly("succeeded");
        assertThat(studio.accepted()).containsExactlyInAnyOrder("job1", "job2", "job0", "job1");
    }

    @Test
    void aJobOfUnknownFateIsLeftAloneUntilAPersonAcceptsThatItMayBePaidTwice() throws Exception {
        studio.answering("job0", job -> {
            studio.take(job);
            return new Ending.Unknown("the reply was lost");
        });
        assertThat(names(process(1))).containsExactly("ambiguous");
        studio.answeringNormally();
        BatchReport second = process(1);
        assertThat(second.results().findFirst().orElseThrow().outcome())
                .isEqualTo(new JobOutcome.Ambiguous("the reply was lost"));
        BatchProcessor processor = processor().build();
        assertThat(names(processor.retry(processor.plan(Manifests.of(1).build()), false))).containsExactly("ambiguous");
        assertThat(studio.accepted()).hasSize(1);
        assertThat(names(processor.retry(processor.plan(Manifests.of(1).build()), true))).containsExactly("succeeded");
        assertThat(studio.accepted()).hasSize(2);
    }

    @Test
    void resubmittingStopsAtTheCostThatWasAllowed() throws Exception {
        for (String job : List.of("job0", "job1", "job2")) {
            studio.answering(job, taken -> {
                studio.answeringNormally(job);
                return new Ending.Unknown("the reply was lost");
            });
        }
        // Each costs $3.20.
        BatchReport report = processor().concurrency(1)
                .ambiguity(new AmbiguityPolicy.Resubmit(Usd.of("6.50"))).build().process(Manifests.of(3).build());
        assertThat(names(report)).containsExactly("succeeded", "succeeded", "ambiguous");
        assertThat(report.results().skip(2).findFirst().orElseThrow().outcome().reason().orElseThrow())
                .contains("the reply was lost").contains("$6.50");
    }

    @Test
    void aChangedJobIsAnErrorThatShowsItsCostUntilItIsAcceptedByName() throws Exception {
        process(2);
        BatchManifest changed = BatchManifest.builder().job("job0", VideoRequest.text("Something else"), "job0.mp4")
                .job("job1", VideoRequest.text("A sunset, take 1"), "job1.mp4").build();
        assertThatThrownBy(() -> processor().build().process(changed)).isInstanceOf(ChangedJobsException.class)
                .hasMessageContaining("job \"job0\"").hasMessageContaining("$3.20").hasMessageNotContaining("job1");
        assertThat(studio.accepted()).hasSize(2);
        processor().acceptChanges(Set.of("job0")).build().process(changed);
        assertThat(studio.accepted()).hasSize(3);
        processor().build().process(changed);
        assertThat(studio.accepted()).as("once accepted, it is the job that the journal knows").hasSize(3);
    }

    @Test
    void aJobMayChangeBeforeItWasEverSubmitted() throws Exception {
        studio.answering("job0", job -> new Ending.Refused(REFUSAL));
        processor().continueOnError(false).concurrency(1).build().process(Manifests.of(2).build());
        BatchManifest changed = BatchManifest.builder().job("job0", VideoRequest.text("A sunset, take 0"), "job0.mp4")
                .job("job1", VideoRequest.text("Something else"), "job1.mp4").build();
        processor().build().process(changed);
        assertThat(studio.accepted()).containsExactly("job1");
    }

    @Test
    void aJobMustNotChangeWhileItsOperationRuns() throws Exception {
        studio.ending("job0", job -> {
            throw new IllegalStateException("the disk is full");
        });
        process(1);
        BatchManifest changed = BatchManifest.builder().job("job0", VideoRequest.text("Something else"), "job0.mp4")
                .build();
        assertThatThrownBy(() -> processor().acceptChanges(Set.of("job0")).build().process(changed))
                .isInstanceOf(ChangedJobsException.class).hasMessageContaining("may be at work");
        assertThat(studio.accepted()).hasSize(1);
    }

    @Test
    void anInsertedJobChangesNoOther() throws Exception {
        process(2);
        BatchManifest inserted = BatchManifest.builder().job("new", VideoRequest.text("New"), "new.mp4")
                .job("job0", VideoRequest.text("A sunset, take 0"), "job0.mp4")
                .job("job1", VideoRequest.text("A sunset, take 1"), "job1.mp4").build();
        assertThat(processor().build().process(inserted).succeeded()).isEqualTo(3);
        assertThat(studio.accepted()).containsExactlyInAnyOrder("job0", "job1", "new");
    }

    @Test
    void twoBatchesDoNotWriteOneJournal() throws Exception {
        CountDownLatch runs = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        BatchProcessor first = processor((job, context) -> {
            runs.countDown();
            goOn.await();
            return new JobOutcome.Succeeded(List.of());
        }).build();
        BatchRun run = first.start(first.plan(Manifests.of(1).build()));
        runs.await();
        assertThatThrownBy(() -> process(1)).isInstanceOf(JournalException.class).hasMessageContaining("batch.journal");
        goOn.countDown();
        assertThat(run.await().succeeded()).isEqualTo(1);
    }

    @Test
    void whatAnEarlierRunHasSpentCountsAgainstTheBudget() throws Exception {
        processor().budget(Usd.of("7.00")).build().process(Manifests.of(2).build());
        BatchReport report = processor().budget(Usd.of("9.00")).build().process(Manifests.of(3).build());
        assertThat(names(report)).containsExactly("succeeded", "succeeded", "skipped");
        assertThat(report.results().skip(2).findFirst().orElseThrow().outcome().reason().orElseThrow())
                .contains("budget", "$3.20", "$9.00", "$2.60");
        assertThat(studio.accepted()).hasSize(2);
    }

    @Test
    void aJournalOfTheApplicationIsUsedAndNotClosed() throws Exception {
        try (Journal journal = Journal.memory()) {
            processor().journal(journal).build().process(Manifests.of(2).build());
            processor().journal(journal).build().process(Manifests.of(2).build());
            assertThat(studio.accepted()).hasSize(2);
            assertThat(journal.failure()).isEmpty();
        }
    }

    private BatchReport process(int jobs) throws Exception {
        return processor().build().process(Manifests.of(jobs).build());
    }

    private BatchProcessor.Builder processor() {
        return processor(studio);
    }

    private BatchProcessor.Builder processor(Executor executor) {
        return BatchProcessor.builder(executor).outputDirectory(directory).time(time)
                .limits(Limits.standard().withLongestGeneration(Duration.ZERO));
    }

    private static List<String> names(BatchReport report) {
        return report.results().map(result -> result.outcome().name()).toList();
    }
}
