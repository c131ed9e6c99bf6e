// SPDX-License-Identifier: Apache-2.0
package dev.veo3.examples;

import dev.veo3.batch.BatchProcessor;
import dev.veo3.batch.event.BatchEvent;
import dev.veo3.batch.event.JobEvent;
import dev.veo3.batch.event.JobOutcome;
import dev.veo3.batch.event.JobResult;
import dev.veo3.batch.manifest.BatchManifest;
import dev.veo3.batch.plan.BatchPlan;
import dev.veo3.batch.plan.Job;
import dev.veo3.time.ManualTime;
import dev.veo3.video.VideoRequest;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What a person sees of a batch that runs. */
class ProgressViewTest {
    private static final char ESCAPE = '\u001b';

    private final ManualTime time = ManualTime.stepping(Instant.EPOCH);
    private final Lines lines = new Lines();
    private final BatchPlan plan = plan();

    private static BatchPlan plan() {
        try (BatchProcessor processor = BatchProcessor.builder((job, context) -> new JobOutcome.Empty())
                .withoutJournal().build()) {
            return processor.plan(BatchManifest.builder().job("a", VideoRequest.text("boats"), "a.mp4")
                    .job("b", VideoRequest.text("boats"), "b.mp4").job("c", VideoRequest.text("boats"), "c.mp4")
                    .build());
        }
    }

    private void ended(ProgressView view, int index, JobOutcome outcome) {
        Job job = plan.job(index);
        view.onEvent(new JobEvent.Started(job, Duration.ZERO));
        view.onEvent(new JobEvent.Finished(new JobResult(job, outcome, Optional.empty(), time.now(), Duration.ZERO),
                true));
    }

    @Test
    void whereThereIsNoTerminalItIsOneLineAMinute() throws Exception {
        try (ProgressView view = new ProgressView(3, lines.writer(), time)) {
            view.start(OptionalInt.empty(), true, System.out);
            time.awaitSleepers(1);
            ended(view, 0, new JobOutcome.Succeeded(List.of()));
            time.advance(Duration.ofSeconds(59));
            assertThat(lines.beginning("")).isEmpty();
            time.advance(Duration.ofSeconds(1));
            assertThat(lines.await("1 of 3")).isEqualTo("1 of 3 jobs: 1 ok, 1.0/min, $3.20, 2 min 0 s left");

            time.awaitSleepers(1);
            ended(view, 1, new JobOutcome.Failed("no"));
            time.advance(Duration.ofMinutes(1));
            assertThat(lines.await("2 of 3")).isEqualTo("2 of 3 jobs: 1 ok, 1 failed, 1.0/min, $3.20, 1 min 0 s left");
        }
        assertThat(lines.beginning("")).hasSize(2).allSatisfy(
                line -> assertThat(line.chars()).as("plain text").allMatch(letter -> letter >= ' ' && letter < 127));
    }

    @Test
    void whatAStopHasLeftStandsUnderItsOwnName() {
        try (ProgressView view = new ProgressView(3, lines.writer(), time)) {
            ended(view, 0, new JobOutcome.Unfinished("stopped"));
            ended(view, 1, new JobOutcome.Skipped("stopped"));
            ended(view, 2, new JobOutcome.Cancelled("stopped"));
            assertThat(ProgressView.describe(view.progress()))
                    .startsWith("0 ok, 1 unfinished, 1 skipped, 1 cancelled, ").doesNotContain("failed");
        }
    }

    @Test
    void aJobOfUnknownFateIsToldAtOnceAndInTheLineOfItsMinute() throws Exception {
        try (ProgressView view = new ProgressView(3, lines.writer(), time)) {
            view.start(OptionalInt.empty(), true, System.out);
            time.awaitSleepers(1);
            view.onBatchEvent(new BatchEvent.PlaceHeld("a", time.now().plus(Duration.ofMinutes(6))));
            assertThat(lines.await("1 job of unknown fate holds its place until ")).isNotBlank();
            time.advance(Duration.ofMinutes(1));
            assertThat(lines.await("0 of 3"))
                    .contains("0 ok, 0.0/min, $0.00; 1 job of unknown fate holds its place until ");
        }
    }

