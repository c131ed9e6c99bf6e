// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.cluster;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.veo3.batch.journal.AttemptTakenException;
import dev.veo3.batch.journal.HeldBackException;
import dev.veo3.batch.journal.JobState.Phase;
import dev.veo3.batch.journal.Journal;
import dev.veo3.batch.journal.JournalException;
import dev.veo3.batch.journal.JournalRecord.Admitted;
import dev.veo3.batch.journal.JournalRecord.Ambiguous;
import dev.veo3.batch.journal.JournalRecord.Ended;
import dev.veo3.batch.journal.JournalRecord.Generated;
import dev.veo3.batch.journal.JournalRecord.Submitted;
import dev.veo3.batch.journal.JournalRecord.Submitting;
import dev.veo3.model.Usd;
import dev.veo3.time.ManualTime;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A worker's journal whose database goes away, behind a line that is cut and mended. */
class AwayJournalTest {
    private static final Instant NOW = Instant.parse("2026-11-26T10:00:00Z");
    private static final String STEP = "submit";

    private final String batch = "batch " + UUID.randomUUID();
    private final DatabaseLine line = DatabaseLine.open();
    private final ManualTime time = ManualTime.selfAdvancing(NOW);
    private final Journal here = PostgresJournal.open(line.database(),
            Openings.of(batch, "here", Duration.ofSeconds(30), time));
    private final Journal elsewhere = PostgresJournal.ofWorker(PostgresServer.pool(), batch, "elsewhere");

    @AfterEach
    void close() throws Exception {
        line.close();
        elsewhere.close();
    }

    private static Submitting submitting(String job, int attempt) {
        return new Submitting(job, NOW, STEP, attempt, Usd.of("1.20"), Optional.empty());
    }

    private static Submitted submitted(String job) {
        return new Submitted(job, NOW, STEP, 1, "operations/" + job);
    }

    private static Ended ended(String job, String outcome) {
        return new Ended(job, NOW, outcome, Optional.empty(), List.of(), Optional.empty(), NOW, Duration.ZERO,
                Usd.ZERO, 1);
    }

    @Test
    void whatHappensMeanwhileIsInTheDatabaseInItsOrderWhenAQuestionIsAnswered() throws SQLException {
        here.append(new Admitted("a", NOW, "1:spec", Optional.empty()));
        here.force(submitting("a", 1));
        line.cut();

        here.force(submitted("a"));
        here.append(new Generated("a", NOW, List.of("gs://bucket/a"), Optional.empty()));
        here.append(ended("a", "succeeded"));
        assertThat(elsewhere.state("a").phase()).isEqualTo(Phase.SUBMITTING);
        line.mend();

        assertThat(here.history("a").ended()).contains(ended("a", "succeeded"));
        assertThat(here.failure()).isEmpty();
        assertThat(PostgresServer.text(PostgresServer.pool(),
                "SELECT count(*) FROM veo3_record WHERE batch = '" + batch + "'")).isEqualTo("5");
    }

    @Test
    void anIntentIsHeldBackAndGoesThroughWhenTheDatabaseIsBack() {
        line.cut();
        assertThatThrownBy(() -> here.force(submitting("a", 1))).isInstanceOf(HeldBackException.class)
                .hasMessageContaining("away");
        assertThatThrownBy(() -> here.force(submitting("a", 1))).isInstanceOf(HeldBackException.class);
        assertThat(elsewhere.state("a").phase()).isEqualTo(Phase.NEW);
        line.mend();
        here.sync();

        here.force(submitting("a", 1));

        assertThat(elsewhere.state("a").phase()).isEqualTo(Phase.SUBMITTING);
    }

    /** So many commits are done and not answered, and it is not tried again before the database counts as away. */
    private Journal losingCommits(int times) {
        return PostgresJournal.open(new LostCommit(PostgresServer.pool(), times).database(),
                Openings.of(batch, "lossy", Duration.ofMillis(20), ManualTime.selfAdvancing(NOW)));
    }

    @Test
    void anIntentThatIsThereAlthoughItWasHeldBackIsThisWorkersOwn() {
        Journal lossy = losingCommits(1);
        assertThatThrownBy(() -> lossy.force(submitting("a", 1))).isInstanceOf(HeldBackException.class);
        assertThat(elsewhere.state("a").phase()).isEqualTo(Phase.SUBMITTING);
        lossy.sync();

        lossy.force(submitting("a", 1));
        lossy.force(submitted("a"));

        assertThat(elsewhere.history("a").result(STEP)).contains("operations/a");
    }

    @Test
    void anIntentThatWasHeldBackAndDeclaredAmbiguousMeanwhileIsRefused() {
        Journal lossy = losingCommits(1);
        assertThatThrownBy(() -> lossy.force(submitting("a", 1))).isInstanceOf(HeldBackException.class);
        elsewhere.append(new Ambiguous("a", NOW, STEP, 1, "its worker is gone", Optional.empty()));
        lossy.sync();

        assertThatThrownBy(() -> lossy.force(submitting("a", 1))).isInstanceOf(AttemptTakenException.class);
        lossy.append(ended("a", "skipped"));

        assertThat(elsewhere.history("a").isInDoubt(STEP)).isFalse();
    }

