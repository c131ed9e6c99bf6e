// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.journal;

import dev.veo3.batch.journal.JobState.Phase;
import dev.veo3.batch.journal.JournalRecord.LimitLearned;
import dev.veo3.batch.journal.JournalRecord.Paused;
import dev.veo3.batch.journal.JournalRecord.Resumed;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static dev.veo3.batch.journal.Records.NOW;
import static dev.veo3.batch.journal.Records.SUBMIT;
import static dev.veo3.batch.journal.Records.admitted;
import static dev.veo3.batch.journal.Records.ended;
import static dev.veo3.batch.journal.Records.life;
import static dev.veo3.batch.journal.Records.opened;
import static dev.veo3.batch.journal.Records.operation;
import static dev.veo3.batch.journal.Records.submitted;
import static dev.veo3.batch.journal.Records.submitting;
import static dev.veo3.batch.journal.Records.succeeded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What every journal does. */
abstract class JournalContract {
    private Journal journal = Journal.memory();

    /** A new journal of the kind that is tested, in which nothing is recorded. */
    abstract Journal create() throws IOException;

    @BeforeEach
    void createJournal() throws IOException {
        journal = create();
    }

    @AfterEach
    void closeJournal() throws IOException {
        journal.close();
    }

    private List<JobHistory> jobs() {
        try (Stream<JobHistory> jobs = journal.jobs()) {
            return jobs.toList();
        }
    }

    /** So many jobs are many for this journal. */
    int manyJobs() {
        return 2_000;
    }

    @Test
    void aNewJournalKnowsNothing() {
        assertThat(journal.state("a")).isEqualTo(JobState.NEW);
        assertThat(journal.history("a")).isEqualTo(JobHistory.none("a"));
        assertThat(journal.batch()).isEqualTo(BatchHistory.NONE);
        assertThat(jobs()).isEmpty();
        assertThat(journal.failure()).isEmpty();
    }

    @Test
    void whatIsRecordedIsKnownAtOnce() {
        journal.append(admitted("a"));
        assertThat(journal.state("a").phase()).isEqualTo(Phase.ADMITTED);

        journal.force(submitting("a", 1));
        assertThat(journal.state("a").phase()).isEqualTo(Phase.SUBMITTING);

        journal.force(submitted("a", 1));
        assertThat(journal.state("a").phase()).isEqualTo(Phase.SUBMITTED);
        assertThat(journal.history("a").result(SUBMIT)).contains(operation("a", 1));
        assertThat(journal.state("b")).isEqualTo(JobState.NEW);
    }

    @Test
    void aJobWhoseVideoIsGoneGoesOnFromItsEnd() {
        life("a").forEach(journal::append);

        assertThat(journal.reopen(admitted("a"), succeeded("a", 1))).isTrue();

        assertThat(journal.state("a").phase()).isEqualTo(Phase.SUBMITTED);
        assertThat(journal.history("a").result(SUBMIT)).contains(operation("a", 1));
        journal.append(ended("a", "unfinished", "HTTP 404", 1));
        assertThat(journal.state("a").outcome()).contains("unfinished");
    }

    @Test
    void aJobThatWasLeftRestsUntilItIsTakenUpAgain() {
        journal.append(admitted("a"));

        assertThat(journal.leave(ended("a", "cancelled", "the batch was stopped", 0))).isTrue();

        assertThat(journal.state("a").outcome()).contains("cancelled");
        assertThat(journal.reopen(admitted("a"), ended("a", "cancelled", "the batch was stopped", 0))).isTrue();
        assertThat(journal.state("a").phase()).isEqualTo(Phase.ADMITTED);
    }

    @Test
    void theHistoriesOfManyJobsAreReadInAnyOrderWhileTheJournalIsWritten() {
        for (int job = 0; job < manyJobs(); job++) {
            life("job" + job).forEach(journal::append);
        }
        journal.sync();
        List<String> order = new ArrayList<>(IntStream.range(0, manyJobs()).mapToObj(job -> "job" + job).toList());
        Collections.shuffle(order.subList(manyJobs() / 4, manyJobs() * 3 / 4), new Random(1));

        try (Histories histories = journal.histories(order)) {
            for (String job : order) {
                assertThat(histories.history(job)).isEqualTo(journal.history(job));
                assertThat(histories.state(job)).isEqualTo(journal.state(job));
                journal.append(admitted(job + " later"));
                assertThat(histories.history(job + " later").specHash()).isPresent();
            }
            assertThat(histories.history("nobody")).isEqualTo(JobHistory.none("nobody"));
        }
    }

