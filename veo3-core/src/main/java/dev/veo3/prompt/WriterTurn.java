// SPDX-License-Identifier: Apache-2.0
package dev.veo3.prompt;

import dev.veo3.time.TimeSource;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLockInterruptionException;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;

/**
 * The turn to write one file, which one writer has at a time: among the threads of this process by a permit, among processes
 * by the lock of a file beside it, which the system gives back when a process dies. That file stays: whoever removed it could
 * take it from under somebody who waits for it.
 */
final class WriterTurn implements AutoCloseable {
    /** One permit for each file that this process has written. */
    private static final ConcurrentMap<Path, Semaphore> PERMITS = new ConcurrentHashMap<>();
    private static final Duration PAUSE = Duration.ofMillis(20);

    private final Semaphore permit;
    private final FileChannel lockFile;

    private WriterTurn(Semaphore permit, FileChannel lockFile) {
        this.permit = permit;
        this.lockFile = lockFile;
    }

    /**
     * Waits for the turn.
     *
     * @param file where it really is, in a directory that exists
     * @throws InterruptedException when the thread was interrupted before it had the turn
     */
    static WriterTurn take(Path file, TimeSource time) throws IOException, InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        Semaphore permit = PERMITS.computeIfAbsent(file, path -> new Semaphore(1, true));
        permit.acquire();
        FileChannel lockFile = null;
        try {
            lockFile = PrivateFiles.openOrCreate(file.resolveSibling("." + file.getFileName() + ".lock"));
            lock(lockFile, time);
            WriterTurn turn = new WriterTurn(permit, lockFile);
            lockFile = null;
            return turn;
        } finally {
            if (lockFile != null) {
                lockFile.close();
                permit.release();
            }
        }
    }

    private static void lock(FileChannel channel, TimeSource time) throws IOException, InterruptedException {
        while (true) {
            try {
                channel.lock();
                return;
            } catch (OverlappingFileLockException e) {
                // Somebody else in this process who does not know our permits: the library in another class loader.
                time.sleep(PAUSE);
            } catch (FileLockInterruptionException e) {
                throw interrupted(e);
            }
        }
    }

    private static InterruptedException interrupted(FileLockInterruptionException cause) {
        Thread.interrupted();
        InterruptedException interrupted = new InterruptedException();
        interrupted.initCause(cause);
        return interrupted;
    }

    /** Ends the turn. */
    @Override
    public void close() throws IOException {
        try {
            lockFile.close();
        } finally {
            permit.release();
        }
    }
}
