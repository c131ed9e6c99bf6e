// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.journal;

import dev.veo3.batch.journal.JournalRecord.BatchRecord;
import dev.veo3.batch.journal.JournalRecord.JobRecord;
import dev.veo3.batch.journal.RecordReader.Said;
import dev.veo3.batch.journal.Replay.OpenJob;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the lines of a journal that are still needed into a new file, and puts that in its place. The old file is whole until
 * the new one is on disk and has been read back. A line is copied as it is but for its number, so that whatever a later version
 * has added to it stays.
 */
final class Compaction {
    private static final Logger LOG = LoggerFactory.getLogger(Compaction.class);
    private static final int CHUNK = 1 << 18;

    private final Path journal;
    private final Path part;
    private final Replay replay;
    private final Disk disk;
    private final CRC32C crc = new CRC32C();
    private byte[] buffer = new byte[CHUNK];
    private int filled;
    private long written;
    private long number;

    private Compaction(Path journal, Replay replay, Disk disk) {
        this.journal = journal;
        this.part = part(journal);
        this.replay = replay;
        this.disk = disk;
    }

    /** Where the new file is until it takes the old one's place. */
    static Path part(Path journal) {
        return journal.resolveSibling(journal.getFileName() + ".part");
    }

    /**
     * Compacts a journal that nobody writes to.
     *
     * @param replay what it says
     * @return what the new file says, which is the same; empty when it could not be written and the old one stays
     * @throws IOException when it is not known which of the two is in place
     */
    static Optional<Replay> run(Path journal, Replay replay, Disk disk) throws IOException {
        Compaction compaction = new Compaction(journal, replay, disk);
        Replay compacted;
        try {
            compacted = compaction.write();
        } catch (IOException e) {
            LOG.warn("{}: the journal stays as large as it is, because {} cannot be written: {}", journal,
                    compaction.part, e.getMessage());
            disk.delete(compaction.part);
            return Optional.empty();
        }
        disk.replace(journal, compaction.part);
        disk.forceDirectory(Directories.of(journal));
        LOG.info("{}: {} of {} bytes were not needed any more", journal, replay.end() - compacted.end(), replay.end());
        return Optional.of(compacted);
    }

    private Replay write() throws IOException {
        disk.delete(part);
        try (Disk.Writable out = disk.open(part)) {
            try (LineReader lines = LineReader.of(journal, LineReader.LARGE)) {
                while (lines.next(replay.end())) {
                    if (isNeeded(lines)) {
                        copy(lines, out);
                    }
                }
            }
            flush(out);
            out.force();
        }
        try (LineReader lines = LineReader.of(part, LineReader.LARGE)) {
            Replay compacted = Replay.of(lines, Long.MAX_VALUE);
            if (!compacted.saysTheSameAs(replay)) {
                throw new IOException("it does not say the same as the old one");
            }
            return compacted;
        }
    }

    private boolean isNeeded(LineReader lines) {
        return switch (Refusal.said(lines)) {
            case Said.Unknown u -> true;
            case Said.Known(BatchRecord r, var was) -> replay.batch().isNeeded(lines.offset());
            case Said.Known(JobRecord r, var was) -> {
                OpenJob open = replay.open().get(r.job());
                yield open != null
                        ? lines.offset() >= open.from()
                        : replay.index().isAt(r.job(), lines.offset());
            }
        };
    }

    private void copy(LineReader lines, Disk.Writable out) throws IOException {
        if (buffer.length - filled < lines.length() + LineFrame.OVERHEAD) {
            flush(out);
        }
        if (buffer.length < lines.length() + LineFrame.OVERHEAD) {
            buffer = new byte[lines.length() + LineFrame.OVERHEAD];
        }
        number++;
        int start = LineFrame.recordStart(lines.bytes(), lines.start());
        int end = LineFrame.put(buffer, filled, number, lines.bytes(), start, LineFrame.recordEnd(lines.end()) - start);
        LineFrame.seal(buffer, filled, end, crc);
        filled = end;
    }

    private void flush(Disk.Writable out) throws IOException {
        out.write(ByteBuffer.wrap(buffer, 0, filled), written);
        written += filled;
        filled = 0;
    }
}
