// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.journal;

import dev.veo3.batch.journal.JobState.Phase;
import dev.veo3.batch.journal.JournalRecord.Admitted;
import dev.veo3.batch.journal.JournalRecord.JobRecord;
import dev.veo3.batch.journal.JournalRecord.Rejected.Cause;
import dev.veo3.batch.journal.JournalRecord.Verdict;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.veo3.batch.journal.Records.NOW;
import static dev.veo3.batch.journal.Records.SUBMIT;
import static dev.veo3.batch.journal.Records.admitted;
import static dev.veo3.batch.journal.Records.ambiguous;
import static dev.veo3.batch.journal.Records.ended;
import static dev.veo3.batch.journal.Records.generated;
import static dev.veo3.batch.journal.Records.life;
import static dev.veo3.batch.journal.Records.opened;
import static dev.veo3.batch.journal.Records.operation;
import static dev.veo3.batch.journal.Records.rejected;
import static dev.veo3.batch.journal.Records.resolved;
import static dev.veo3.batch.journal.Records.submitted;
import static dev.veo3.batch.journal.Records.submitting;
import static dev.veo3.batch.journal.Records.succeeded;
import static org.assertj.core.api.Assertions.assertThat;

/** What every journal does that outlives its program. */
abstract class DurableJournalContract extends JournalContract {

    /** The journal that {@link #create} made, opened again after it was closed. */
    abstract Journal openAgain() throws IOException;

    static List<JobHistory> jobs(JournalReader journal) {
        try (Stream<JobHistory> jobs = journal.jobs()) {
            return jobs.toList();
        }
    }

    private Journal afterARun(List<? extends JournalRecord> records) throws IOException {
        closeJournal();
        try (Journal journal = openAgain()) {
            records.forEach(journal::append);
        }
        return openAgain();
    }

    @Test
    void whatWasRecordedIsKnownWhenTheJournalIsOpenedAgain() throws IOException {
        List<JournalRecord> records = new ArrayList<>(List.of(opened("first")));
        records.addAll(life("done"));
        records.addAll(List.of(admitted("running"), submitting("running", 1), submitted("running", 1),
                admitted("in doubt"), submitting("in doubt", 1), admitted("waiting")));

        try (Journal again = afterARun(records)) {
            assertThat(again.batch().opened()).contains(opened("first"));
            assertThat(again.state("done").outcome()).contains("succeeded");
            assertThat(again.state("done").isOf("1:spec-of-done")).isTrue();
            assertThat(again.history("done").ended()).contains(succeeded("done", 1));
            assertThat(again.history("done").result(SUBMIT)).contains(operation("done", 1));
            assertThat(again.history("done").generated()).contains(generated("done"));
            assertThat(again.history("running").result(SUBMIT)).contains(operation("running", 1));
            assertThat(again.state("in doubt").phase()).isEqualTo(Phase.SUBMITTING);
            assertThat(again.state("waiting").phase()).isEqualTo(Phase.ADMITTED);
            assertThat(again.history("waiting").price()).contains(Records.PRICE);
            assertThat(again.state("new")).isEqualTo(JobState.NEW);
        }
    }

    @Test
    void aRunGoesOnWhereTheLastOneStopped() throws IOException {
        try (Journal again = afterARun(life("a"))) {
            again.force(admitted("a"));
            again.force(submitting("a", again.history("a").nextAttempt(SUBMIT)));
        }
        try (Journal again = openAgain()) {
            again.append(submitted("a", 2));
            again.append(succeeded("a", 2));
            again.sync();

            assertThat(again.history("a").ended()).contains(succeeded("a", 2));
            assertThat(again.history("a").nextAttempt(SUBMIT)).isEqualTo(3);
        }
    }

    @Test
    void jobsThatHaveEndedAreListedInTheOrderInWhichTheyEnded() throws IOException {
        List<JournalRecord> records = new ArrayList<>();
        for (String job : List.of("c", "a", "d", "b")) {
            records.addAll(life(job));
        }
        records.add(admitted("e"));
        records.add(submitting("e", 1));
        records.addAll(List.of(admitted("c"), ended("c", "failed", "again", 2)));

        try (Journal again = afterARun(records)) {
            assertThat(jobs(again)).extracting(JobHistory::job).containsExactly("a", "d", "b", "c", "e");
            assertThat(jobs(again)).containsExactlyElementsOf(
                    Stream.of("a", "d", "b", "c", "e").map(again::history).toList());
        }
    }

    /** Whatever happens in whatever order, a journal that is kept says what one in memory says. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void aJournalSaysWhatOneInMemorySays(long seed) throws IOException {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        closeJournal();
        try (Journal expected = Journal.memory()) {
            for (int run = 0; run < 4; run++) {
                try (Journal journal = openAgain()) {
                    assertSameIn(journal, expected, "opened again");
                    for (int i = 0; i < 400; i++) {
                        record(random.nextInt(30), random, journal, expected);
                    }
                    assertSameIn(journal, expected, "while it is open");
                }
            }
        }
    }

    private static void record(int number, RandomGenerator random, Journal journal, Journal expected) {
        JournalRecord record = random.nextInt(20) == 0
                ? opened("run " + number)
                : jobRecord("job " + number, 1 + random.nextInt(3), random);
        expected.append(record);
        switch (random.nextInt(10)) {
            case 0 -> journal.force(record);
            case 1 -> {
                journal.append(record);
                journal.sync();
            }
            default -> journal.append(record);
        }
    }

    private static JobRecord jobRecord(String job, int attempt, RandomGenerator random) {
        return switch (random.nextInt(11)) {
            case 0 -> random.nextInt(3) > 0
                    ? admitted(job)
                    : new Admitted(job, NOW, "1:changed", Optional.empty());
            case 1 -> submitting(job, attempt);
            case 2 -> submitted(job, attempt);
            case 3 -> rejected(job, attempt, Cause.values()[random.nextInt(3)]);
            case 4 -> ambiguous(job, attempt);
            case 5 -> resolved(job, attempt, new Verdict.Adopted(operation(job, random.nextInt(3))));
            case 6 -> resolved(job, attempt, new Verdict.Absent());
            case 7 -> generated(job);
            case 8 -> Records.downloaded(job);
            case 9 -> succeeded(job, attempt);
            default -> ended(job, "unfinished", "stopped \ud83c\udfac\u0007 \"now\"\n", attempt);
        };
    }

    private static void assertSameIn(Journal journal, Journal expected, String when) {
        for (int number = 0; number < 31; number++) {
            String job = "job " + number;
            assertThat(journal.state(job)).as("%s, state of %s", when, job).isEqualTo(expected.state(job));
            assertThat(journal.history(job)).as("%s, history of %s", when, job).isEqualTo(expected.history(job));
        }
        assertThat(jobs(journal)).as(when).containsExactlyInAnyOrderElementsOf(jobs(expected));
        assertThat(journal.batch()).as(when).isEqualTo(expected.batch());
    }
}
