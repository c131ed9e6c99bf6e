// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch;

import dev.veo3.batch.event.JobOutcome;
import dev.veo3.batch.execute.AmbiguityPolicy;
import dev.veo3.batch.execute.Effect.Ending;
import dev.veo3.batch.execute.Executor;
import dev.veo3.batch.execute.JobContext;
import dev.veo3.batch.execute.Reconciler;
import dev.veo3.batch.journal.Journal;
import dev.veo3.batch.limit.Limits;
import dev.veo3.batch.limit.RetryPolicy;
import dev.veo3.batch.manifest.BatchManifest;
import dev.veo3.batch.manifest.JobSpec;
import dev.veo3.batch.manifest.JobTerms;
import dev.veo3.batch.plan.Job;
import dev.veo3.batch.report.BatchReport;
import dev.veo3.batch.report.ExtraAttempt;
import dev.veo3.batch.report.ResultsFile;
import dev.veo3.error.ServiceError;
import dev.veo3.model.Usd;
import dev.veo3.time.ManualTime;
import dev.veo3.video.FilterReason;
import dev.veo3.video.VideoRequest;
import dev.veo3.video.VideoSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** A budget is the cap for the whole life of a journal: what was paid under it counts, whoever asked for it, and nothing else does. */
class BudgetOverRunsTest {
    private static final Usd PRICE = Usd.of("1");

    private final Studio studio = new Studio();
    private final ManualTime time = ManualTime.selfAdvancing(Instant.EPOCH);

    @TempDir
    private Path directory;

    @Test
    void theVideoOfAJobThatLeftTheManifestCountsAgainstTheBudget() throws Exception {
        assertThat(names(process("5", manifest("a")))).containsExactly("succeeded");
        BatchReport refused = process("1.50", manifest("b"));
        assertThat(refused.results().findFirst().orElseThrow().outcome()).isEqualTo(new JobOutcome.Skipped(
                "the budget does not allow its $1.00: of $1.50 there is $0.50 left; $1.00 is spent or reserved, of which"
                        + " $1.00 for jobs that are no longer in the manifest"));
        BatchReport report = process("2", manifest("b"));
        assertThat(names(report)).containsExactly("succeeded");
        assertThat(report.extras()).as("a video that was wanted is no extra").isEmpty();
        assertThat(report.cost()).as("what this batch has cost").isEqualTo(PRICE);
        assertThat(names(process("2.99", manifest("c")))).containsExactly("skipped");
        assertThat(names(process("3", manifest("a", "b", "c")))).as("back in the manifest it counts once")
                .containsExactly("succeeded", "succeeded", "succeeded");
    }

    @Test
    void whatAJobThatLeftTheManifestDidNotCostDoesNotCount() throws Exception {
        studio.ending("a", job -> new JobOutcome.Filtered(List.of()));
        assertThat(names(process("1", manifest("a")))).containsExactly("filtered");
        assertThat(names(process("1", manifest("b")))).containsExactly("succeeded");
    }

    @Test
    void ofAJobThatLeftTheManifestCountsWhatWasDelivered() throws Exception {
        studio.ending("a", job -> new JobOutcome.PartlyFiltered(job.files().subList(0, 2),
                List.of(FilterReason.of("a face"))));
        BatchManifest two = BatchManifest.builder().job(new JobSpec.Built("a",
                VideoRequest.text("Video a").withSettings(VideoSettings.builder().samples(4).build()), "a.mp4",
                JobTerms.standard().withPrice(Usd.of("4"))))
                .build();
        assertThat(names(process("4", two))).containsExactly("partly_filtered");
        assertThat(names(process("2.99", manifest("b")))).containsExactly("skipped");
        assertThat(names(process("3", manifest("b")))).containsExactly("succeeded");
    }

    @Test
    void whatAResultsFileHasToldOfCountsWhenItsJobLeavesTheManifest() throws Exception {
        process("1", manifest("a")).writeResults(directory.resolve("results.json"));
        Files.delete(directory.resolve("batch.journal"));
        BatchProcessor processor = processor("1").build();
        processor.retry(processor.plan(manifest("a")),
                ResultsFile.read(directory.resolve("results.json")), false);
        assertThat(names(process("1.99", manifest("b")))).containsExactly("skipped");
    }

    /** Three runs: the reply is lost, it is found that nothing has come of it, and the money is there for others. */
    @Test
    void anAttemptThatTheServiceDidNotTakeGivesItsMoneyBack() throws Exception {
        Looking looking = new Looking(new Reconciler.Finding.DidNotHappen());
        try (Journal journal = Journal.memory()) {
            studio.answering("a", job -> new Ending.Unknown("the reply was lost"));
            assertThat(names(process(looking, "1", journal, manifest("a", "b")))).containsExactly("ambiguous",
                    "skipped");
            studio.answering("a", job -> new Ending.Refused(
                    new ServiceError(400, "INVALID_ARGUMENT", "", Optional.empty())));
            assertThat(names(process(looking, "1", journal, manifest("a", "b")))).containsExactly("failed",
                    "succeeded");
            assertThat(names(process(looking, "2", journal, manifest("a", "b", "c"))))
                    .containsExactly("failed", "succeeded", "succeeded");
        }
    }

    @Test
    void anAttemptThatIsFoundAndThenFilteredGivesItsMoneyBack() throws Exception {
        Looking looking = new Looking(new Reconciler.Finding.Happened("operations/a"));
        try (Journal journal = Journal.memory()) {
            studio.answering("a", job -> new Ending.Unknown("the reply was lost"));
            assertThat(names(process(looking, "1", journal, manifest("a", "b")))).containsExactly("ambiguous",
                    "skipped");
            studio.ending("a", job -> new JobOutcome.Filtered(List.of()));
            assertThat(names(process(looking, "1", journal, manifest("a", "b")))).containsExactly("filtered",
                    "succeeded");
        }
    }