    /** What is drawn in a terminal of 80 columns until two of three jobs have ended. */
    private String drawn(boolean colours) {
        ByteArrayOutputStream terminal = new ByteArrayOutputStream();
        try (PrintStream stream = new PrintStream(terminal, true, StandardCharsets.UTF_8);
                ProgressView view = new ProgressView(3, lines.writer(), time)) {
            view.start(OptionalInt.of(80), colours, stream);
            ended(view, 0, new JobOutcome.Succeeded(List.of()));
            ended(view, 1, new JobOutcome.Succeeded(List.of()));
        }
        assertThat(lines.beginning("")).as("lines beside the bar").isEmpty();
        return terminal.toString(StandardCharsets.UTF_8);
    }

    @Test
    void theBarOfABatchThatWasStoppedIsNotFull() {
        ByteArrayOutputStream terminal = new ByteArrayOutputStream();
        try (PrintStream stream = new PrintStream(terminal, true, StandardCharsets.UTF_8);
                ProgressView view = new ProgressView(3, lines.writer(), time)) {
            view.start(OptionalInt.of(100), false, stream);
            ended(view, 0, new JobOutcome.Succeeded(List.of()));
            ended(view, 1, new JobOutcome.Unfinished("stopped"));
            ended(view, 2, new JobOutcome.Cancelled("stopped"));
        }
        assertThat(terminal.toString(StandardCharsets.UTF_8)).doesNotContain("100%").contains("33%", "1/3",
                "1 ok, 1 unfinished, 1 cancelled, ");
    }

    @Test
    void inATerminalItIsABar() {
        assertThat(drawn(true)).contains("Videos", "66%", "2 ok").contains(ESCAPE + "[");
    }

    @ParameterizedTest
    @ValueSource(ints = {40, 120})
    void theBarFollowsATerminalThatIsMadeNarrowerOrWider(int columns) {
        ByteArrayOutputStream terminal = new ByteArrayOutputStream();
        try (PrintStream stream = new PrintStream(terminal, true, StandardCharsets.UTF_8);
                ProgressView view = new ProgressView(3, lines.writer(), time)) {
            view.start(OptionalInt.of(80), false, stream);
            ended(view, 0, new JobOutcome.Succeeded(List.of()));
            view.resized(columns);
        }
        String last = terminal.toString(StandardCharsets.UTF_8).stripTrailing().replaceAll("(?s).*\r", "");
        assertThat(last).startsWith("Videos").hasSizeBetween(columns - 20, columns - 1);
    }

    @Test
    void theSystemTellsOfAResizedTerminalUntilThatIsEnded() throws Exception {
        CountDownLatch resized = new CountDownLatch(2);
        Runnable end = Terminal.onResize(resized::countDown);
        try {
            while (resized.getCount() > 0) {
                long left = resized.getCount();
                new ProcessBuilder("kill", "-s", "WINCH", Long.toString(ProcessHandle.current().pid())).start()
                        .waitFor();
                while (resized.getCount() == left) {
                    Thread.onSpinWait();
                }
            }
        } finally {
            end.run();
        }
        assertThat(resized.getCount()).isZero();
    }

    @Test
    void whoAsksForNoColourHasNone() {
        assertThat(drawn(false)).contains("Videos", "66%", "2 ok").doesNotContain(ESCAPE + "[3").satisfies(
                text -> assertThat(text.chars()).as("ASCII").allMatch(letter -> letter < 128));
        assertThat(Terminal.hasColours(Map.of())).isTrue();
        assertThat(Terminal.hasColours(Map.of("NO_COLOR", ""))).as("as no-color.org says").isTrue();
        assertThat(Terminal.hasColours(Map.of("NO_COLOR", "1"))).isFalse();
    }
}
