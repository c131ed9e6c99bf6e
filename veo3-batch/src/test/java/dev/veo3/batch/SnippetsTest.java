// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch;

import dev.veo3.batch.event.JobOutcome;
import dev.veo3.batch.event.JobResult;
import dev.veo3.batch.execute.AmbiguityPolicy;
import dev.veo3.batch.execute.Effect;
import dev.veo3.batch.execute.Executor;
import dev.veo3.batch.execute.JobContext;
import dev.veo3.batch.journal.JobHistory;
import dev.veo3.batch.journal.Journal;
import dev.veo3.batch.limit.Limits;
import dev.veo3.batch.limit.RateLimit;
import dev.veo3.batch.limit.RetryPolicy;
import dev.veo3.batch.manifest.BatchManifest;
import dev.veo3.batch.manifest.ManifestException;
import dev.veo3.batch.plan.BatchPlan;
import dev.veo3.batch.plan.Pace;
import dev.veo3.batch.report.BatchReport;
import dev.veo3.model.Usd;
import dev.veo3.video.VideoRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** What the javadoc shows is cut out of here, and does what it says. */
class SnippetsTest {
    private final Executor executor = new Studio();

    @TempDir
    private Path directory;
    private Path file;

    @BeforeEach
    void write() throws Exception {
        file = Files.writeString(directory.resolve("jobs.yaml"), """
                output_directory: videos
                jobs:
                  - {id: boat, type: generate, options: {prompt: "A boat"}, output: boat.mp4}
                """);
    }

    @Test
    void aBatch() throws Exception {
        List<String> told = new ArrayList<>();
        // @start region="processor"
        try (BatchProcessor processor = BatchProcessor.builder(executor).concurrency(8).budget(Usd.of("25"))
                .outputDirectory(directory).build()) {
            BatchPlan plan = processor.plan(BatchManifest.load(file)); // Checked and priced; nothing is sent.
            told.add(plan.estimate(Pace.standard()).total() + " at most");
            BatchReport report = processor.process(plan); // Blocks until every job has come to rest.
            told.add(report.summary());
            report.writeResults(directory.resolve("results.json"));
        } catch (ManifestException e) {
            e.problems().forEach(problem -> told.add(problem.describe()));
        }
        // @end
        assertThat(told).hasSize(2).last().asString().contains("1 succeeded");
        assertThat(directory.resolve("results.json")).isNotEmptyFile();
    }

    @Test
    void aRunInTheBackground() throws Exception {
        try (BatchProcessor processor = BatchProcessor.builder(executor).outputDirectory(directory).build()) {
            // @start region="run"
            BatchRun run = processor.start(processor.plan(BatchManifest.load(file)));
            String sofar = run.progress().done() + " of " + run.progress().total();
            run.drain(); // Submits nothing more; what the service is at work on is brought home.
            BatchReport report = run.await();
            // @end
            assertThat(sofar).endsWith(" of 1");
            assertThat(report.jobCount()).isEqualTo(1);
        }
    }

    @Test
    void aManifest() {
        // @start region="manifest"
        BatchManifest manifest = BatchManifest.builder().concurrency(4)
                .job("boat", VideoRequest.text("A boat on a lake"), "boat.mp4")
                .job("barn", VideoRequest.text("A barn in the snow"), "barn.mp4")
                .build();
        // @end
        try (Stream<?> jobs = manifest.jobs()) {
            assertThat(jobs).hasSize(2);
        }
    }

    /** An executor of one's own, and the place that an order has in it. */
    private static final class Orders {
        private int placed;

        String order(VideoRequest request) {
            placed++;
            return "ticket " + placed + " for " + request.promptText().orElse("");
        }
    }

    @Test
    void anExecutor() throws Exception {
        Orders shop = new Orders();
        // @start region="executor"
        Executor own = (job, context) -> {
            // Forced to the disk before and after: whatever crashes, no order is placed twice.
            String ticket = context.once(JobContext.SUBMIT,
                    () -> new Effect.Ending.Happened(shop.order(job.request())));
            List<Path> files = context.download(() -> List.of(job.output())); // Bring the video of the ticket here.
            return ticket.isEmpty() ? new JobOutcome.Empty() : new JobOutcome.Succeeded(files);
        };
        // @end
        for (int run = 0; run < 2; run++) {
            try (BatchProcessor processor = BatchProcessor.builder(own).outputDirectory(directory).build()) {
                assertThat(processor.process(BatchManifest.load(file)).succeeded()).isEqualTo(1);
            }
        }
        assertThat(shop.placed).isEqualTo(1);
    }

    @Test
    void aJournal() throws Exception {
        Path journalFile = directory.resolve("my.journal");
        try (BatchProcessor processor = BatchProcessor.builder(executor).journal(journalFile)
                .outputDirectory(directory).build()) {
            processor.process(BatchManifest.load(file));
        }
        List<String> told = new ArrayList<>();
        // @start region="journal"
        try (Journal journal = Journal.open(journalFile); Stream<JobHistory> jobs = journal.jobs()) {
            jobs.forEach(job -> told.add(job.state().outcome().orElse("not ended")));
        }
        // @end
        assertThat(told).containsExactly("succeeded");
    }

    @Test
    void howMuchIsAskedAndWhatIsTriedAgain() throws Exception {
        // @start region="limits"
        Limits limits = Limits.standard().withRate(RateLimit.perMinute(10)).adapting();
        // @end
        // @start region="ambiguity"
        AmbiguityPolicy atMostTenDollars = new AmbiguityPolicy.Resubmit(Usd.of("10"));
        // @end
        try (BatchProcessor processor = BatchProcessor.builder(executor).limits(limits).ambiguity(atMostTenDollars)
                .retries(RetryPolicy.none()).outputDirectory(directory).build()) {
            try (Stream<JobResult> results = processor.process(BatchManifest.load(file)).results()) {
                assertThat(results).allMatch(result -> result.outcome().isSuccess());
            }
        }
    }
}
