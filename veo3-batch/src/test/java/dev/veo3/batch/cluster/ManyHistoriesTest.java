// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.cluster;

import dev.veo3.batch.journal.JobHistory;
import dev.veo3.batch.journal.JobState;
import dev.veo3.batch.journal.JournalRecord.Submitting;
import dev.veo3.model.Usd;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ManyHistoriesTest {
    private final List<List<String>> questions = new ArrayList<>();

    private Map<String, JobHistory> answer(List<String> jobs) {
        questions.add(jobs);
        return jobs.stream().filter(job -> !job.equals("unknown"))
                .collect(Collectors.toMap(Function.identity(), JobHistory::none));
    }

    @Test
    void jobsThatAreAskedForInTheirOrderAreReadAThousandAtATime() {
        List<String> ids = IntStream.range(0, 2_500).mapToObj(job -> "job" + job).toList();
        try (ManyHistories histories = new ManyHistories(ids.iterator(), this::answer)) {
            for (String id : ids) {
                assertThat(histories.history(id).job()).isEqualTo(id);
                assertThat(histories.state(id)).isEqualTo(JobState.NEW);
            }
        }

        assertThat(questions).extracting(List::size).containsExactly(1_000, 1_000, 500);
    }

    @Test
    void aJobOutOfTheOrderIsAnsweredToo() {
        try (ManyHistories histories = new ManyHistories(List.of("a", "b").iterator(), this::answer)) {
            assertThat(histories.history("a").job()).isEqualTo("a");
            assertThat(histories.history("z").job()).isEqualTo("z");
            assertThat(histories.history("a").job()).isEqualTo("a");
            assertThat(histories.history("unknown")).isEqualTo(JobHistory.none("unknown"));
        }
    }

    @Test
    void theDatabaseTellsOfManyJobsWhatItTellsOfEach() {
        String batch = "batch " + UUID.randomUUID();
        try (PostgresJournal journal = PostgresJournal.open(PostgresServer.pool(), batch)) {
            for (String job : List.of("one", "two")) {
                journal.force(new Submitting(job, Instant.EPOCH, "submit", 1, Usd.ZERO, Optional.empty()));
            }
            try (var histories = journal.histories(List.of("two", "none", "one"))) {
                for (String job : List.of("two", "none", "one")) {
                    assertThat(histories.history(job)).isEqualTo(journal.history(job));
                    assertThat(histories.state(job)).isEqualTo(journal.state(job));
                }
                assertThat(histories.state("one").phase()).isEqualTo(JobState.Phase.SUBMITTING);
            }
        }
    }
}
