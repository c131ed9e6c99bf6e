// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.cluster;

import dev.veo3.batch.journal.AttemptTakenException;
import dev.veo3.batch.journal.HeldBackException;
import dev.veo3.batch.journal.JobState.Phase;
import dev.veo3.batch.journal.Journal;
import dev.veo3.batch.journal.JournalRecord.Admitted;
import dev.veo3.batch.journal.JournalRecord.Ambiguous;
import dev.veo3.batch.journal.JournalRecord.Downloaded;
import dev.veo3.batch.journal.JournalRecord.Ended;
import dev.veo3.batch.journal.JournalRecord.Generated;
import dev.veo3.batch.journal.JournalRecord.Rejected;
import dev.veo3.batch.journal.JournalRecord.Resolved;
import dev.veo3.batch.journal.JournalRecord.Submitted;
import dev.veo3.batch.journal.JournalRecord.Submitting;
import dev.veo3.batch.journal.JournalRecord.Verdict;
import dev.veo3.model.Usd;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What a worker says of a job that another one has, or had: some of it is kept. */
class KeptRecordsTest {
    private static final Instant NOW = Instant.parse("2026-11-26T10:00:00Z");
    private static final String STEP = "submit";

    private final String batch = "batch " + UUID.randomUUID();
    private final Journal one = PostgresJournal.ofWorker(PostgresServer.pool(), batch, "one");
    private final Journal two = PostgresJournal.ofWorker(PostgresServer.pool(), batch, "two");

    private static Submitting submitting(String job, int attempt) {
        return new Submitting(job, NOW, STEP, attempt, Usd.of("1.20"), Optional.empty());
    }

    private static Submitted submitted(String job, int attempt, String operation) {
        return new Submitted(job, NOW, STEP, attempt, operation);
    }

    @Test
    void itIsSaidWhetherARecordIsKept() {
        assertThat(one.append(new Admitted("a", NOW, "1:spec", Optional.empty()))).isTrue();
        one.force(submitting("a", 1));

        assertThat(two.append(ended("a", "skipped"))).as("it may be being sent").isFalse();
        one.append(new Rejected("a", NOW, STEP, 1, Rejected.Cause.QUOTA, "HTTP 429"));
        assertThat(two.append(ended("a", "skipped"))).as("nothing came of it").isTrue();

        assertThat(one.state("a").outcome()).contains("skipped");
    }

    /** It stood still while the other one brought its job home, and is closed now. */
    @Test
    void aVideoThatAnotherWorkerHasBroughtHomeStays() {
        one.append(new Admitted("a", NOW, "1:spec", Optional.empty()));
        one.force(submitting("a", 1));
        one.force(submitted("a", 1, "operations/1"));
        two.append(ended("a", "succeeded"));

        assertThat(one.append(ended("a", "unfinished"))).as("the job rests").isTrue();

        assertThat(two.state("a").outcome()).contains("succeeded");
    }

    /** It stood still while the other one found that the first operation had failed, and made a second attempt. */
    @Test
    void theFailureOfAFormerAttemptDoesNotEndAJobThatRunsAgain() {
        Journal rich = worker("rich", ClusterLimits.none().withBudget(Usd.of("1.20")));
        takeUp("a");
        takeUp("b");
        retriedByTheOther("a");

        assertThat(one.append(failed("a", 1, "operations/1"))).as("the job rests").isFalse();

        assertThat(two.state("a").phase()).isEqualTo(Phase.SUBMITTED);
        assertThatThrownBy(() -> rich.force(submitting("b", 1))).as("the budget holds what runs")
                .isInstanceOf(HeldBackException.class);
    }

    @Test
    void theFailureOfAFormerAttemptDoesNotTakeAVideoAway() {
        takeUp("a");
        retriedByTheOther("a");
        two.append(succeeded("a", 2, "operations/2"));

        assertThat(one.append(failed("a", 1, "operations/1"))).as("it is said how the job rests").isFalse();

        assertThat(two.history("a").ended()).contains(succeeded("a", 2, "operations/2"));
    }

    @Test
    void theFailureOfTheLastAttemptEndsTheJob() {
        takeUp("a");
        retriedByTheOther("a");

        assertThat(one.append(failed("a", 2, "operations/2"))).isTrue();

        assertThat(two.state("a").outcome()).contains("failed");
    }

    /** Whoever brings home what another one has brought home says nothing new. */
    @Test
    void aJobThatEndedWithAVideoStaysEndedWhileAnotherWorkerBringsTheSameHome() {
        takeUp("a");
        one.force(submitting("a", 1));
        one.force(submitted("a", 1, "operations/1"));
        two.append(succeeded("a", 1, "operations/1"));

        one.append(new Generated("a", NOW, List.of("gs://bucket/1.mp4"), Optional.empty()));
        assertThat(two.state("a").outcome()).contains("succeeded");
        one.append(new Downloaded("a", NOW, Path.of("a.mp4"), 1, "00"));
        assertThat(two.state("a").outcome()).contains("succeeded");
        assertThat(one.append(succeeded("a", 1, "operations/1"))).isTrue();
    }

