// SPDX-License-Identifier: Apache-2.0
package dev.veo3.examples;

import dev.veo3.batch.event.JobOutcome;
import dev.veo3.batch.execute.Effect.Ending;
import dev.veo3.batch.execute.Executor;
import dev.veo3.batch.execute.JobContext;
import dev.veo3.batch.manifest.BatchManifest;
import dev.veo3.batch.report.RecordedResult;
import dev.veo3.batch.report.ResultsFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class BatchSessionTest {
    private static final Executor MAKES_IT = (job, context) -> {
        context.once(JobContext.SUBMIT, () -> new Ending.Happened("operation-of-" + job.id()));
        return new JobOutcome.Succeeded(List.of(job.output()));
    };

    @TempDir
    private Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final AtomicReference<Runnable> ctrlC = new AtomicReference<>(() -> {});
    private final AtomicInteger restored = new AtomicInteger();
    private BatchManifest manifest = BatchManifest.builder().build();

    @BeforeEach
    void writeManifest() throws IOException {
        manifest = BatchManifest.load(Files.writeString(directory.resolve("jobs.yaml"), """
                concurrency: 1
                output_directory: %s
                jobs:
                  - {id: one, type: generate, options: {prompt: "A boat"}, output: one.mp4}
                  - {id: two, type: generate, options: {prompt: "A train"}, output: two.mp4}
                """.formatted(directory.resolve("videos"))));
    }

    @Test
    void ctrlCEndsTheBatchInOrderAndTellsHowToGoOn() throws Exception {
        BatchSession.Ended ended = run((job, context) -> {
            context.once(JobContext.SUBMIT, () -> new Ending.Happened("operation-of-" + job.id()));
            ctrlC.get().run();
            ctrlC.get().run();
            new CountDownLatch(1).await();
            return new JobOutcome.Empty();
        });
        assertThat(ended.exit()).isEqualTo(130);
        Path results = directory.resolve("videos/results.json");
        assertThat(out.toString())
                .containsOnlyOnce("Stopping: waiting for submissions under way; Ctrl-C again stops at once.")
                .contains("To go on: run the same command again");
        assertThat(ResultsFile.read(results).results()).extracting(result -> result.outcome().orElse(""))
                .containsExactly("unfinished", "cancelled");
        assertThat(restored).hasValue(1);
    }

    @Test
    void theSameCommandGoesOnWhereItStopped() throws Exception {
        run((job, context) -> {
            context.once(JobContext.SUBMIT, () -> new Ending.Happened("operation-of-" + job.id()));
            throw new IOException("the disk is full");
        });
        assertThat(out.toString()).contains("To go on: run the same command again");
        AtomicInteger submitted = new AtomicInteger();
        assertThat(run((job, context) -> {
            context.once(JobContext.SUBMIT, () -> {
                submitted.incrementAndGet();
                return new Ending.Happened("unexpected");
            });
            return new JobOutcome.Succeeded(List.of(job.output()));
        }).exit()).isZero();
        assertThat(submitted).hasValue(0);
        assertThat(out.toString()).contains("2 jobs, 1 at once, at most $6.40, videos to ")
                .contains("2 jobs, 1 at once, at most $0.00 more, $6.40 spent before, going on from "
                        + directory.resolve("videos/jobs.journal"));
    }

    @Test
    void afterARunWithProfilesTheCommandThatGoesOnIsNamedSoThatItIsTaken() {
        Executor broken = (job, context) -> {
            context.once(JobContext.SUBMIT, () -> new Ending.Happened("operation-of-" + job.id()));
            throw new IOException("the disk is full");
        };
        run(broken, new BatchSession.Task.RunAll(), VerboseTest.Options.of("--cpu-profile",
                directory.resolve("cpu.jfr").toString(), "--mem-profile", directory.resolve("mem.jfr").toString()));
        assertThat(out.toString()).contains("To go on: run the same command again with --replace-profiles, or with"
                + " other files for the profiles; it takes up what the service keeps.");
    }

    @Test
    void whatFailedIsSubmittedAgainByTheCommandThatIsNamed() {
        run((job, context) -> new JobOutcome.Failed("no"));
        assertThat(out.toString()).contains("To submit again what failed: batch retry "
                + directory.resolve("videos/results.json") + " --manifest " + directory.resolve("jobs.yaml"));
    }

    @Test
    void whatCameBackEmptyIsLookedUpBeforeTheServiceIsAskedForItOnceMore() {
        run((job, context) -> {
            context.once(JobContext.SUBMIT, () -> new Ending.Happened("operation-of-" + job.id()));
            return new JobOutcome.Empty();
        });
        Path results = directory.resolve("videos/results.json");
        assertThat(out.toString()).contains(
                "2 jobs came back empty and may be charged. Look up the operations that the results name in the"
                        + " service's console first.",
                "To ask for them once more without submitting them again: batch retry " + results + " --manifest "
                        + directory.resolve("jobs.yaml"))
                .doesNotContain("To go on", "To submit");
        StringWriter status = new StringWriter();
        new JournalView(new PrintWriter(status, true)).print(directory.resolve("videos/jobs.journal"));
        assertThat(status.toString()).contains("2 jobs came back empty and may be charged: look up the operations"
                + " that the results file names in the service's console. `batch retry` asks for them once more"
                + " without submitting them again.");

        AtomicInteger submitted = new AtomicInteger();
        BatchSession.Ended retried = run((job, context) -> {
            context.once(JobContext.SUBMIT, () -> {
                submitted.incrementAndGet();
                return new Ending.Happened("unexpected");
            });
            return new JobOutcome.Succeeded(List.of(job.output()));
        }, new BatchSession.Task.Retry(ResultsFile.read(results), false));
        assertThat(retried.exit()).isZero();
        assertThat(submitted).hasValue(0);
    }

    @Test
    void whatCameBackEmptyUnderNoNameCannotBeAskedForOnceMore() {
        run((job, context) -> job.index() == 0 ? new JobOutcome.Empty() : MAKES_IT.execute(job, context));
        assertThat(out.toString()).contains("1 job came back empty and may be charged.")
                .doesNotContain("Look up", "batch retry");
    }

    @Test
    void aStatusTellsWhereEachJobStandsAndChangesNothing() throws Exception {
        run((job, context) -> {
            if (job.index() == 0) {
                context.once(JobContext.SUBMIT, () -> new Ending.Happened("operation-of-one"));
                throw new IOException("the disk is full");
            }
            return new JobOutcome.Failed("too dark");
        });
        Path journal = directory.resolve("videos/jobs.journal");
        byte[] before = Files.readAllBytes(journal);
        StringWriter status = new StringWriter();
        new JournalView(new PrintWriter(status, true)).print(journal);
        assertThat(status.toString().lines()).containsExactlyInAnyOrder("one  unfinished  the disk is full",
                "two  failed  too dark", "1 failed, 1 unfinished",
                "To go on: run `batch process` with the same manifest and options again; it takes up what the service keeps.",
                "To submit again what failed: `batch retry` with the results file of the batch and its manifest.");
        assertThat(Files.readAllBytes(journal)).isEqualTo(before);
    }

    @Test
    void anAttemptThatMayBePaidBesidesIsToldAndStandsInTheStatus() throws Exception {
        run((job, context) -> {
            context.once(JobContext.SUBMIT, () -> job.index() == 1
                    ? new Ending.Unknown("the reply was lost")
                    : new Ending.Happened("operation-of-one"));
            return new JobOutcome.Succeeded(List.of(job.output()));
        });
        Path results = directory.resolve("videos/results.json");
        run((job, context) -> {
            context.once(JobContext.SUBMIT, () -> new Ending.Happened("second-of-" + job.id()));
            return new JobOutcome.Succeeded(List.of(job.output()));
        }, new BatchSession.Task.Retry(ResultsFile.read(results), true));
        String besides = "job \"two\", submit, attempt 1, $3.20: it is not known whether the service took it";
        assertThat(out.toString()).contains("of which $3.20 for an extra attempt")
                .contains("May be charged besides: " + besides);
        StringWriter status = new StringWriter();
        new JournalView(new PrintWriter(status, true)).print(directory.resolve("videos/jobs.journal"));
        assertThat(status.toString().lines()).containsSubsequence(
                "two  succeeded  " + directory.resolve("videos/two.mp4"),
                "  besides: attempt 1 at submit, of which nobody knows whether the service took it; it may be charged",
                "2 succeeded; 1 extra attempt may be charged besides");
    }

    @Test
    void withoutCtrlCTheSignalIsGivenBackToo() {
        assertThat(run(MAKES_IT).exit()).isZero();
        assertThat(restored).hasValue(1);
        assertThat(out.toString()).doesNotContain("batch retry");
    }

    @Test
    void operationsWhoseResultsCannotBeWrittenAreTold() {
        BatchSession.Ended ended = run((job, context) -> {
            if (job.index() == 0) {
                // Something takes the place of the file while the batch runs.
                Files.createDirectories(directory.resolve("videos/results.json/in-the-way"));
            }
            return MAKES_IT.execute(job, context);
        });
        assertThat(ended.exit()).isEqualTo(3);
        assertThat(out.toString()).contains("2 succeeded").containsSubsequence("Operations:", "one  operation-of-one",
                "two  operation-of-two");
        assertThat(err.toString()).contains("results.json: this cannot be written: ", "Keep the list of operations")
                .doesNotContain("\tat ", "Exception");
    }

    @Test
    void aLongReasonIsCutInTheTableAndWholeInTheResults() {
        String reason = "x".repeat(101);
        run((job, context) -> new JobOutcome.Failed(reason));
        assertThat(out.toString()).contains("x".repeat(100) + " …").doesNotContain(reason);
        assertThat(ResultsFile.read(directory.resolve("videos/results.json")).results())
                .extracting(RecordedResult::error).allMatch(error -> error.orElse("").endsWith(reason));
    }

    @Test
    void aReasonIsNotCutInTheMiddleOfACharacter() {
        assertThat(ResultsTable.shortened("🎬".repeat(100))).isEqualTo("🎬".repeat(100));
        assertThat(ResultsTable.shortened("🎬".repeat(101))).isEqualTo("🎬".repeat(100) + " …");
    }

    private BatchSession.Ended run(Executor executor) {
        return run(executor, new BatchSession.Task.RunAll());
    }

    private BatchSession.Ended run(Executor executor, BatchSession.Task task) {
        return run(executor, task, new RunOptions());
    }

    private BatchSession.Ended run(Executor executor, BatchSession.Task task, RunOptions options) {
        Interrupts interrupts = handler -> {
            ctrlC.set(handler);
            return restored::incrementAndGet;
        };
        return new BatchSession(executor, new PrintWriter(out, true), new PrintWriter(err, true), interrupts)
                .run(manifest, options, task);
    }
}
