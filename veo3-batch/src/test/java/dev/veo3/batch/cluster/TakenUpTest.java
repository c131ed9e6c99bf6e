// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.cluster;

import dev.veo3.batch.execute.JobContext;
import dev.veo3.batch.journal.AttemptTakenException;
import dev.veo3.batch.journal.HeldBackException;
import dev.veo3.batch.journal.JobHistory;
import dev.veo3.batch.journal.JobState.Phase;
import dev.veo3.batch.journal.Journal;
import dev.veo3.batch.journal.JournalRecord.Admitted;
import dev.veo3.batch.journal.JournalRecord.Ended;
import dev.veo3.batch.journal.JournalRecord.Rejected;
import dev.veo3.batch.journal.JournalRecord.Submitting;
import dev.veo3.model.Usd;
import dev.veo3.time.ManualTime;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** That a job is taken up is no reason to wait for the disk: it gets there with what is recorded of the job next. */
class TakenUpTest {
    private static final Instant NOW = Instant.parse("2026-11-26T10:00:00Z");
    private static final Usd PRICE = Usd.of("1.20");

    private final String batch = "batch " + UUID.randomUUID();
    private final Journal one = PostgresJournal.ofWorker(PostgresServer.pool(), batch, "one");
    private final Journal two = PostgresJournal.ofWorker(PostgresServer.pool(), batch, "two");

    private static Admitted admitted() {
        return new Admitted("a", NOW, "1:spec", Optional.of(PRICE));
    }

    private static Submitting submitting(String job) {
        return new Submitting(job, NOW, JobContext.SUBMIT, 1, PRICE, Optional.empty());
    }

    private static Ended ended(String outcome) {
        return new Ended("a", NOW, outcome, Optional.empty(), List.of(), Optional.empty(), NOW, Duration.ZERO,
                Usd.ZERO, 0);
    }

    private String records() throws SQLException {
        return PostgresServer.text(PostgresServer.pool(), "SELECT string_agg(record::json ->> 'type', ' ' ORDER BY seq)"
                + " FROM veo3_record WHERE batch = '" + batch + "' AND job = 'a'");
    }

    @Test
    void itIsWrittenWithTheIntent() throws Exception {
        assertThat(one.takeUp(admitted())).isEqualTo(JobHistory.none("a"));
        assertThat(records()).isNull();

        one.force(submitting("a"));

        assertThat(records()).isEqualTo("admitted submitting");
        assertThat(two.history("a").specHash()).contains("1:spec");
        assertThat(two.history("a").price(submitting("a"))).contains(PRICE);
    }

    @Test
    void itIsWrittenWithAnEndThatNoAttemptCameBefore() throws Exception {
        one.takeUp(admitted());

        assertThat(one.append(ended("skipped"))).isTrue();

        assertThat(records()).isEqualTo("admitted ended");
        assertThat(two.state("a").outcome()).contains("skipped");
    }

    @Test
    void ofTwoThatTakeTheJobUpOneSaysSo() throws Exception {
        one.takeUp(admitted());
        two.takeUp(admitted());
        two.force(submitting("a"));

        assertThatThrownBy(() -> one.force(submitting("a"))).isInstanceOf(AttemptTakenException.class);
        assertThat(one.append(ended("skipped"))).as("it may be being sent").isFalse();

        assertThat(records()).isEqualTo("admitted submitting");
        assertThat(one.takeUp(admitted()).state().phase()).isEqualTo(Phase.SUBMITTING);
    }

    @Test
    void whatAnotherOneHasEndedMeanwhileIsNotTakenUp() throws Exception {
        one.takeUp(admitted());
        two.takeUp(admitted());
        two.append(ended("skipped"));

        assertThatThrownBy(() -> one.force(submitting("a"))).isInstanceOf(AttemptTakenException.class);

        assertThat(records()).isEqualTo("admitted ended");
        assertThat(two.state("a").outcome()).contains("skipped");
    }

    @Test
    void anIntentThatIsHeldBackLeavesNothingBehind() throws Exception {
        Journal narrow = PostgresJournal.ofWorker(PostgresServer.pool(), batch, "narrow",
                ClusterLimits.none().withInFlight(1), job -> "");
        two.force(submitting("b"));
        narrow.takeUp(admitted());
        assertThatThrownBy(() -> narrow.force(submitting("a"))).isInstanceOf(HeldBackException.class);
        assertThat(records()).isNull();
        two.append(new Rejected("b", NOW, JobContext.SUBMIT, 1, Rejected.Cause.NOT_SENT, "no route"));

        narrow.force(submitting("a"));

        assertThat(records()).isEqualTo("admitted submitting");
    }

    @Test
    void itIsWrittenOnceThoughTheAnswerToItsCommitIsLost() throws Exception {
        Journal lossy = PostgresJournal.open(new LostCommit(PostgresServer.pool(), 1).database(),
                Openings.of(batch, "lossy", Duration.ofMillis(20), ManualTime.selfAdvancing(NOW)));
        lossy.takeUp(admitted());
        assertThatThrownBy(() -> lossy.force(submitting("a"))).isInstanceOf(HeldBackException.class);
        lossy.sync();

        lossy.force(submitting("a"));

        assertThat(records()).isEqualTo("admitted submitting");
    }

    @Test
    void itIsKeptInMemoryWithTheEndWhileTheDatabaseIsAway() throws Exception {
        try (DatabaseLine line = DatabaseLine.open();
                Journal here = PostgresJournal.open(line.database(),
                        Openings.of(batch, "here", Duration.ofSeconds(30), ManualTime.selfAdvancing(NOW)))) {
            here.takeUp(admitted());
            line.cut();
            here.append(ended("skipped"));
            assertThat(two.state("a").phase()).isEqualTo(Phase.NEW);
            line.mend();
            here.sync();

            assertThat(records()).isEqualTo("admitted ended");
        }
    }

    /** The price stands in what is written with the intent, and counts as if it had been there before. */
    @Test
    void itsPriceIsWhatTheBudgetIsAskedFor() throws Exception {
        Journal poor = PostgresJournal.ofWorker(PostgresServer.pool(), batch, "poor",
                ClusterLimits.none().withBudget(Usd.of("1.00")), job -> "");
        poor.takeUp(admitted());

        assertThatThrownBy(() -> poor.force(
                new Submitting("a", NOW, JobContext.SUBMIT, 1, Usd.ZERO, Optional.empty())))
                .isInstanceOf(HeldBackException.class).hasMessageContaining("the budget does not allow its");

        assertThat(records()).isNull();
    }

    @Test
    void aJobGoesOnThoughTheAnswerToThatIsLostAndTheDatabaseIsAwayThen() {
        Ended end = ended("skipped");
        two.append(end);
        Journal lossy = PostgresJournal.open(new LostCommit(PostgresServer.pool(), 1).database(),
                Openings.of(batch, "lossy", Duration.ofMillis(20), ManualTime.selfAdvancing(NOW)));

        assertThat(lossy.reopen(admitted(), end)).as("nobody else has decided on it").isTrue();

        assertThat(two.state("a").phase()).isEqualTo(Phase.ADMITTED);
    }
}