    @Test
    void aJobWhoseVideoIsGoneGoesOnOnceAndOnlyFromTheEndThatWasRead() {
        takeUp("a");
        one.force(submitting("a", 1));
        one.force(submitted("a", 1, "operations/1"));
        one.append(succeeded("a", 1, "operations/1"));
        Ended read = two.history("a").ended().orElseThrow();
        Admitted again = new Admitted("a", NOW, "1:spec", Optional.of(Usd.of("1.20")));
        assertThat(two.reopen(again, ended("a", "succeeded"))).as("it does not rest like that").isFalse();

        assertThat(two.reopen(again, read)).isTrue();

        assertThat(one.state("a").phase()).isEqualTo(Phase.SUBMITTED);
        assertThat(two.reopen(again, read)).as("it goes on already").isFalse();
        assertThat(two.append(ended("a", "unfinished"))).isTrue();
        assertThat(one.state("a").outcome()).contains("unfinished");
    }

    /** It had decided that the attempt may be followed by another, and was held back until the answer had come to the first worker. */
    @Test
    void anAttemptThatFollowsADoubtIsRefusedOnceTheFirstOneIsKnownToHaveHappened() {
        one.force(submitting("a", 1));
        two.append(new Ambiguous("a", NOW, STEP, 1, "its worker stands still", Optional.empty()));
        assertThat(two.risk("a", STEP, 1, Usd.of("1.20"), Usd.of("5"))).contains(true);
        one.force(submitted("a", 1, "operations/1"));

        assertThatThrownBy(() -> two.force(submitting("a", 2))).isInstanceOf(AttemptTakenException.class)
                .hasMessageContaining("attempt 1 has happened");

        assertThat(two.history("a").result(STEP)).contains("operations/1");
    }

    @Test
    void anAttemptThatFollowsOneOfWhichNoTraceWasFoundIsRefusedOnceThatIsKnownToHaveHappened() {
        one.force(submitting("a", 1));
        two.append(new Ambiguous("a", NOW, STEP, 1, "its worker stands still", Optional.empty()));
        two.append(new Resolved("a", NOW, STEP, 1, new Verdict.Absent()));
        one.force(submitted("a", 1, "operations/1"));

        assertThatThrownBy(() -> two.force(submitting("a", 2))).isInstanceOf(AttemptTakenException.class);

        assertThat(two.history("a").result(STEP)).contains("operations/1");
    }

    /** No trace says nothing of a request that may be leaving at this moment. */
    @Test
    void anIntentThatIsOpenIsNotTakenBackByAnotherWorkerThatFindsNoTrace() {
        one.force(submitting("a", 1));
        Resolved absent = new Resolved("a", NOW, STEP, 1, new Verdict.Absent());

        assertThat(two.append(absent)).isFalse();
        assertThat(two.state("a").phase()).isEqualTo(Phase.SUBMITTING);

        two.append(new Ambiguous("a", NOW, STEP, 1, "its worker stands still", Optional.empty()));
        assertThat(two.append(absent)).as("its worker looks once more before it sends").isTrue();
        assertThatThrownBy(() -> one.requireOpen("a", STEP, 1)).isInstanceOf(AttemptTakenException.class);
    }

    @Test
    void anIntentThatNobodyHasDecidedOnStillStands() {
        one.force(submitting("a", 1));

        assertThatCode(() -> one.requireOpen("a", STEP, 1)).doesNotThrowAnyException();
    }

    @Test
    void anAttemptThatIsKnownToHaveFailedIsFollowedByTheNext() {
        one.force(submitting("a", 1));
        one.force(submitted("a", 1, "operations/1"));

        two.force(again("a", 2));

        assertThat(one.history("a").last(STEP).orElseThrow().attempt()).isEqualTo(2);
    }

    private static Submitting again(String job, int attempt) {
        return new Submitting(job, NOW, STEP, attempt, Usd.of("1.20"), Optional.empty(), true);
    }

    private Journal worker(String name, ClusterLimits limits) {
        return PostgresJournal.ofWorker(PostgresServer.pool(), batch, name, limits, job -> "model");
    }

    private void takeUp(String job) {
        one.append(new Admitted(job, NOW, "1:spec", Optional.of(Usd.of("1.20"))));
    }

    private void retriedByTheOther(String job) {
        one.force(submitting(job, 1));
        one.force(submitted(job, 1, "operations/1"));
        two.force(again(job, 2));
        two.force(submitted(job, 2, "operations/2"));
    }

    private static Ended failed(String job, int attempt, String operation) {
        return new Ended(job, NOW, "failed", Optional.of("code 13"), List.of(), Optional.of(operation), NOW,
                Duration.ZERO, Usd.ZERO, attempt);
    }

    private static Ended succeeded(String job, int attempt, String operation) {
        return new Ended(job, NOW, "succeeded", Optional.empty(), List.of(), Optional.of(operation), NOW,
                Duration.ofSeconds(61), Usd.of("1.20"), attempt);
    }

    private static Ended ended(String job, String outcome) {
        return new Ended(job, NOW, outcome, Optional.empty(), List.of(), Optional.empty(), NOW, Duration.ZERO, Usd.ZERO,
                1);
    }
}
