// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.journal;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a second program, and a second journal of this one, away from a journal: a lock on a file beside it, in which stands who
 * holds it. The operating system frees it when the program ends, however that happens; the file stays.
 */
final class JournalLock implements Closeable {
    /**
     * The files that this program holds. Asked first, because on POSIX systems closing any channel of a file gives up every lock
     * that the program has on it: a second open that fails would free the first one's lock.
     */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private static final int LONGEST_HOLDER = 512;

    private final Path journal;
    private final Path file;
    private final FileChannel channel;

    private JournalLock(Path journal, Path file, FileChannel channel) {
        this.journal = journal;
        this.file = file;
        this.channel = channel;
    }

    /** The journal that is locked. */
    Path journal() {
        return journal;
    }

    /**
     * Takes the lock of a journal, whose directory is there.
     *
     * @param journal by its real path, of which there is only one
     * @throws JournalException when somebody else holds it
     */
    static JournalLock take(Path journal) throws IOException {
        Path file = journal.resolveSibling(journal.getFileName() + ".lock");
        if (!HELD.add(file)) {
            throw inUse(journal, "this program, which has opened it already");
        }
        JournalLock lock = null;
        try {
            lock = open(journal, file);
            return lock;
        } finally {
            if (lock == null) {
                HELD.remove(file);
            }
        }
    }

    private static JournalLock open(Path journal, Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ,
                StandardOpenOption.WRITE);
        boolean taken = false;
        try {
            if (tryLock(channel) == null) {
                throw inUse(journal, holder(channel));
            }
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(me().getBytes(StandardCharsets.UTF_8)), 0);
            taken = true;
            return new JournalLock(journal, file, channel);
        } finally {
            if (!taken) {
                channel.close();
            }
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private static String holder(FileChannel channel) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(LONGEST_HOLDER);
        channel.read(bytes, 0);
        String holder = new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8).strip();
        return holder.isEmpty() ? "another program" : holder;
    }

    private static String me() {
        String host;
        try {
            host = InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            host = "unknown";
        }
        return "process " + ProcessHandle.current().pid() + " on host " + host + "\n";
    }

    private static JournalException inUse(Path journal, String holder) {
        return new JournalException(journal + ": the journal is in use by " + holder
                + ". Wait until it has ended, or stop it; two programs on one journal would pay twice.");
    }

    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            HELD.remove(file);
        }
    }
}
