// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.cluster;

import dev.veo3.batch.journal.HeldBackException;
import dev.veo3.batch.journal.JobHistory;
import dev.veo3.batch.journal.JobState.Phase;
import dev.veo3.batch.journal.Journal;
import dev.veo3.batch.journal.JournalRecord.Admitted;
import dev.veo3.batch.journal.JournalRecord.Ambiguous;
import dev.veo3.batch.journal.JournalRecord.Downloaded;
import dev.veo3.batch.journal.JournalRecord.Ended;
import dev.veo3.batch.journal.JournalRecord.Generated;
import dev.veo3.batch.journal.JournalRecord.Rejected;
import dev.veo3.batch.journal.JournalRecord.Submitted;
import dev.veo3.batch.journal.JournalRecord.Submitting;
import dev.veo3.batch.limit.RateLimit;
import dev.veo3.model.Usd;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What all workers of a batch may use together, what holds it back, and what gives it back. */
class SharedLimitsTest extends LimitedWorkers {
    @Test
    void whatIsHeldBackLeavesNoTraceAndTheSameAttemptPassesLater() throws SQLException {
        ClusterLimits limits = ClusterLimits.none().withInFlight(1);
        Journal one = worker("one", limits);
        Journal two = worker("two", limits);
        one.force(intent("a", 1));

        HeldBackException held = heldBack(two, intent("b", 1));

        assertThat(held).hasMessageContaining("1 jobs of all workers are in flight");
        assertThat(held.pause()).hasValueSatisfying(pause -> assertThat(pause).isPositive());
        assertThat(two.failure()).isEmpty();
        assertThat(two.history("b")).isEqualTo(JobHistory.none("b"));
        assertThat(PostgresServer.text(PostgresServer.pool(),
                "SELECT count(*) FROM veo3_attempt WHERE job = 'b' AND batch = '" + batch + "'")).isEqualTo("0");
        one.append(new Rejected("a", NOW, STEP, 1, Rejected.Cause.REFUSED, "HTTP 400"));
        two.force(intent("b", 1));
        assertThat(one.state("b").phase()).isEqualTo(Phase.SUBMITTING);
    }

    @Test
    void aJobHoldsItsPlaceUntilItsVideosAreMade() {
        ClusterLimits limits = ClusterLimits.none().withInFlight(1);
        Journal one = worker("one", limits);
        one.force(intent("a", 1));
        one.force(new Submitted("a", NOW, STEP, 1, "operations/1"));
        heldBack(one, intent("b", 1));

        one.append(new Generated("a", NOW, List.of("gs://bucket/a.mp4"), Optional.empty()));

        one.force(intent("b", 1));
    }

    @Test
    void aJobOfUnknownFateHoldsItsPlaceForAsLongAsTheServiceMayBeAtWorkOnIt() {
        ClusterLimits limits = ClusterLimits.none().withInFlight(1);
        Journal one = worker("one", limits);
        one.force(intent("a", 1));
        one.append(new Ambiguous("a", NOW, STEP, 1, "HTTP 500", Optional.empty()));
        one.append(ended("a", "ambiguous", PRICE));
        heldBack(one, intent("b", 1));

        Journal later = worker("later", limits.withLongestGeneration(Duration.ZERO));

        later.force(intent("b", 1));
    }

    /** Its worker may be gone, or may stand still and send any moment: only a declaration ends that. */
    @Test
    void anIntentThatNobodyHasDeclaredHoldsItsPlaceWhateverTheTime() {
        ClusterLimits limits = ClusterLimits.none().withInFlight(1).withLongestGeneration(Duration.ZERO);
        Journal one = worker("one", limits);
        one.force(intent("a", 1));

        heldBack(one, intent("b", 1));

        one.append(new Ambiguous("a", NOW, STEP, 1, "its worker is gone", Optional.empty()));
        one.force(intent("b", 1));
    }

