// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.journal;

import dev.veo3.batch.journal.JobState.Phase;
import dev.veo3.batch.journal.JournalRecord.JobRecord;
import dev.veo3.batch.journal.JournalRecord.Rejected.Cause;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static dev.veo3.batch.journal.DurableJournalContract.jobs;
import static dev.veo3.batch.journal.Records.admitted;
import static dev.veo3.batch.journal.Records.life;
import static dev.veo3.batch.journal.Records.submitted;
import static dev.veo3.batch.journal.Records.submitting;
import static dev.veo3.batch.journal.Records.succeeded;
import static org.assertj.core.api.Assertions.assertThat;

/** The machine, or the program alone, goes down at each step of what a journal does to its files. */
class CrashTest {
    private static final long NEVER_COMPACTED = Long.MAX_VALUE;

    @TempDir
    private Path directory;

    /** What goes down. */
    private enum Down {
        /** Only the program: the system still writes what it was given. */
        PROGRAM,
        /** The machine: what was not forced is gone. */
        MACHINE
    }

    private Path journal(Path in) throws IOException {
        return Files.createDirectories(in).toRealPath().resolve("jobs.journal");
    }

    /** Runs a batch on a disk that goes down; the histories that were promised to be on disk when it did. */
    private static Map<String, JobHistory> run(Path file, Disk disk, long compactedFrom) {
        Map<String, JobHistory> promised = new HashMap<>();
        try (Journal journal = JournalThread.open(file, disk, compactedFrom)) {
            jobs(journal).forEach(history -> promised.put(history.job(), history));
            for (int job = 0; job < 3; job++) {
                run("new " + job, journal, promised);
            }
        } catch (JournalException e) {
            assertThat(e).hasStackTraceContaining("the machine is down");
        }
        return promised;
    }

    private static void run(String job, Journal journal, Map<String, JobHistory> promised) {
        UnaryOperator<JobHistory> known = history -> history == null ? JobHistory.none(job) : history;
        journal.append(admitted(job));
        journal.force(submitting(job, 1));
        promised.compute(job, (id, history) -> known.apply(history).then(admitted(job)).then(submitting(job, 1)));
        journal.force(submitted(job, 1));
        promised.computeIfPresent(job, (id, history) -> history.then(submitted(job, 1)));
        journal.append(succeeded(job, 1));
        journal.sync();
        promised.computeIfPresent(job, (id, history) -> history.then(succeeded(job, 1)));
    }

    /**
     * Goes down at each step in turn until there is none left.
     *
     * @return the steps of a whole run
     */
    private List<String> everywhere(Down down, long compactedFrom, List<JournalRecord> before, byte[] tail)
            throws IOException {
        for (int step = 1;; step++) {
            Path file = journal(directory.resolve(down + "-" + step));
            prepare(file, before, tail);
            CrashingDisk disk = new CrashingDisk(step, file.getParent());

            Map<String, JobHistory> promised = run(file, disk, compactedFrom);
            if (!disk.isDown()) {
                return disk.steps();
            }
            if (down == Down.MACHINE) {
                disk.crash();
            }

            assertKept(file, before, promised, "down at " + disk.steps());
        }
    }

    private static void prepare(Path file, List<JournalRecord> before, byte[] tail) throws IOException {
        if (!before.isEmpty()) {
            try (Journal journal = JournalThread.open(file, SystemDisk.INSTANCE, NEVER_COMPACTED)) {
                before.forEach(journal::append);
            }
            Files.write(file, tail, StandardOpenOption.APPEND);
        }
    }

    private static void assertKept(Path file, List<JournalRecord> before, Map<String, JobHistory> promised,
            String when) {
        try (Journal memory = Journal.memory(); Journal again = JournalThread.open(file, SystemDisk.INSTANCE, 1)) {
            before.forEach(memory::append);
            for (JobHistory old : jobs(memory)) {
                assertThat(again.history(old.job())).as(when).isEqualTo(old);
            }
            promised.forEach((job, history) -> assertThat(saysAtLeast(again.history(job), history))
                    .as("%s: %s says at least %s", when, again.history(job), history).isTrue());
            assertThat(again.batch()).as(when).isEqualTo(memory.batch());
            again.force(admitted("after"));
            assertThat(again.state("after").phase()).isEqualTo(Phase.ADMITTED);
        }
    }

    /** Records that were not forced may be there too. */
    private static boolean saysAtLeast(JobHistory actual, JobHistory promised) {
        JobHistory history = promised;
        for (JobRecord next : List.of(submitted(promised.job(), 1), succeeded(promised.job(), 1))) {
            if (actual.equals(history)) {
                return true;
            }
            history = history.then(next);
        }
        return actual.equals(history);
    }

    @Test
    void nothingThatWasForcedIsLostWhereverTheProgramGoesDown() throws IOException {
        assertThat(everywhere(Down.PROGRAM, NEVER_COMPACTED, List.of(), new byte[0])).hasSizeGreaterThan(15);
    }

    @Test
    void nothingThatWasForcedIsLostWhereverTheMachineGoesDown() throws IOException {
        assertThat(everywhere(Down.MACHINE, NEVER_COMPACTED, List.of(), new byte[0])).hasSizeGreaterThan(15);
    }

    @Test
    void theRepairOfATornTailMayBeCutOffAnywhere() throws IOException {
        byte[] tail = "{\"v\":1,\"seq\":8,\"t\":\"2026".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        for (Down down : Down.values()) {
            assertThat(everywhere(down, NEVER_COMPACTED, life("old"), tail))
                    .contains("truncate jobs.journal", "force jobs.journal.torn");
        }
    }

    @Test
    void aCompactionMayBeCutOffAnywhere() throws IOException {
        List<JournalRecord> records = new ArrayList<>(List.of(Records.opened("first"), Records.opened("second")));
        for (int job = 0; job < 20; job++) {
            records.addAll(List.of(submitting("old " + job, 1), Records.rejected("old " + job, 1, Cause.QUOTA),
                    submitting("old " + job, 2), Records.rejected("old " + job, 2, Cause.QUOTA)));
            records.addAll(life("old " + job));
        }
        records.addAll(List.of(admitted("running"), submitting("running", 1), submitted("running", 1)));
        for (Down down : Down.values()) {
            assertThat(everywhere(down, 1, records, new byte[0]))
                    .containsSequence("write jobs.journal.part", "force jobs.journal.part", "replace jobs.journal",
                            "force the directory");
        }
    }

    @Test
    void theDirectoriesThatAreMadeAreForced() throws IOException {
        CrashingDisk disk = new CrashingDisk(Integer.MAX_VALUE, directory);

        JournalThread.open(directory.resolve("a/b/jobs.journal"), disk, NEVER_COMPACTED).close();

        assertThat(disk.steps()).startsWith("create a", "force the directory", "create b", "force the directory");
    }
}
