// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.journal;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a crash has left of a line at the end of a journal: it is kept aside, and cut off before anything is written behind it. */
final class TornTail {
    private static final Logger LOG = LoggerFactory.getLogger(TornTail.class);
    private static final int CHUNK = 1 << 16;

    private TornTail() {}

    /** Where it is kept. */
    static Path aside(Path journal) {
        return journal.resolveSibling(journal.getFileName() + ".torn");
    }

    /**
     * Cuts off what is behind a place. What is cut off stands at the end of the file beside the journal, before the journal is
     * changed; after a crash in between it stands there twice.
     *
     * @param from where the last whole line ends
     */
    static void cut(Path journal, long from, Disk disk) throws IOException {
        try (RandomAccessFile in = new RandomAccessFile(journal.toFile(), "r")) {
            long length = in.length() - from;
            if (length <= 0) {
                return;
            }
            LOG.warn("{}: a crash has cut off what was written last ({} bytes from offset {}); they are kept in {}",
                    journal, length, from, aside(journal));
            copy(in, from, aside(journal), disk);
        }
        disk.forceDirectory(Directories.of(journal));
        try (Disk.Writable out = disk.open(journal)) {
            out.truncate(from);
            out.force();
        }
    }

    private static void copy(RandomAccessFile in, long from, Path aside, Disk disk) throws IOException {
        long at = aside.toFile().length();
        try (Disk.Writable out = disk.open(aside)) {
            byte[] chunk = new byte[CHUNK];
            in.seek(from);
            for (int read = in.read(chunk); read > 0; read = in.read(chunk)) {
                out.write(ByteBuffer.wrap(chunk, 0, read), at);
                at += read;
            }
            out.write(ByteBuffer.wrap(new byte[]{'\n'}), at);
            out.force();
        }
    }
}