    /** It may have been sent long after its intent was made: its time begins when nobody can send it any more. */
    @Test
    void theTimeOfAnAttemptOfUnknownFateBeginsWhenItIsDeclared() throws SQLException {
        ClusterLimits limits = ClusterLimits.none().withInFlight(1);
        Journal one = worker("one", limits);
        one.force(intent("a", 1));
        PostgresServer.execute(PostgresServer.pool(),
                "UPDATE veo3_job SET at_service_since = at_service_since - interval '1 hour' WHERE batch = '" + batch
                        + "'");

        worker("two", limits).append(new Ambiguous("a", NOW, STEP, 1, "its worker is gone", Optional.empty()));

        heldBack(one, intent("b", 1));
    }

    @Test
    void whatAnotherWorkerIsSendingKeepsItsMoneyAndItsPlaceThoughTheJobFailedHere() {
        ClusterLimits limits = ClusterLimits.none().withInFlight(1).withBudget(Usd.of("2.00"));
        Journal one = worker("one", limits);
        Journal two = worker("two", limits);
        admit(one, "a");
        admit(one, "b");
        one.force(intent("a", 1));

        assertThat(two.append(ended("a", "failed", Usd.ZERO))).isFalse();

        assertThat(heldBack(two, intent("b", 1))).hasMessageContaining("in flight");
        assertThat(heldBack(worker("three", ClusterLimits.none().withBudget(Usd.of("2.00"))), intent("b", 1)))
                .hasMessageContaining("budget");
    }

    @Test
    void anAttemptOfUnknownFateKeepsItsMoneyAndItsPlaceHoweverItsJobEnded() {
        ClusterLimits limits = ClusterLimits.none().withInFlight(1).withBudget(Usd.of("2.00"));
        Journal one = worker("one", limits);
        admit(one, "a");
        admit(one, "b");
        one.force(intent("a", 1));
        one.append(new Ambiguous("a", NOW, STEP, 1, "HTTP 500", Optional.empty()));

        one.append(ended("a", "failed", Usd.ZERO));

        assertThat(heldBack(one, intent("b", 1))).hasMessageContaining("in flight");
        assertThat(heldBack(worker("two", ClusterLimits.none().withBudget(Usd.of("2.00"))), intent("b", 1)))
                .hasMessageContaining("budget");
    }

    @Test
    void whatNoJobCanGiveBackIsNotWaitedFor() {
        ClusterLimits limits = ClusterLimits.none().withBudget(Usd.of("2.00"));
        Journal one = worker("one", limits);
        IntStream.rangeClosed(1, 3).forEach(job -> admit(one, "job " + job));
        one.force(intent("job 1", 1));
        assertThat(heldBack(one, intent("job 2", 1)).pause()).isPresent();

        one.force(new Submitted("job 1", NOW, STEP, 1, "operations/1"));
        one.append(ended("job 1", "succeeded", PRICE));

        assertThat(heldBack(one, intent("job 2", 1)).pause()).isEmpty();
        assertThat(heldBack(one, intent("job 3", 1)))
                .hasMessageContaining("of $2.00, $1.20 is spent or reserved by all workers");
    }

    /** Its worker has handed it back, and it may come to nothing; at rest without a row, it is for the next submission. */
    @Test
    void whatIsUnfinishedAndOnItsWayHomeMayGiveItsMoneyBack() throws SQLException {
        ClusterLimits limits = ClusterLimits.none().withBudget(Usd.of("2.00"));
        Journal one = worker("one", limits);
        admit(one, "a");
        admit(one, "b");
        one.force(intent("a", 1));
        one.force(new Submitted("a", NOW, STEP, 1, "operations/1"));
        one.append(ended("a", "unfinished", Usd.ZERO));
        assertThat(heldBack(one, intent("b", 1)).pause()).as("nobody brings it home").isEmpty();

        PostgresServer.execute(PostgresServer.pool(), "INSERT INTO veo3_execution (task_name, task_instance,"
                + " execution_time, picked, version) VALUES ('" + batch + "', 'a', now(), false, 1)");

        assertThat(heldBack(one, intent("b", 1)).pause()).isPresent();
    }

