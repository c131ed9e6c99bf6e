// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.cluster;

import com.zaxxer.hikari.HikariDataSource;
import dev.veo3.batch.journal.AttemptTakenException;
import dev.veo3.batch.journal.JobState.Phase;
import dev.veo3.batch.journal.Journal;
import dev.veo3.batch.journal.JournalException;
import dev.veo3.batch.journal.JournalRecord;
import dev.veo3.batch.journal.JournalRecord.Admitted;
import dev.veo3.batch.journal.JournalRecord.Ambiguous;
import dev.veo3.batch.journal.JournalRecord.Ended;
import dev.veo3.batch.journal.JournalRecord.Rejected;
import dev.veo3.batch.journal.JournalRecord.Resolved;
import dev.veo3.batch.journal.JournalRecord.Submitted;
import dev.veo3.batch.journal.JournalRecord.Submitting;
import dev.veo3.batch.journal.JournalRecord.Verdict;
import dev.veo3.model.Usd;
import dev.veo3.time.ManualTime;
import dev.veo3.time.TimeSource;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Several workers on the journal of one batch. */
class WorkerJournalTest {
    private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");
    private static final String STEP = "submit";

    private final String batch = "batch " + UUID.randomUUID();
    private final Journal one = worker("one");
    private final Journal two = worker("two");

    private Journal worker(String name) {
        return PostgresJournal.ofWorker(PostgresServer.pool(), batch, name);
    }

    private static Submitting submitting(String job, int attempt) {
        return new Submitting(job, NOW, STEP, attempt, Usd.of("1.20"), Optional.empty());
    }

    private static Submitted submitted(String job, int attempt, String operation) {
        return new Submitted(job, NOW, STEP, attempt, operation);
    }

    private static Ambiguous ambiguous(String job, int attempt) {
        return new Ambiguous(job, NOW, STEP, attempt, "its worker is gone", Optional.empty());
    }

