// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static dev.veo3.batch.journal.Records.admitted;
import static dev.veo3.batch.journal.Records.submitted;
import static dev.veo3.batch.journal.Records.submitting;
import static dev.veo3.batch.journal.Records.succeeded;
import static org.assertj.core.api.Assertions.assertThat;

/** An interrupted thread that touches a channel closes it: nobody's interrupt reaches the journal's. */
class JournalInterruptTest {

    @TempDir
    private Path directory;

    @Test
    void aThreadThatIsInterruptedWhileItWaitsForTheDiskWaitsOnAndStaysInterrupted() throws Exception {
        FailingDisk disk = new FailingDisk();
        Semaphore permits = new Semaphore(0);
        AtomicBoolean stillSet = new AtomicBoolean();
        AtomicBoolean returned = new AtomicBoolean();
        try (Journal journal = JournalThread.open(directory.resolve("jobs.journal"), disk, Long.MAX_VALUE)) {
            disk.holdForces(permits);
            Thread thread = Thread.ofVirtual().start(() -> {
                journal.force(submitting("a", 1));
                returned.set(true);
                stillSet.set(Thread.currentThread().isInterrupted());
            });
            disk.awaitHeldForce(0);
            thread.interrupt();
            while (thread.isInterrupted()) {
                Thread.onSpinWait();
            }
            assertThat(returned).as("before the record is on disk").isFalse();

            permits.release(100);
            thread.join();

            assertThat(stillSet).isTrue();
            journal.force(submitted("a", 1));
        }
        assertThat(JournalFiles.lines(directory.resolve("jobs.journal"))).hasSize(2);
    }

    @Test
    void aHundredThreadsThatAreInterruptedAllTheTimeLoseNothing() throws Exception {
        Path file = directory.resolve("jobs.journal");
        AtomicInteger cleared = new AtomicInteger();
        try (Journal journal = Journal.open(file)) {
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                String job = "job " + i;
                threads.add(Thread.ofVirtual().start(() -> {
                    for (int attempt = 1; attempt <= 20; attempt++) {
                        Thread.currentThread().interrupt();
                        journal.append(admitted(job));
                        journal.force(submitting(job, attempt));
                        journal.force(submitted(job, attempt));
                        journal.append(succeeded(job, attempt));
                        journal.sync();
                        journal.history(job);
                        cleared.addAndGet(Thread.interrupted() ? 0 : 1);
                    }
                }));
            }
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(journal.failure()).isEmpty();
        }
        assertThat(cleared).hasValue(0);
        assertThat(JournalFiles.lines(file)).hasSize(100 * 20 * 4);
    }

    @Test
    void anInterruptedThreadOpensReadsAndClosesAJournal() throws IOException {
        Path file = JournalFiles.write(directory.resolve("jobs.journal"), Records.life("a"));
        Thread.currentThread().interrupt();

        try (Journal journal = Journal.open(file); JournalReader reader = JournalReader.of(file)) {
            assertThat(journal.history("a").ended()).isPresent();
            assertThat(reader.history("a")).isEqualTo(journal.history("a"));
            assertThat(DurableJournalContract.jobs(reader)).isEqualTo(DurableJournalContract.jobs(journal));
            journal.force(admitted("b"));
        }

        assertThat(Thread.interrupted()).isTrue();
        assertThat(JournalFiles.lines(file)).hasSize(7);
    }
}
