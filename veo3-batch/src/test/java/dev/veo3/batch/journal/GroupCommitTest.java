// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static dev.veo3.batch.journal.Records.admitted;
import static dev.veo3.batch.journal.Records.life;
import static dev.veo3.batch.journal.Records.submitted;
import static dev.veo3.batch.journal.Records.submitting;
import static org.assertj.core.api.Assertions.assertThat;

/** Many records share one force. */
class GroupCommitTest {
    private final FailingDisk disk = new FailingDisk();

    @TempDir
    private Path directory;
    private Journal journal = Journal.memory();
    private int before;

    @BeforeEach
    void open() {
        journal = JournalThread.open(directory.resolve("jobs.journal"), disk, Long.MAX_VALUE);
        before = disk.forces();
    }

    private int forces() {
        return disk.forces() - before;
    }

    @Test
    void whoComesWhileADiskIsForcedSharesTheNextForce() throws InterruptedException {
        Semaphore permits = new Semaphore(0);
        disk.holdForces(permits);
        List<Thread> threads = new ArrayList<>(List.of(force("first", new CountDownLatch(0))));
        disk.awaitHeldForce(0);
        CountDownLatch added = new CountDownLatch(100);
        for (int i = 0; i < 100; i++) {
            threads.add(force("job " + i, added));
        }
        added.await();
        awaitWaiting(threads);
        permits.release(1_000);
        for (Thread thread : threads) {
            thread.join();
        }

        // One for the first and one for the hundred; one that waited for its turn to be added may come later.
        assertThat(forces()).isBetween(2, 5);
        journal.close();
    }

    private Thread force(String job, CountDownLatch added) {
        return Thread.ofPlatform().start(() -> {
            journal.append(admitted(job));
            added.countDown();
            journal.force(submitting(job, 1));
        });
    }

    /** Until each thread has added its record and waits for the disk. */
    private static void awaitWaiting(List<Thread> threads) {
        while (!threads.stream().allMatch(thread -> thread.getState() == Thread.State.WAITING)) {
            Thread.onSpinWait();
        }
    }

    @Test
    void whatIsOnlyAppendedWaitsForTheNextForceAndIsDurableWithIt() throws IOException {
        life("a").forEach(journal::append);
        journal.append(admitted("b"));
        assertThat(forces()).isZero();

        journal.force(submitting("b", 1));

        assertThat(forces()).isEqualTo(1);
        assertThat(JournalFiles.lines(directory.resolve("jobs.journal"))).hasSize(8);
        journal.close();
    }

    @Test
    void whatWasAppendedIsForcedWhenTheJournalIsClosed() throws IOException {
        journal.append(admitted("a"));

        journal.close();

        assertThat(forces()).isEqualTo(1);
        assertThat(JournalFiles.lines(directory.resolve("jobs.journal"))).hasSize(1);
    }

    @Test
    void recordsOfManyThreadsAreNumberedInTheOrderOfTheFile() throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            String job = "job " + i;
            threads.add(Thread.ofVirtual().start(() -> {
                for (int attempt = 1; attempt <= 50; attempt++) {
                    journal.force(submitting(job, attempt));
                    journal.append(submitted(job, attempt));
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        journal.close();

        try (Journal again = Journal.open(directory.resolve("jobs.journal"))) {
            for (int i = 0; i < 64; i++) {
                assertThat(again.history("job " + i).last(Records.SUBMIT)).contains(submitted("job " + i, 50));
            }
        }
        assertThat(forces()).as("of 3,200 forced records").isLessThan(3_200);
    }
}