    /** Its video was here, and was paid: its file is gone, and the service has none any more. */
    @Test
    void whatAVideoHasCostThatIsGoneIsNotGivenBack() {
        ClusterLimits limits = ClusterLimits.none().withBudget(Usd.of("2.00"));
        Journal one = worker("one", limits);
        admit(one, "a");
        admit(one, "b");
        one.force(intent("a", 1));
        one.force(new Submitted("a", NOW, STEP, 1, "operations/1"));
        one.append(new Downloaded("a", NOW, Path.of("a.mp4"), 1, "00"));
        Ended delivered = ended("a", "succeeded", PRICE);
        one.append(delivered);
        assertThat(one.reopen(new Admitted("a", NOW, "1:spec", Optional.of(PRICE)), delivered)).isTrue();

        one.append(ended("a", "failed", Usd.ZERO));

        assertThat(one.state("a").outcome()).contains("failed");
        assertThat(heldBack(one, intent("b", 1))).hasMessageContaining("$1.20 is spent or reserved");
    }

    @Test
    void whatWasSpentBeforeThereWasABudgetCounts() {
        Journal before = worker("before", ClusterLimits.none());
        admit(before, "job 1");
        before.force(intent("job 1", 1));

        Journal one = worker("one", ClusterLimits.none().withBudget(Usd.of("2.00")));

        admit(one, "job 2");
        heldBack(one, intent("job 2", 1));
    }

    @Test
    void theNextAttemptAtAJobHasItsPlaceAndItsMoneyAlready() {
        ClusterLimits limits = ClusterLimits.none().withInFlight(1).withBudget(Usd.of("1.20"));
        Journal one = worker("one", limits);
        admit(one, "a");
        one.force(intent("a", 1));
        one.append(new Rejected("a", NOW, STEP, 1, Rejected.Cause.QUOTA, "HTTP 429"));

        one.force(intent("a", 2));

        assertThat(one.history("a").nextAttempt(STEP)).isEqualTo(3);
    }

    @Test
    void aDayThatIsUsedUpIsWaitedForAndEachModelHasItsOwn() throws SQLException {
        ClusterLimits limits = ClusterLimits.none().withRate(RateLimit.none().andPerDay(2));
        Journal one = worker("one", limits);
        Journal two = worker("two", limits);
        one.force(intent("a", 1));
        two.force(intent("b", 1));

        assertThat(heldBack(one, intent("c", 1)).pause())
                .hasValueSatisfying(pause -> assertThat(pause).isPositive().isLessThanOrEqualTo(Duration.ofHours(25)));
        one.force(intent("other", 1));
        PostgresServer.execute(PostgresServer.pool(),
                "UPDATE veo3_limit SET day = day - 1 WHERE batch = '" + batch + "'");
        two.force(intent("c", 1));
    }

    /** The one that has taken it up before is gone, and nothing came of its attempt. */
    @Test
    void aJobThatCostsMoreByNowIsCountedAsItIsNow() {
        ClusterLimits limits = ClusterLimits.none().withBudget(Usd.of("2.00"));
        Journal gone = worker("gone", limits);
        admit(gone, "a");
        gone.force(intent("a", 1));
        gone.append(new Rejected("a", NOW, STEP, 1, Rejected.Cause.NOT_SENT, "no route"));
        Journal here = worker("here", limits);

        assertThat(here.append(new Admitted("a", NOW, "1:spec", Optional.of(Usd.of("3.00"))))).isTrue();

        assertThat(heldBack(here, new Submitting("a", NOW, STEP, 2, Usd.of("3.00"), Optional.empty())))
                .hasMessageContaining("budget");
    }
}
