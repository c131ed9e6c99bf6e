// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * The one thread that touches a journal's file: it opens it, repairs and compacts it, writes it and closes it. Nobody else has
 * it, so nobody can interrupt it.
 */
final class JournalThread implements Runnable {
    private final Path file;
    private final Disk disk;
    private final long compactedFrom;
    private final CompletableFuture<FileJournal> opened = new CompletableFuture<>();

    private JournalThread(Path file, Disk disk, long compactedFrom) {
        this.file = file;
        this.disk = disk;
        this.compactedFrom = compactedFrom;
    }

    /**
     * Opens a journal; it is made when it is not there.
     *
     * @param compactedFrom from how many bytes on it is compacted, when more than half of them are not needed
     */
    static FileJournal open(Path file, Disk disk, long compactedFrom) {
        JournalThread journal = new JournalThread(file, disk, compactedFrom);
        Thread.ofPlatform().name("veo3-journal").daemon().start(journal);
        try {
            return journal.opened.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof JournalException refused ? refused : new IllegalStateException(e.getCause());
        }
    }

    @Override
    public void run() {
        try {
            Path absolute = file.toAbsolutePath().normalize();
            Directories.create(Directories.of(absolute), disk);
            try (JournalLock lock = JournalLock.take(Directories.real(absolute))) {
                work(lock.journal());
            }
        } catch (IOException e) {
            opened.completeExceptionally(Refusal.unopened(file, e));
        } catch (RuntimeException | Error e) {
            opened.completeExceptionally(e);
        }
    }

    private void work(Path journal) throws IOException {
        disk.delete(Compaction.part(journal));
        boolean there = Files.exists(journal);
        try (Disk.Writable out = disk.open(journal)) {
            if (!there) {
                out.force();
                disk.forceDirectory(Directories.of(journal));
            }
        }
        Replay replay = replay(journal);
        try (Disk.Writable out = disk.open(journal)) {
            FileJournal open = new FileJournal(journal, replay, out, Thread.currentThread());
            opened.complete(open);
            open.run();
        }
    }

    private Replay replay(Path journal) throws IOException {
        Replay replay;
        try (LineReader lines = LineReader.of(journal, LineReader.LARGE)) {
            replay = Replay.of(lines, Long.MAX_VALUE);
        }
        TornTail.cut(journal, replay.end(), disk);
        if (replay.end() < compactedFrom || replay.dead() <= replay.end() / 2) {
            return replay;
        }
        Optional<Replay> compacted = Compaction.run(journal, replay, disk);
        return compacted.orElse(replay);
    }
}