    /** Whoever declared it has put the job to rest, and its worker says no more of it: nothing was sent all the same. */
    @Test
    void anIntentThatIsRefusedAfterItWasHeldBackIsNotLeftInDoubt() {
        Journal lossy = losingCommits(1);
        assertThatThrownBy(() -> lossy.force(submitting("a", 1))).isInstanceOf(HeldBackException.class);
        elsewhere.append(new Ambiguous("a", NOW, STEP, 1, "its worker is gone", Optional.empty()));
        elsewhere.append(ended("a", "ambiguous"));
        lossy.sync();

        assertThatThrownBy(() -> lossy.force(submitting("a", 1))).isInstanceOf(AttemptTakenException.class);

        assertThat(elsewhere.history("a").isInDoubt(STEP)).isFalse();
        assertThat(elsewhere.history("a").ended()).isEmpty();
        assertThat(elsewhere.history("a").nextAttempt(STEP)).isEqualTo(2);
    }

    @Test
    void anIntentThatWasHeldBackAndGivenUpIsNotLeftInDoubt() {
        Journal lossy = losingCommits(1);
        assertThatThrownBy(() -> lossy.force(submitting("a", 1))).isInstanceOf(HeldBackException.class);
        lossy.sync();

        lossy.append(ended("a", "cancelled"));

        assertThat(elsewhere.history("a").isInDoubt(STEP)).isFalse();
        assertThat(elsewhere.history("a").state().outcome()).contains("cancelled");
    }

    /** A pool waits, and then says that it has no connection. */
    @Test
    void aPoolWithoutConnectionsIsADatabaseThatIsAway() {
        HikariConfig config = new HikariConfig();
        config.setDataSource(line.database());
        config.setMaximumPoolSize(2);
        config.setConnectionTimeout(250);
        try (HikariDataSource pool = new HikariDataSource(config);
                Journal pooled = PostgresJournal.open(pool,
                        Openings.of(batch, "pooled", Duration.ofSeconds(30), time))) {
            pooled.force(submitting("a", 1));
            line.cut();
            pooled.force(submitted("a"));
            assertThatThrownBy(() -> pooled.force(submitting("b", 1))).isInstanceOf(HeldBackException.class);
            line.mend();
            pooled.sync();

            pooled.force(submitting("b", 1));

            assertThat(elsewhere.history("a").result(STEP)).contains("operations/a");
        }
    }

    @Test
    void aQuestionWaitsAndAnInterruptEndsTheWait() throws Exception {
        line.cut();
        try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
            Future<Boolean> question = threads.submit(() -> {
                assertThatThrownBy(() -> here.history("a")).isInstanceOf(JournalException.class)
                        .hasMessageContaining("interrupted");
                return Thread.currentThread().isInterrupted();
            });
            line.awaitRefusal();
            threads.shutdownNow();
            assertThat(question.get()).isTrue();
        }
    }

    @Test
    void aJournalThatIsClosedWhileTheDatabaseIsAwayNamesWhatIsNotWritten() {
        here.force(submitting("a", 1));
        here.force(submitting("b", 1));
        line.cut();
        here.force(submitted("a"));
        here.append(ended("b", "ambiguous"));

        assertThatThrownBy(here::close).isInstanceOf(JournalException.class).hasMessageContaining("2 records")
                .hasMessageContaining("jobs a, b").hasMessageContaining("operations/a");

        assertThat(here.failure()).isPresent();
        here.close();
        assertThat(elsewhere.state("a").phase()).isEqualTo(Phase.SUBMITTING);
    }

    @Test
    void aJournalThatIsClosedWaitsForADatabaseThatComesBack() {
        here.force(submitting("a", 1));
        line.cut();
        here.force(submitted("a"));
        line.mend();

        here.close();

        assertThat(elsewhere.history("a").result(STEP)).contains("operations/a");
    }

    @Test
    void whatWaitingDoesNotHelpWithFailsForGood() throws SQLException {
        PostgresServer.execute(PostgresServer.pool(),
                "CREATE ROLE visitor LOGIN; GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA public TO visitor;"
                        + " GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO visitor");
        try {
            Journal journal = PostgresJournal.ofWorker(line.database("visitor"), batch, "visitor");
            journal.force(submitting("a", 1));
            line.cut();
            journal.force(submitted("a"));
            PostgresServer.execute(PostgresServer.pool(), "REVOKE ALL ON ALL TABLES IN SCHEMA public FROM visitor");
            line.mend();

            assertThatThrownBy(journal::sync).isInstanceOf(JournalException.class)
                    .hasMessageContaining("permission denied").hasMessageContaining("right to read and write")
                    .hasMessageContaining("operations/a");
            assertThatThrownBy(() -> journal.force(submitting("b", 1))).isInstanceOf(JournalException.class);
        } finally {
            PostgresServer.execute(PostgresServer.pool(), "DROP OWNED BY visitor; DROP ROLE visitor");
        }
    }
}
