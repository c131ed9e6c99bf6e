// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static dev.veo3.batch.journal.Records.SUBMIT;
import static dev.veo3.batch.journal.Records.admitted;
import static dev.veo3.batch.journal.Records.life;
import static dev.veo3.batch.journal.Records.opened;
import static dev.veo3.batch.journal.Records.operation;
import static dev.veo3.batch.journal.Records.submitted;
import static dev.veo3.batch.journal.Records.submitting;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** After one failed write or force nothing is believed any more. */
class JournalFailureTest {
    private final FailingDisk disk = new FailingDisk();

    @TempDir
    private Path directory;

    private Path file() throws IOException {
        return directory.toRealPath().resolve("jobs.journal");
    }

    private void assertFailed(ThrowingCallable call, String cause) throws IOException {
        assertThatThrownBy(call).isInstanceOf(JournalException.class)
                .hasMessage(file() + ": the journal cannot be written any more: " + cause
                        + ". See to the disk, and run the batch again: it goes on from what the journal says.")
                .hasCauseInstanceOf(IOException.class);
    }

    @Test
    void aFullDiskFailsTheJournalForGood() throws IOException {
        Journal journal = JournalThread.open(file(), disk, Long.MAX_VALUE);
        life("a").forEach(journal::append);
        journal.sync();
        disk.failNextWrite(file(), 10);

        assertFailed(() -> journal.force(submitting("b", 1)), "No space left on device");
        assertFailed(() -> journal.append(admitted("b")), "No space left on device");
        assertFailed(() -> journal.append(opened("again")), "No space left on device");
        assertFailed(() -> journal.force(submitting("b", 1)), "No space left on device");
        assertFailed(journal::sync, "No space left on device");
        assertThat(journal.failure()).isPresent();
        assertThat(journal.history("a").result(SUBMIT)).as("reading goes on").contains(operation("a", 1));
        assertThat(journal.batch()).isEqualTo(BatchHistory.NONE);
        assertFailed(journal::close, "No space left on device");
        journal.close();
    }

    @Test
    void aForceThatFailedIsNotBelievedWhenTheNextWouldSucceed() throws IOException {
        Journal journal = JournalThread.open(file(), disk, Long.MAX_VALUE);
        disk.failNextForce();

        assertFailed(() -> journal.force(submitting("a", 1)), "Input/output error");
        int forces = disk.forces();
        assertFailed(() -> journal.force(submitted("a", 1)), "Input/output error");
        assertThat(disk.forces()).as("it is not tried again").isEqualTo(forces);
        assertFailed(journal::close, "Input/output error");
        assertThat(JournalFiles.lines(file())).as("nothing is written behind it").hasSize(1);
    }

    @Test
    void whoWaitsForThisGroupAndWhoWaitsForTheNextHearOfTheFailure() throws Exception {
        Semaphore permits = new Semaphore(0);
        AtomicInteger told = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        Journal journal = JournalThread.open(file(), disk, Long.MAX_VALUE);
        disk.holdForces(permits);
        disk.failNextForce();
        for (int i = 0; i < 20; i++) {
            String job = "job " + i;
            threads.add(Thread.ofVirtual().start(() -> {
                try {
                    journal.force(submitting(job, 1));
                } catch (JournalException e) {
                    told.incrementAndGet();
                }
            }));
            if (i == 0) {
                disk.awaitHeldForce(0);
            }
        }
        permits.release();
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(told).hasValue(20);
        assertThatThrownBy(journal::close).isInstanceOf(JournalException.class);
    }

    @Test
    void aJournalThatFailedIsRepairedByTheNextRun() throws IOException {
        Journal journal = JournalThread.open(file(), disk, Long.MAX_VALUE);
        journal.force(submitting("a", 1));
        disk.failNextWrite(file(), 30);
        assertFailed(() -> journal.force(submitted("a", 1)), "No space left on device");
        assertFailed(journal::close, "No space left on device");

        try (Journal again = Journal.open(file())) {
            assertThat(again.state("a").phase()).isEqualTo(JobState.Phase.SUBMITTING);
            again.force(submitted("a", 1));
        }
        assertThat(JournalFiles.lines(file())).hasSize(2);
    }

    @Test
    void whatCannotBeForcedWhenTheJournalIsClosedIsToldToo() throws IOException {
        Journal journal = JournalThread.open(file(), disk, Long.MAX_VALUE);
        journal.append(admitted("a"));
        disk.failNextForce();

        assertFailed(journal::close, "Input/output error");
    }

    @Test
    void aJournalThatCannotBeOpenedFreesItsLock() throws IOException {
        disk.failNextForce();

        assertThatThrownBy(() -> JournalThread.open(file(), disk, Long.MAX_VALUE))
                .isInstanceOf(JournalException.class)
                .hasMessageStartingWith(file() + ": the journal cannot be opened: ")
                .hasMessageContaining("Input/output error");
        Journal.open(file()).close();
    }

    @Test
    void aRecordThatIsTooLongIsRefusedAndTheJournalGoesOn() throws IOException {
        try (Journal journal = Journal.open(file())) {
            assertThatThrownBy(() -> journal.append(Records.ended("a", "failed", "x".repeat(16 << 20), 1)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageMatching("A record of \\d+ bytes is too long for a journal");

            journal.force(Records.ended("a", "failed", "x".repeat(3 << 20), 1));
        }
        try (JournalReader reader = JournalReader.of(file())) {
            assertThat(reader.history("a").ended().orElseThrow().reason().orElseThrow()).hasSize(3 << 20);
        }
        assertThat(Files.size(file())).isLessThan(4 << 20);
    }
}
