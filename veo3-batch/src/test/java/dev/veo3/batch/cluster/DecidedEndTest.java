// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.cluster;

import dev.veo3.batch.journal.AttemptTakenException;
import dev.veo3.batch.journal.JobState.Phase;
import dev.veo3.batch.journal.Journal;
import dev.veo3.batch.journal.JournalRecord.Admitted;
import dev.veo3.batch.journal.JournalRecord.Ambiguous;
import dev.veo3.batch.journal.JournalRecord.Ended;
import dev.veo3.batch.journal.JournalRecord.Rejected;
import dev.veo3.batch.journal.JournalRecord.Resolved;
import dev.veo3.batch.journal.JournalRecord.Submitted;
import dev.veo3.batch.journal.JournalRecord.Submitting;
import dev.veo3.batch.journal.JournalRecord.Verdict;
import dev.veo3.model.Usd;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** How a job rests that one worker has ended while another one stood still: nothing takes that back but who has read it. */
class DecidedEndTest {
    private static final Instant NOW = Instant.parse("2026-11-26T10:00:00Z");
    private static final String STEP = "submit";

    private final String batch = "batch " + UUID.randomUUID();
    private final Journal one = PostgresJournal.ofWorker(PostgresServer.pool(), batch, "one");
    private final Journal two = PostgresJournal.ofWorker(PostgresServer.pool(), batch, "two");

    private static Admitted admitted() {
        return new Admitted("a", NOW, "1:spec", Optional.of(Usd.of("1.20")));
    }

    private static Submitting submitting(int attempt) {
        return new Submitting("a", NOW, STEP, attempt, Usd.of("1.20"), Optional.empty());
    }

    private static Ended ended(String outcome, String why) {
        return new Ended("a", NOW, outcome, Optional.of(why), List.of(), Optional.empty(), NOW, Duration.ZERO,
                Usd.ZERO, 0);
    }

    @Test
    void noAttemptIsBegunOfAJobThatAnotherWorkerHasEnded() {
        one.append(admitted());
        two.append(ended("skipped", "the budget is spent"));

        assertThatThrownBy(() -> one.force(submitting(1))).isInstanceOf(AttemptTakenException.class)
                .hasMessageContaining("skipped");

        assertThat(two.history("a").ended()).contains(ended("skipped", "the budget is spent"));
        assertThat(two.history("a").steps()).isEmpty();
    }

    /** It tries again what the service has refused, and the other one has had enough of it. */
    @Test
    void noNextAttemptIsBegunOfAJobThatAnotherWorkerHasEnded() {
        one.append(admitted());
        one.force(submitting(1));
        one.append(new Rejected("a", NOW, STEP, 1, Rejected.Cause.QUOTA, "HTTP 429"));
        two.append(ended("skipped", "the budget is spent"));

        assertThatThrownBy(() -> one.force(submitting(2))).isInstanceOf(AttemptTakenException.class);

        assertThat(two.state("a").outcome()).contains("skipped");
    }

    @Test
    void whoDoesNotKnowHowAJobRestsDoesNotTakeItUp() {
        two.append(ended("skipped", "the budget is spent"));

        assertThat(one.append(admitted())).isFalse();

        assertThat(two.state("a").outcome()).contains("skipped");
    }

    /** Nor does it when the attempt is its own that the other one has seen fail. */
    @Test
    void whoHasMadeAnAttemptDoesNotTakeItsJobUpAgainThatAnotherWorkerHasEnded() {
        one.append(admitted());
        one.force(submitting(1));
        one.force(new Submitted("a", NOW, STEP, 1, "operations/1"));
        two.append(ended("failed", "code 13"));

        assertThat(one.append(admitted())).isFalse();
        assertThatThrownBy(() -> one.force(new Submitting("a", NOW, STEP, 2, Usd.ZERO, Optional.empty(), true)))
                .isInstanceOf(AttemptTakenException.class);

        assertThat(two.state("a").outcome()).contains("failed");
    }

    @Test
    void aJobThatIsLeftRestsAsAnotherWorkerHasEndedIt() {
        one.append(admitted());
        two.append(ended("failed", "the picture is gone"));

        assertThat(one.leave(ended("cancelled", "the worker ends"))).as("the job rests").isTrue();

        assertThat(two.history("a").ended()).contains(ended("failed", "the picture is gone"));
    }

    @Test
    void aJobThatIsLeftRestsWhenNobodyElseHasEndedIt() {
        one.append(admitted());

        assertThat(one.leave(ended("cancelled", "the worker ends"))).isTrue();

        assertThat(two.history("a").ended()).contains(ended("cancelled", "the worker ends"));
    }

    /** It comes to rest anew while it is not run: that says more than why it was not run before. */
    @Test
    void aJobThatWasNotBegunMayRestForAnotherReason() {
        one.append(ended("cancelled", "it waits for another one"));

        assertThat(two.append(ended("skipped", "the other one has failed"))).isTrue();

        assertThat(one.state("a").outcome()).contains("skipped");
    }

    /** What it has not found it had looked for before the other one put the job to rest. */
    @Test
    void aDoubtWithWhichAnotherWorkerHasEndedAJobIsNotTakenBackByWhoFindsNoTrace() {
        one.force(submitting(1));
        two.append(new Ambiguous("a", NOW, STEP, 1, "its worker stands still", Optional.empty()));
        two.append(ended("ambiguous", "its worker stands still"));

        assertThat(one.append(new Resolved("a", NOW, STEP, 1, new Verdict.Absent()))).isFalse();
        assertThatThrownBy(() -> one.force(submitting(2))).isInstanceOf(AttemptTakenException.class);

        assertThat(two.state("a").outcome()).contains("ambiguous");
    }

    @Test
    void aJobThatHasComeToRestGoesOnForWhoHasReadHow() {
        one.append(admitted());
        one.append(ended("skipped", "the budget is spent"));

        assertThat(two.reopen(admitted(), ended("skipped", "the budget is spent"))).isTrue();

        two.force(submitting(1));
        assertThat(one.state("a").phase()).isEqualTo(Phase.SUBMITTING);
    }

    /** So whoever looks after what is at the service finds it, when the one who goes on with it dies. */
    @Test
    void aJobThatWasHandedBackIsAtTheServiceAgainOnceSomebodyGoesOnWithIt() throws Exception {
        one.append(admitted());
        one.force(submitting(1));
        one.force(new Submitted("a", NOW, STEP, 1, "operations/1"));
        one.leave(ended("unfinished", "the worker ends"));

        assertThat(two.reopen(admitted(), ended("unfinished", "the worker ends"))).isTrue();

        assertThat(one.state("a").phase()).isEqualTo(Phase.SUBMITTED);
        assertThat(PostgresServer.text(PostgresServer.pool(),
                "SELECT count(*) FROM veo3_job WHERE batch = '" + batch + "' AND " + Begun.OPEN)).isEqualTo("1");
    }
}
