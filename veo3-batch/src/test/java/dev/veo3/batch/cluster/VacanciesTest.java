// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.cluster;

import dev.veo3.batch.journal.AttemptTakenException;
import dev.veo3.batch.journal.JournalRecord.Ambiguous;
import dev.veo3.batch.journal.JournalRecord.Generated;
import dev.veo3.batch.journal.JournalRecord.Rejected;
import dev.veo3.batch.journal.JournalRecord.Submitted;
import dev.veo3.batch.journal.JournalRecord.Submitting;
import dev.veo3.model.Usd;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Which jobs that one worker's journal holds back are told that there is room again. */
class VacanciesTest extends LimitedWorkers {
    private final List<String> told = new ArrayList<>();

    private PostgresJournal telling(ClusterLimits limits) {
        PostgresJournal journal = (PostgresJournal) worker("here", limits);
        journal.tellOfRoom(told::add);
        return journal;
    }

    @Test
    void aPlaceThatAnotherWorkerGivesBackIsSeenWithTheNextLook() {
        ClusterLimits limits = ClusterLimits.none().withInFlight(2);
        PostgresJournal one = (PostgresJournal) worker("one", limits);
        PostgresJournal here = telling(limits);
        one.force(intent("a", 1));
        one.force(intent("b", 1));
        heldBack(here, intent("c", 1));
        heldBack(here, intent("d", 1));
        here.lookForRoom();
        assertThat(told).isEmpty();

        one.append(new Rejected("a", NOW, STEP, 1, Rejected.Cause.REFUSED, "HTTP 400"));
        here.lookForRoom();

        assertThat(told).containsExactly("c");
        here.force(intent("c", 1));
        here.lookForRoom();
        assertThat(told).as("all places are taken").containsExactly("c");
    }

    @Test
    void aPlaceThatIsGivenBackHereIsToldAtOnce() {
        ClusterLimits limits = ClusterLimits.none().withInFlight(1);
        PostgresJournal here = telling(limits);
        here.force(intent("a", 1));
        here.force(new Submitted("a", NOW, STEP, 1, "operations/1"));
        heldBack(here, intent("b", 1));

        here.append(new Generated("a", NOW, List.of("gs://bucket/a.mp4"), Optional.empty()));

        assertThat(told).containsExactly("b");
    }

    @Test
    void moneyThatComesBackIsToldWhenItIsEnough() {
        ClusterLimits limits = ClusterLimits.none().withBudget(Usd.of("2.00"));
        PostgresJournal here = telling(limits);
        admit(here, "a");
        admit(here, "b");
        here.force(intent("a", 1));
        heldBack(here, intent("b", 1));
        here.lookForRoom();
        assertThat(told).isEmpty();

        here.append(new Rejected("a", NOW, STEP, 1, Rejected.Cause.REFUSED, "HTTP 400"));

        assertThat(told).containsExactly("b");
    }

    @Test
    void whoHasPassedIsNotTold() {
        ClusterLimits limits = ClusterLimits.none().withInFlight(1);
        PostgresJournal here = telling(limits);
        here.force(intent("a", 1));
        heldBack(here, intent("b", 1));
        here.append(ended("b", "skipped", Usd.ZERO));

        here.append(new Rejected("a", NOW, STEP, 1, Rejected.Cause.REFUSED, "HTTP 400"));

        assertThat(told).isEmpty();
    }

    /** What it was told there is room for is for the one after it. */
    @Test
    void whoseAttemptAnotherWorkerHasTakenIsNotTold() {
        ClusterLimits limits = ClusterLimits.none().withInFlight(1);
        PostgresJournal here = telling(limits);
        here.force(intent("a", 1));
        heldBack(here, intent("b", 1));
        heldBack(here, intent("c", 1));
        worker("other", ClusterLimits.none()).force(intent("b", 1));
        assertThatExceptionOfType(AttemptTakenException.class).isThrownBy(() -> here.force(intent("b", 1)));

        here.append(new Rejected("a", NOW, STEP, 1, Rejected.Cause.REFUSED, "HTTP 400"));
        worker("other", limits).append(new Rejected("b", NOW, STEP, 1, Rejected.Cause.REFUSED, "HTTP 400"));
        here.lookForRoom();

        assertThat(told).containsExactly("c");
    }

    /** They are told so that they find that out, and end. */
    @Test
    void moneyThatNobodyGivesBackAnyMoreIsTold() {
        PostgresJournal here = telling(ClusterLimits.none().withBudget(Usd.of("2.00")));
        admit(here, "a");
        admit(here, "b");
        here.force(intent("a", 1));
        here.force(new Submitted("a", NOW, STEP, 1, "operations/1"));
        heldBack(here, intent("b", 1));

        here.append(ended("a", "succeeded", PRICE));

        assertThat(told).containsExactly("b");
        assertThat(heldBack(here, intent("b", 1)).pause()).isEmpty();
    }

    /** All the money is reserved, some of it for this job's first step; its second one costs nothing more. */
    @Test
    void aPlaceIsToldToAJobWhoseMoneyIsReservedAlready() {
        PostgresJournal here = telling(ClusterLimits.none().withInFlight(1).withBudget(PRICE.plus(PRICE)));
        admit(here, "a");
        admit(here, "b");
        here.force(intent("a", 1));
        here.force(new Submitted("a", NOW, STEP, 1, "operations/1"));
        here.append(new Generated("a", NOW, List.of("gs://bucket/a.mp4"), Optional.empty()));
        here.force(intent("b", 1));
        here.force(new Submitted("b", NOW, STEP, 1, "operations/2"));
        Submitting second = new Submitting("a", NOW, "extend", 1, PRICE, Optional.empty());
        heldBack(here, second);

        here.append(new Generated("b", NOW, List.of("gs://bucket/b.mp4"), Optional.empty()));

        assertThat(told).containsExactly("a");
        here.force(second);
    }

    /** It waits for a place for its next attempt, and the answer to the one before comes from a worker that stood still. */
    @Test
    void aJobWhoseAnswerComesLateIsToldThoughThereIsNoPlace() {
        ClusterLimits limits = ClusterLimits.none().withInFlight(1);
        PostgresJournal slow = (PostgresJournal) worker("slow", ClusterLimits.none());
        PostgresJournal here = telling(limits);
        slow.force(intent("a", 1));
        slow.force(intent("b", 1));
        here.append(new Ambiguous("a", NOW, STEP, 1, "its worker stands still", Optional.empty()));
        heldBack(here, intent("a", 2));
        here.lookForRoom();
        assertThat(told).isEmpty();

        slow.force(new Submitted("a", NOW, STEP, 1, "operations/1"));
        here.lookForRoom();

        assertThat(told).containsExactly("a");
    }
}