    @Test
    void whatIsRecordedCanBeReadAfterTheJournalWasClosed() {
        life("a").forEach(journal::append);
        JobHistory history = journal.history("a");

        journal.close();

        assertThat(journal.history("a")).isEqualTo(history);
        assertThat(journal.state("a")).isEqualTo(history.state());
        try (Histories histories = journal.histories(List.of("a"))) {
            assertThat(histories.history("a")).isEqualTo(history);
        }
    }

    @Test
    void theHistoryOfAJobIsWhatItsRecordsSayTakenTogether() {
        JobHistory expected = JobHistory.none("a");
        for (JournalRecord record : life("a")) {
            journal.append(record);
            journal.append(admitted("other"));
            expected = expected.then((JournalRecord.JobRecord) record);
            assertThat(journal.history("a")).isEqualTo(expected);
            assertThat(journal.state("a")).isEqualTo(expected.state());
        }
        journal.sync();

        assertThat(journal.history("a")).isEqualTo(expected);
        assertThat(journal.state("a").outcome()).contains("succeeded");
        assertThat(journal.state("a").isOf("1:spec-of-a")).isTrue();
    }

    @Test
    void aJobThatHasEndedCanBeTakenUpAgain() {
        life("a").forEach(journal::append);
        journal.sync();

        journal.append(admitted("a"));
        journal.force(submitting("a", 2));

        assertThat(journal.history("a").ended()).isEmpty();
        assertThat(journal.history("a").nextAttempt(SUBMIT)).isEqualTo(3);
        assertThat(journal.state("a").phase()).isEqualTo(Phase.SUBMITTING);
    }

    @Test
    void everyJobIsListedOnceAsItStands() {
        life("a").forEach(journal::append);
        journal.append(admitted("b"));
        journal.append(submitting("b", 1));
        journal.append(ended("c", "skipped", "its parent failed", 0));
        journal.append(ended("d", "failed", "once", 1));
        journal.append(submitting("d", 2));
        journal.append(ended("d", "failed", "twice", 2));

        assertThat(jobs()).containsExactlyInAnyOrder(journal.history("a"), journal.history("b"), journal.history("c"),
                journal.history("d"));
        assertThat(journal.history("d").ended()).contains(ended("d", "failed", "twice", 2));
    }

    @Test
    void theBatchKeepsItsLastRunItsLimitsAndWhetherItIsPaused() {
        journal.append(opened("first"));
        journal.append(new LimitLearned(NOW, "p/m", 4));
        journal.append(new Paused(NOW, "lunch"));
        journal.append(opened("second"));
        journal.append(new LimitLearned(NOW, "p/m", 7));
        journal.force(new LimitLearned(NOW, "p/n", 2));

        assertThat(journal.batch().opened()).contains(opened("second"));
        assertThat(journal.batch().limits().get("p/m")).isEqualTo(new LimitLearned(NOW, "p/m", 7));
        assertThat(journal.batch().limits()).containsOnlyKeys("p/m", "p/n");
        assertThat(journal.batch().paused()).contains(new Paused(NOW, "lunch"));

        journal.append(new Resumed(NOW));

        assertThat(journal.batch().paused()).isEmpty();
    }

    @Test
    void anInterruptStaysSetAndDoesNoHarm() {
        Thread.currentThread().interrupt();
        journal.append(admitted("a"));
        journal.force(submitting("a", 1));
        journal.sync();
        assertThat(Thread.interrupted()).isTrue();

        journal.force(submitted("a", 1));
        journal.append(succeeded("a", 1));
        journal.sync();
        Thread.currentThread().interrupt();
        assertThat(journal.history("a").ended()).contains(succeeded("a", 1));
        assertThat(jobs()).hasSize(1);
        assertThat(Thread.interrupted()).isTrue();

        assertThat(journal.failure()).isEmpty();
    }

    @Test
    void aClosedJournalTakesNothingAndCanBeClosedAgain() {
        journal.append(admitted("a"));
        journal.close();

        assertThatThrownBy(() -> journal.append(submitting("a", 1))).isInstanceOf(JournalException.class)
                .hasMessageContaining("closed");
        assertThatThrownBy(() -> journal.force(submitting("a", 1))).isInstanceOf(JournalException.class);
        assertThatThrownBy(() -> journal.sync()).isInstanceOf(JournalException.class);
        assertThat(journal.failure()).isPresent();
        assertThat(journal.state("a").phase()).isEqualTo(Phase.ADMITTED);
        journal.close();
    }
}