    @Test
    void ofManyWorkersOneGetsToSendAnAttempt() throws Exception {
        int workers = 6;
        int jobs = 40;
        CyclicBarrier together = new CyclicBarrier(workers);
        List<Future<Integer>> sent = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(workers)) {
            for (int number = 0; number < workers; number++) {
                Journal journal = worker("worker " + number);
                sent.add(threads.submit(() -> {
                    int mine = 0;
                    for (int job = 0; job < jobs; job++) {
                        together.await();
                        mine += takes(journal, submitting("job " + job, 1)) ? 1 : 0;
                    }
                    return mine;
                }));
            }
            int all = 0;
            for (Future<Integer> worker : sent) {
                all += worker.get();
            }
            assertThat(all).isEqualTo(jobs);
        }
        assertThat(PostgresServer.text(PostgresServer.pool(),
                "SELECT count(*) FROM veo3_record WHERE batch = '" + batch + "'")).isEqualTo(String.valueOf(jobs));
    }

    private static boolean takes(Journal journal, Submitting intent) {
        try {
            journal.force(intent);
            return true;
        } catch (AttemptTakenException e) {
            return false;
        }
    }

    @Test
    void aWorkerThatWasRefusedAnAttemptGoesOn() {
        one.force(submitting("a", 1));

        assertThatThrownBy(() -> two.force(submitting("a", 1))).isInstanceOf(AttemptTakenException.class)
                .hasMessageContaining("\"a\"").hasMessageContaining("attempt 1");

        assertThat(two.failure()).isEmpty();
        two.force(submitting("b", 1));
        assertThat(two.state("a").phase()).isEqualTo(Phase.SUBMITTING);
    }

    @Test
    void anIntentIsNotTakenBackByTheNextAttempt() {
        one.force(submitting("a", 1));

        assertThatThrownBy(() -> two.force(submitting("a", 2))).isInstanceOf(AttemptTakenException.class);

        two.append(ambiguous("a", 1));
        assertThat(one.state("a").phase()).isEqualTo(Phase.AMBIGUOUS);
        two.force(submitting("a", 2));
        assertThatThrownBy(() -> one.force(submitting("a", 2))).isInstanceOf(AttemptTakenException.class);
    }

    @Test
    void noWorkerTakesBackTheIntentOfAnother() {
        one.append(new Admitted("a", NOW, "1:spec", Optional.empty()));
        one.force(submitting("a", 1));

        two.append(new Rejected("a", NOW, STEP, 1, Rejected.Cause.NOT_SENT, "it was stopping"));
        two.append(new Resolved("a", NOW, STEP, 1, new Verdict.Absent()));
        two.append(new Ended("a", NOW, "skipped", Optional.empty(), List.of(), Optional.empty(), NOW, Duration.ZERO,
                Usd.ZERO, 0));
        assertThat(one.state("a").phase()).isEqualTo(Phase.SUBMITTING);

        one.append(new Rejected("a", NOW, STEP, 1, Rejected.Cause.NOT_SENT, "the host is not known"));
        assertThat(two.state("a").phase()).isEqualTo(Phase.ADMITTED);
    }

    @Test
    void anEndedJobStaysEndedForWhoTakesItUpTooLate() {
        one.append(new Admitted("a", NOW, "1:spec", Optional.empty()));
        one.force(submitting("a", 1));
        one.force(submitted("a", 1, "operations/1"));
        Ended end = new Ended("a", NOW, "succeeded", Optional.empty(), List.of(), Optional.of("operations/1"), NOW,
                Duration.ofSeconds(61), Usd.of("1.20"), 1);
        one.append(end);

        two.append(new Admitted("a", NOW, "1:spec", Optional.empty()));
        two.append(new Ended("a", NOW, "ambiguous", Optional.of("it was being sent"), List.of(), Optional.empty(), NOW,
                Duration.ZERO, Usd.ZERO, 1));

        assertThat(two.history("a").ended()).contains(end);
    }

    @Test
    void anAttemptThatIsNotTheNextOneIsRefused() {
        assertThatThrownBy(() -> one.force(submitting("a", 2))).isInstanceOf(AttemptTakenException.class)
                .hasMessageContaining("next attempt is 1");
        one.force(submitting("a", 1));
        one.append(new Rejected("a", NOW, STEP, 1, Rejected.Cause.QUOTA, "HTTP 429"));

        assertThatThrownBy(() -> two.force(submitting("a", 1))).isInstanceOf(AttemptTakenException.class);
        two.force(submitting("a", 2));
    }

    @Test
    void aLateAnswerResolvesTheDoubt() {
        one.force(submitting("a", 1));
        two.append(ambiguous("a", 1));

        one.force(submitted("a", 1, "operations/1"));

        assertThat(two.state("a").phase()).isEqualTo(Phase.SUBMITTED);
        assertThat(two.history("a").result(STEP)).contains("operations/1");
        assertThat(two.history("a").extras()).isEmpty();
    }

    @Test
    void aLateAnswerOfASupersededAttemptIsAnExtra() {
        one.force(submitting("a", 1));
        two.append(ambiguous("a", 1));
        two.append(new Resolved("a", NOW, STEP, 1, new Verdict.ByHand("a person says so")));
        two.force(submitting("a", 2));
        two.force(submitted("a", 2, "operations/2"));

        one.force(submitted("a", 1, "operations/1"));

        assertThat(two.history("a").result(STEP)).contains("operations/2");
        assertThat(two.history("a").extras()).containsExactly(submitted("a", 1, "operations/1"));
    }

    @Test
    void batchesDoNotSeeEachOther() {
        one.force(submitting("a", 1));

        try (Journal other = PostgresJournal.ofWorker(PostgresServer.pool(), batch + " two", "one")) {
            assertThat(other.state("a").phase()).isEqualTo(Phase.NEW);
            other.force(submitting("a", 1));
        }
    }

    @Test
    void itIsWrittenWhoRecordedWhatAndWhenByTheDatabase() throws SQLException {
        one.append(new Admitted("a", NOW, "1:spec", Optional.empty()));

        assertThat(PostgresServer.text(PostgresServer.pool(),
                "SELECT worker || ' ' || (recorded_at <= clock_timestamp()"
                        + " AND recorded_at > clock_timestamp() - interval '5 minutes') FROM veo3_record WHERE batch = '"
                        + batch + "'"))
                .isEqualTo("one true");
    }

    @Test
    void everyCommitWaitsForTheDiskThoughTheServerDoesNotAskForIt() throws SQLException {
        assertThat(PostgresServer.text(PostgresServer.pool(), "SHOW synchronous_commit")).isEqualTo("off");
        PostgresServer.execute(PostgresServer.pool(), "CREATE TABLE level (batch text, level text)");
        PostgresServer.execute(PostgresServer.pool(), "CREATE FUNCTION level() RETURNS trigger LANGUAGE plpgsql AS"
                + " $$ BEGIN INSERT INTO level VALUES (NEW.batch, current_setting('synchronous_commit'));"
                + " RETURN NEW; END $$");
        PostgresServer.execute(PostgresServer.pool(),
                "CREATE TRIGGER level BEFORE INSERT ON veo3_record FOR EACH ROW EXECUTE FUNCTION level()");
        try {
            one.force(submitting("a", 1));
            one.append(ambiguous("a", 1));
        } finally {
            PostgresServer.execute(PostgresServer.pool(), "DROP TRIGGER level ON veo3_record");
        }

        assertThat(PostgresServer.text(PostgresServer.pool(),
                "SELECT string_agg(level, ' ') FROM level WHERE batch = '" + batch + "'")).isEqualTo("on on");
    }

    /** In a database of its own, so that no other test loses any. */
    @Test
    void aRecordSurvivesTheLossOfEveryConnection() throws SQLException {
        try (HikariDataSource pool = PostgresServer.newPool(10)) {
            Journal journal = PostgresJournal.ofWorker(pool, batch, "three");
            journal.force(submitting("a", 1));
            String database = PostgresServer.text(pool, "SELECT current_database()");
            assertThat(PostgresServer.text(PostgresServer.pool(),
                    "SELECT bool_and(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = '" + database
                            + "'"))
                    .as("connections are lost").isEqualTo("t");

            journal.force(submitted("a", 1, "operations/1"));

            assertThat(journal.failure()).isEmpty();
            assertThatBothRecordsAreThereOnce(pool, journal);
        }
    }

    /** The commit has happened and is done again: the worker must neither be refused its own attempt nor write it twice. */
    @Test
    void anIntentWhoseCommitWasNotAnsweredIsThisWorkersAllTheSame() throws SQLException {
        ManualTime time = ManualTime.selfAdvancing(NOW);
        Journal journal = PostgresJournal.open(new LostCommit(PostgresServer.pool(), 2).database(),
                Openings.of(batch, "three", Duration.ofSeconds(30), time));

        journal.force(submitting("a", 1));
        journal.force(submitted("a", 1, "operations/1"));

        assertThat(journal.failure()).isEmpty();
        assertThatBothRecordsAreThereOnce(PostgresServer.pool(), one);
    }

    private void assertThatBothRecordsAreThereOnce(DataSource database, Journal journal) throws SQLException {
        assertThat(journal.history("a").result(STEP)).contains("operations/1");
        assertThat(PostgresServer.text(database,
                "SELECT count(*) FROM veo3_record WHERE batch = '" + batch + "'")).isEqualTo("2");
    }

    @Test
    void aDatabaseThatStaysAwayFailsTheJournalForGood() {
        HikariDataSource pool = PostgresServer.anotherPool();
        Journal journal = PostgresJournal.open(pool, Openings.of(batch, "four", Duration.ZERO, TimeSource.system()));
        pool.close();

        assertThatThrownBy(() -> journal.force(submitting("a", 1))).isInstanceOf(JournalException.class)
                .hasMessageContaining("database");

        assertThat(journal.failure()).isPresent();
        assertThatThrownBy(() -> journal.append((JournalRecord) submitting("b", 1)))
                .isInstanceOf(JournalException.class);
        assertThat(one.state("a").phase()).isEqualTo(Phase.NEW);
    }
}
