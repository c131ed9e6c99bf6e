// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.metrics;

import dev.veo3.batch.event.JobOutcome;
import dev.veo3.batch.metrics.BatchHealth.State;
import dev.veo3.model.Usd;
import dev.veo3.time.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** What the figures are made of, without a batch. */
class FiguresTest {
    private static final long MINUTE = Duration.ofMinutes(1).toNanos();

    @Test
    void whatManyThreadsCountIsAddedUp() {
        ManualTime time = ManualTime.stepping(Instant.EPOCH);
        Tally tally = new Tally(8_000, time);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int thread = 0; thread < 80; thread++) {
                threads.submit(() -> {
                    try (Tally.Sheet sheet = tally.sheet()) {
                        for (int job = 0; job < 100; job++) {
                            sheet.started(0, 0);
                            sheet.spent(Activity.FORCING, 5);
                            sheet.took(Phase.GENERATE, 1_000_000);
                            sheet.ended(job == 0 ? new JobOutcome.Empty() : new JobOutcome.Succeeded(List.of()),
                                    Usd.ZERO, Usd.ZERO, 10);
                        }
                    }
                });
            }
        }
        Counts counts = tally.counts();
        assertThat(counts.ran()).isEqualTo(8_000);
        assertThat(counts.errors()).isEqualTo(80);
        assertThat(counts.forces()).isEqualTo(8_000);
        assertThat(counts.work().on(Activity.FORCING)).isEqualTo(Duration.ofNanos(40_000));
        assertThat(counts.averageDuration()).isEqualTo(Duration.ofNanos(10));
        assertThat(tally.phase(Phase.GENERATE).count()).isEqualTo(8_000);
        assertThat(tally.phase(Phase.GENERATE).p99().toNanos()).isCloseTo(1_000_000, within(10_000L));
    }

    @Test
    void jobsThatAStopEndedAreNoFailuresInTheProgress() {
        Tally tally = new Tally(10, ManualTime.stepping(Instant.EPOCH));
        for (JobOutcome outcome : List.of(new JobOutcome.Succeeded(List.of()), new JobOutcome.Failed("no"),
                new JobOutcome.Filtered(List.of()), new JobOutcome.Empty(), new JobOutcome.Ambiguous("who knows"),
                new JobOutcome.Unfinished("stopped"), new JobOutcome.Skipped("a failure"),
                new JobOutcome.Cancelled("stopped"), new JobOutcome.Cancelled("stopped"))) {
            tally.ended(outcome, Usd.ZERO);
        }
        assertThat(tally.progress().failed()).isEqualTo(4);
        assertThat(tally.progress().left()).isEqualTo(new BatchProgress.Left(1, 1, 2));
        assertThat(tally.progress().done()).isEqualTo(9);
    }

    @Test
    void aPermitCountsWhileItIsHeld() {
        PermitTime permit = new PermitTime();
        permit.taken(0);
        assertThat(permit.until(7)).isEqualTo(7);
        permit.given(10);
        assertThat(permit.until(50)).isEqualTo(10);
        permit.taken(50);
        assertThat(permit.until(55)).isEqualTo(15);
        permit.given(60);
        assertThat(permit.until(99)).isEqualTo(20);
    }

    @Test
    void aLimitThatChangesCountsAsLongAsItWasThere() {
        LimitTime limits = new LimitTime(4, 100);
        limits.changed(1, 200);
        assertThat(limits.until(300)).isEqualTo(4 * 100 + 1 * 100);
    }

    @Test
    void theErrorRateIsOfTheLastFiveMinutes() {
        ErrorWindow window = new ErrorWindow(0);
        assertThat(window.at(MINUTE, 10, 5).value()).isEqualTo(0.5);
        assertThat(window.at(3 * MINUTE, 20, 5).value()).isEqualTo(0.25);
        // What had ended after one minute is more than five minutes ago.
        assertThat(window.at(7 * MINUTE, 30, 5)).isEqualTo(new ErrorWindow.Rate(20, 0));
        assertThat(window.at(60 * MINUTE, 30, 5).value()).isZero();
    }

    @Test
    void whatTakesNoTimeAtAllIsCountedAsWell() {
        Durations durations = new Durations();
        durations.stripe().record(Phase.QUEUE, -5);
        durations.stripe().record(Phase.QUEUE, Long.MAX_VALUE);
        assertThat(durations.of(Phase.QUEUE).count()).isEqualTo(2);
        assertThat(durations.of(Phase.QUEUE).p50()).isZero();
    }

    private static ProcessFigures process(long files, long heap) {
        return new ProcessFigures(OptionalLong.of(files), OptionalLong.of(1_000), Optional.empty(), heap);
    }

    private static State state(BatchHealth health, String subject) {
        return health.findings().stream().filter(finding -> finding.subject().equals(subject)).findFirst()
                .orElseThrow().state();
    }

    @Test
    void aBatchThatLeavesNothingBehindIsHealthy() {
        BatchHealth health = new Leftovers(0, 1, 1, 0).judge(process(50, 10), process(70, 12), 100, 12);
        assertThat(health.isFine()).isTrue();
        assertThat(health.findings()).hasSize(4).allSatisfy(finding -> assertThat(finding.state()).isEqualTo(
                State.FINE));
        assertThat(health.describe())
                .contains("ok       open files: 70 are open, 50 were before the batch, 1000 may be");
    }

    @Test
    void whatIsLeftIsSuspect() {
        assertThat(state(new Leftovers(1, 0, 0, 0).judge(process(1, 1), process(1, 1), 100, 12), "virtual threads"))
                .isEqualTo(State.SUSPECT);
        assertThat(state(new Leftovers(0, 2, 1, 0).judge(process(1, 1), process(1, 1), 100, 12), "permits"))
                .isEqualTo(State.SUSPECT);
        assertThat(state(new Leftovers(0, 0, 0, 1).judge(process(1, 1), process(1, 1), 100, 12), "permits"))
                .isEqualTo(State.SUSPECT);
        assertThat(state(new Leftovers(0, 0, 0, 0).judge(process(1, 1), process(500, 1), 100, 12), "open files"))
                .isEqualTo(State.SUSPECT);
        assertThat(state(new Leftovers(0, 0, 0, 0).judge(process(1, 1), process(58, 1), 100, 12), "open files"))
                .as("a file for every second job of a hundred").isEqualTo(State.SUSPECT);
        assertThat(state(new Leftovers(0, 0, 0, 0).judge(process(1, 1), process(57, 1), 100, 12), "open files"))
                .as("12 connections at both ends").isEqualTo(State.FINE);
        assertThat(state(new Leftovers(0, 0, 0, 0).judge(process(790, 1), process(900, 1), 100, 12), "open files"))
                .isEqualTo(State.SUSPECT);
        assertThat(
                state(new Leftovers(0, 0, 0, 0).judge(process(1, 1), process(1, 90), 100, 12), "heap after collection"))
                .isEqualTo(State.SUSPECT);
    }

    @Test
    void whatTheSystemDoesNotTellIsUnknownAndNotFine() {
        ProcessFigures nothing = new ProcessFigures(OptionalLong.empty(), OptionalLong.empty(), Optional.empty(), 0);
        BatchHealth health = new Leftovers(0, 0, 0, 0).judge(nothing, nothing, 100, 12);
        assertThat(state(health, "open files")).isEqualTo(State.UNKNOWN);
        assertThat(state(health, "heap after collection")).isEqualTo(State.UNKNOWN);
        assertThat(health.isFine()).isTrue();
    }
}