    @Test
    void anAttemptThatNobodyFindsKeepsItsMoney() throws Exception {
        Looking looking = new Looking(new Reconciler.Finding.StillUnknown("the storage is closed"));
        try (Journal journal = Journal.memory()) {
            studio.answering("a", job -> new Ending.Unknown("the reply was lost"));
            for (int run = 0; run < 3; run++) {
                assertThat(names(process(looking, "1", journal, manifest("a", "b"))))
                        .containsExactly("ambiguous", "skipped");
            }
        }
    }

    @Test
    void anAttemptThatWasNotTakenIsMadeAgainAtTheJobsNewPrice() throws Exception {
        Looking looking = new Looking(new Reconciler.Finding.DidNotHappen());
        try (Journal journal = Journal.memory()) {
            studio.answering("a", job -> new Ending.Unknown("the reply was lost"));
            process(looking, "5", journal, manifest("a"));
            studio.answeringNormally();
            assertThat(names(process(looking, "2.50", journal, priced("a", "3")))).containsExactly("skipped");
            assertThat(names(process(looking, "3", journal, priced("a", "3")))).containsExactly("succeeded");
        }
    }

    /** Whoever waits for money must not hold the permit that the one who has it waits for. */
    @Test
    void aJobThatHasToWaitForMoneyDoesNotKeepOutTheOneThatHasIt() throws Exception {
        studio.ending("a", job -> {
            throw new IllegalStateException("the disk is full");
        });
        studio.ending("b", job -> {
            throw new IllegalStateException("the disk is full");
        });
        assertThat(names(process("2.50", manifest("a", "b")))).containsExactly("unfinished", "unfinished");
        studio.answeringNormally();
        // Without a download it keeps its permit to its end, and the one behind it takes up what comes next.
        studio.ending("a", job -> new JobOutcome.Succeeded(job.files()));
        BatchManifest more = BatchManifest.builder().job(job("a", PRICE)).job(job("b", PRICE))
                .job(new JobSpec.Built("c", VideoRequest.text("Video c"), "c.mp4",
                        JobTerms.standard().withPrice(PRICE).withPriority(5).withDependsOn("a")))
                .build();
        assertThat(names(process("2.50", more))).containsExactly("succeeded", "succeeded", "skipped");
    }

    @Test
    void anExtraAttemptCostsWhatTheJobCostThen() throws Exception {
        try (Journal journal = Journal.open(directory.resolve("prices.journal"))) {
            studio.answering("a", job -> new Ending.Unknown("the reply was lost"));
            process(studio, "9", journal, priced("a", "1"));
        }
        studio.answeringNormally();
        ExtraAttempt lost = new ExtraAttempt("a", "submit", 1, Optional.empty(), Optional.of(Usd.of("1")));
        try (Journal journal = Journal.open(directory.resolve("prices.journal"))) {
            BatchReport report = processor("9").journal(journal)
                    .ambiguity(new AmbiguityPolicy.Resubmit(Usd.of("1"))).build().process(priced("a", "3"));
            assertThat(report.extras()).containsExactly(lost);
            assertThat(report.cost()).isEqualTo(Usd.of("4"));
        }
        try (Journal journal = Journal.open(directory.resolve("prices.journal"))) {
            BatchReport later = process(studio, "9", journal, priced("a", "2"));
            assertThat(later.extras()).containsExactly(lost);
            assertThat(process(studio, "9", journal, manifest("b")).extras()).containsExactly(lost);
        }
    }

    private BatchReport process(String budget, BatchManifest manifest) throws Exception {
        return processor(budget).build().process(manifest);
    }

    private BatchReport process(Executor executor, String budget, Journal journal,
            BatchManifest manifest) throws Exception {
        return BatchProcessor.builder(executor).journal(journal).outputDirectory(directory).time(time).concurrency(1)
                .budget(Usd.of(budget)).ambiguity(new AmbiguityPolicy.Reconcile()).retries(RetryPolicy.none())
                .build().process(manifest);
    }

    private BatchProcessor.Builder processor(String budget) {
        return BatchProcessor.builder(studio).outputDirectory(directory).time(time).concurrency(1)
                .budget(Usd.of(budget)).limits(Limits.standard().withLongestGeneration(Duration.ZERO));
    }

    private static BatchManifest manifest(String... jobs) {
        BatchManifest.Builder manifest = BatchManifest.builder();
        for (String id : jobs) {
            manifest.job(job(id, PRICE));
        }
        return manifest.build();
    }

    private static BatchManifest priced(String id, String price) {
        return BatchManifest.builder().job(job(id, Usd.of(price))).build();
    }

    private static JobSpec job(String id, Usd price) {
        return new JobSpec.Built(id, VideoRequest.text("Video " + id), id + ".mp4",
                JobTerms.standard().withPrice(price));
    }

    private static List<String> names(BatchReport report) {
        return report.results().map(result -> result.outcome().name()).toList();
    }

    /** The studio, and somebody who can look for traces. In the run in which a reply is lost he finds nothing out. */
    private final class Looking implements Executor, Reconciler {
        private final Finding finding;
        private boolean seen;

        private Looking(Finding finding) {
            this.finding = finding;
        }

        @Override
        public JobOutcome execute(Job job, JobContext context) throws Exception {
            return studio.execute(job, context);
        }

        @Override
        public Finding reconcile(Job job, Attempt attempt) {
            boolean first = !seen;
            seen = true;
            return first ? new Finding.StillUnknown("not today") : finding;
        }
    }
}
