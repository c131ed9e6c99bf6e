// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.journal;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A journal is there for one program at a time. */
class JournalLockTest {
    private static final String REMEDY = ". Wait until it has ended, or stop it; two programs on one journal would pay"
            + " twice.";

    @TempDir
    private Path directory;

    private Path file() throws Exception {
        return directory.toRealPath().resolve("jobs.journal");
    }

    @Test
    void aSecondJournalOfTheSameProgramIsRefused() throws Exception {
        try (Journal journal = Journal.open(file())) {
            assertThatThrownBy(() -> Journal.open(file())).isInstanceOf(JournalException.class)
                    .hasMessage(
                            file() + ": the journal is in use by this program, which has opened it already" + REMEDY);

            journal.force(Records.admitted("a"));
        }
        Journal.open(file()).close();
    }

    @Test
    void aSecondProgramIsRefusedAndToldWhoHoldsTheJournal() throws Exception {
        try (Journal journal = Journal.open(file())) {
            // What fails here must not free the lock: on POSIX systems it would if it only closed a channel.
            assertThatThrownBy(() -> Journal.open(file())).isInstanceOf(JournalException.class);
            JournalReader.of(file()).close();
            try (JournalChild child = JournalChild.holding(file())) {
                assertThat(child.nextLine()).startsWith(file() + ": the journal is in use by process "
                        + ProcessHandle.current().pid() + " on host ").endsWith(REMEDY);
            }
            journal.force(Records.admitted("a"));
        }
        try (JournalChild child = JournalChild.holding(file())) {
            assertThat(child.nextLine()).as("when it is free").isEqualTo("open");
        }
    }

    @Test
    void theLockOfAProgramThatWasKilledIsFree() throws Exception {
        try (JournalChild child = JournalChild.holding(file())) {
            assertThat(child.nextLine()).isEqualTo("open");
            assertThatThrownBy(() -> Journal.open(file())).isInstanceOf(JournalException.class)
                    .hasMessageContaining("in use by process " + child.pid() + " on host ");
            assertThatThrownBy(() -> Journal.open(file())).as("the same again").isInstanceOf(JournalException.class);
            child.kill();

            Journal.open(file()).close();
        }
    }

    @Test
    void anotherNameOfTheSameFileIsTheSameJournal() throws Exception {
        Path link = Files.createSymbolicLink(directory.resolve("link"), directory);
        try (Journal journal = Journal.open(file())) {
            journal.force(Records.admitted("a"));
            Path file = Files.createSymbolicLink(directory.resolve("other.journal"), file());

            assertThatThrownBy(() -> Journal.open(link.resolve("jobs.journal"))).isInstanceOf(JournalException.class)
                    .hasMessageContaining("in use");
            assertThatThrownBy(() -> Journal.open(directory.resolve("no/../jobs.journal")))
                    .isInstanceOf(JournalException.class).hasMessageContaining("in use");
            assertThatThrownBy(() -> Journal.open(file)).isInstanceOf(JournalException.class)
                    .hasMessageContaining("in use");
        }
    }

    @Test
    void whoOnlyReadsIsNotKeptAwayAndKeepsNobodyAway() throws Exception {
        try (Journal journal = Journal.open(file())) {
            Records.life("a").forEach(journal::append);
            journal.sync();
            try (JournalReader reader = JournalReader.of(file())) {
                journal.force(Records.admitted("b"));

                assertThat(reader.history("a")).isEqualTo(journal.history("a"));
                assertThat(reader.state("b")).as("recorded since").isEqualTo(JobState.NEW);
            }
        }
        try (JournalReader reader = JournalReader.of(file()); Journal journal = Journal.open(file())) {
            assertThat(reader.state("b")).isEqualTo(journal.state("b"));
        }
    }
}
