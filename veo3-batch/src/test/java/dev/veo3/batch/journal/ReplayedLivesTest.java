// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.journal;

import dev.veo3.batch.journal.JournalRecord.Admitted;
import dev.veo3.batch.journal.JournalRecord.Ambiguous;
import dev.veo3.batch.journal.JournalRecord.JobRecord;
import dev.veo3.batch.journal.JournalRecord.Rejected;
import dev.veo3.batch.journal.JournalRecord.Submitted;
import dev.veo3.batch.journal.JournalRecord.Submitting;
import dev.veo3.batch.journal.JournalRecord.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Whatever lives jobs have led, a journal that is read in haste tells of each what its records tell one by one. */
class ReplayedLivesTest {
    private static final List<String> JOBS = List.of("a", "ended", "\"\\\n", "\u2028</script>", "\ud83c\udfac", "=b",
            "a job of a long name ".repeat(200));

    @TempDir
    private Path directory;

    private static JobRecord record(String job, JobHistory before, Random random) {
        int attempt = 1 + random.nextInt(3);
        return switch (random.nextInt(11)) {
            case 0 -> Records.admitted(job);
            case 1 -> new Admitted(job, Records.NOW.plusSeconds(random.nextInt(9)), "1:other", Optional.empty());
            case 2 ->
                new Submitting(job, Records.NOW.plusSeconds(random.nextInt(9)), random.nextBoolean() ? "submit" : "up",
                        before.nextAttempt("submit"), Records.PRICE, Optional.of("gs://b/"));
            case 3 -> Records.submitting(job, attempt);
            case 4 -> Records.submitted(job, attempt);
            case 5 -> new Submitted(job, Records.NOW.minusSeconds(random.nextInt(9)), "up", attempt, "op \"" + attempt);
            case 6 ->
                Records.rejected(job, attempt, Rejected.Cause.values()[random.nextInt(Rejected.Cause.values().length)]);
            case 7 -> new Ambiguous(job, Records.NOW, "submit", attempt, "broke", Optional.empty());
            case 8 ->
                Records.resolved(job, attempt, random.nextBoolean() ? new Verdict.Absent() : new Verdict.Adopted("op"));
            case 9 -> Records.succeeded(job, attempt);
            default -> Records.ended(job, random.nextBoolean() ? "failed" : "cancelled", "why \u0000 not", attempt);
        };
    }

    private static List<JobRecord> lives(Random random, int count) {
        Map<String, JobHistory> histories = new HashMap<>();
        List<JobRecord> records = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String job = JOBS.get(random.nextInt(JOBS.size()));
            JobHistory before = histories.getOrDefault(job, JobHistory.none(job));
            JobRecord record = record(job, before, random);
            records.add(record);
            histories.put(job, before.then(record));
        }
        return records;
    }

    @Test
    void theyAreReadAsTheyWereLedAndCutAnywhereLoseOnlyTheirEnd() throws IOException {
        for (int seed = 0; seed < 150; seed++) {
            Random random = new Random(seed);
            List<JobRecord> records = lives(random, 1 + random.nextInt(40));
            Path file = JournalFiles.write(directory.resolve(seed + ".journal"), records);
            assertTells(file, records, "seed " + seed);

            try (Journal journal = Journal.open(file); Histories histories = journal.histories(List.of())) {
                for (String job : JOBS) {
                    JobHistory history = histories.history(job);
                    assertThat(histories.milestones(job)).as("seed %d, job %s", seed, job)
                            .isEqualTo(Milestones.of(history));
                }
            }

            byte[] whole = Files.readAllBytes(file);
            for (int i = 0; i < 5; i++) {
                int cut = 1 + random.nextInt(whole.length);
                byte[] torn = Arrays.copyOf(whole, cut);
                int lines = 0;
                for (byte unit : torn) {
                    lines += unit == '\n' ? 1 : 0;
                }
                Path part = Files.write(directory.resolve("torn.journal"), torn);
                assertTells(part, records.subList(0, lines), "seed " + seed + " cut at " + cut);
            }
        }
    }

    /** A byte that is another is found, or is in the last line, which then has never been. */
    @Test
    void damageNeverMakesAJobLookUnsubmitted() throws IOException {
        for (int seed = 0; seed < 100; seed++) {
            Random random = new Random(1_000 + seed);
            List<JobRecord> records = lives(random, 2 + random.nextInt(20));
            Path file = JournalFiles.write(directory.resolve("damaged-" + seed + ".journal"), records);
            byte[] bytes = Files.readAllBytes(file);
            int lastLine = bytes.length - 1;
            while (bytes[lastLine - 1] != '\n') {
                lastLine--;
            }
            for (int i = 0; i < 10; i++) {
                byte[] damaged = bytes.clone();
                int at = random.nextInt(damaged.length);
                damaged[at] ^= (byte) (1 << random.nextInt(8));
                Files.write(file, damaged);
                try (JournalReader journal = JournalReader.of(file)) {
                    assertThat(at).as("seed %d, byte %d of %d is another and nobody saw it", seed, at, bytes.length)
                            .isGreaterThanOrEqualTo(lastLine);
                    assertThat(journal.history(records.getFirst().job())).isNotNull();
                    assertTells(file, records.subList(0, records.size() - 1), "seed " + seed);
                } catch (JournalException e) {
                    assertThat(e).hasMessageStartingWith(file.toString());
                }
            }
        }
    }

    private static void assertTells(Path file, List<JobRecord> records, String what) throws IOException {
        Map<String, JobHistory> plain = new HashMap<>();
        records.forEach(
                record -> plain.merge(record.job(), JobHistory.none(record.job()).then(record),
                        (before, first) -> before.then(record)));
        try (JournalReader journal = JournalReader.of(file)) {
            for (String job : JOBS) {
                JobHistory expected = plain.getOrDefault(job, JobHistory.none(job));
                assertThat(journal.history(job)).as(what).isEqualTo(expected);
                assertThat(journal.state(job)).as(what).isEqualTo(expected.state());
            }
        }
    }
}
