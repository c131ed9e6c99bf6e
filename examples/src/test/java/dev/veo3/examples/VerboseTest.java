// SPDX-License-Identifier: Apache-2.0
package dev.veo3.examples;

import dev.veo3.batch.event.JobOutcome;
import dev.veo3.batch.execute.Effect.Ending;
import dev.veo3.batch.execute.JobContext;
import dev.veo3.batch.manifest.BatchManifest;
import dev.veo3.time.ManualTime;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import static org.assertj.core.api.Assertions.assertThat;

/** {@code --verbose}: the figures of a batch while it runs and at its end. */
class VerboseTest {
    private static final String FIRST = "average job ";

    private final ManualTime time = ManualTime.stepping(Instant.EPOCH);
    private final Lines out = new Lines();
    private final Lines err = new Lines();
    private final CountDownLatch runs = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);

    @TempDir
    private Path directory;
    private Path manifest = Path.of("");

    @BeforeEach
    void writeManifest() throws Exception {
        manifest = Files.writeString(directory.resolve("jobs.yaml"), """
                output_directory: %s
                jobs:
                  - {id: one, type: generate, options: {prompt: "A boat"}, output: one.mp4}
                """.formatted(directory.resolve("videos")));
    }

    /** As the commands have them. */
    @Command(name = "batch")
    static final class Options {
        @Mixin
        private RunOptions run = new RunOptions();

        static RunOptions of(String... words) {
            Options options = new Options();
            new picocli.CommandLine(options).parseArgs(words);
            return options.run;
        }
    }

    private FutureTask<BatchSession.Ended> begun(RunOptions options) {
        BatchSession session = new BatchSession((job, context) -> {
            context.once(JobContext.SUBMIT, () -> new Ending.Happened("operations/1"));
            runs.countDown();
            goOn.await();
            return new JobOutcome.Succeeded(List.of(job.output()));
        }, out.writer(), err.writer(), handler -> () -> {}, time);
        FutureTask<BatchSession.Ended> task = new FutureTask<>(
                () -> session.run(BatchManifest.load(manifest), options, new BatchSession.Task.Rehearse()));
        Thread.ofVirtual().start(task);
        return task;
    }

    @Test
    void theFiguresArePrintedEveryFiveSecondsAndAtTheEnd() throws Exception {
        FutureTask<BatchSession.Ended> batch = begun(Options.of("--verbose"));
        runs.await();
        for (int times = 1; times <= 3; times++) {
            // The figures, and the line that comes once a minute.
            time.awaitSleepers(2);
            time.advance(Duration.ofMillis(4_999));
            assertThat(out.beginning(FIRST)).hasSize(times - 1);
            time.advance(Duration.ofMillis(1));
            assertThat(out.await(FIRST)).contains("queue depth ", "in flight ", "worker utilisation ");
            assertThat(out.await("error rate ")).contains("rate-limit hits ", "memory ", "cost ");
        }
        goOn.countDown();
        assertThat(batch.get().exit()).isZero();

        assertThat(out.beginning(FIRST)).hasSize(3 + 1);
        assertThat(out.await(FIRST)).contains("queue depth 0, in flight 0 of ");
        assertThat(out.beginning("  submit ")).isNotEmpty();
        assertThat(out.beginning("Bottleneck: ")).hasSize(1);
        assertThat(out.beginning("ok       permits: 0 are not given back")).hasSize(1);
        assertThat(err.beginning("")).isEmpty();
    }

    @Test
    void withoutItThereAreNone() throws Exception {
        FutureTask<BatchSession.Ended> batch = begun(Options.of());
        time.awaitSleepers(1);
        goOn.countDown();
        assertThat(batch.get().exit()).isZero();
        assertThat(out.beginning(FIRST)).isEmpty();
        assertThat(out.beginning("Bottleneck: ")).isEmpty();
    }

    @Test
    void theCommandLineTakesIt() {
        for (String option : List.of("--verbose", "-v")) {
            CommandLine demo = CommandLine.run("demo", manifest, option);
            assertThat(demo.exit()).as(demo.err()).isZero();
            assertThat(demo.out()).contains("average job ", "queue depth 0, in flight 0 of ", "worker utilisation ",
                    "error rate 0.0 %", "rate-limit hits 0", "memory ", "generate p50 ", "Bottleneck: ",
                    "ok       virtual threads: 0 of the batch's are left");
        }
    }
}
