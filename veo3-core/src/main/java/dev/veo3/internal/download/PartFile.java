// SPDX-License-Identifier: Apache-2.0
package dev.veo3.internal.download;

import dev.veo3.error.VeoFileException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * A file that is being written under a name that nobody takes for a finished one. Unless it is to be {@link #keep kept},
 * closing deletes it, if it has not been moved away. Used by one thread. A failure to write is a {@link VeoFileException}, so that
 * it is not taken for one of the network; an interrupted write is an {@link IOException} with the interrupt still pending.
 */
public final class PartFile extends OutputStream {
    private final Path path;
    private final FileChannel channel;
    private long size;
    private boolean kept;

    private PartFile(Path path, FileChannel channel, long size) {
        this.path = path;
        this.channel = channel;
        this.size = size;
    }

    /**
     * A new, empty part file in that directory, which is made when it is missing.
     *
     * @param stem begins its name, after a dot
     * @throws VeoFileException when it cannot be made
     */
    public static PartFile create(Path directory, String stem) {
        return create(Disk.system(), directory, stem);
    }

    static PartFile create(Disk disk, Path directory, String stem) {
        Path path = freshPath(directory, stem);
        try {
            Files.createDirectories(directory);
            return new PartFile(path, disk.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), 0);
        } catch (IOException e) {
            throw FileFailure.of("The part file " + path + " cannot be made", e);
        }
    }

    /** The file at that path, which exists; what is written goes behind what it holds. A symbolic link is refused. */
    static PartFile reopen(Disk disk, Path path) throws IOException {
        FileChannel channel = disk.open(path, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        try {
            long size = channel.size();
            channel.position(size);
            return new PartFile(path, channel, size);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** A path for a part file that no other has. */
    static Path freshPath(Path directory, String stem) {
        return named(directory, stem, UUID.randomUUID().toString().substring(0, 13));
    }

    /** A name that is as long as the file system allows has room for the rest. Whole characters only: half of one is no name. */
    static Path named(Path directory, String stem, String distinction) {
        String shortened = stem.substring(0,
                stem.offsetByCodePoints(0, Math.min(50, stem.codePointCount(0, stem.length()))));
        return directory.resolve("." + shortened + "." + distinction + ".part");
    }

    /** Where it is. */
    public Path path() {
        return path;
    }

    /** How many bytes it holds. */
    public long size() {
        return size;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[]{(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        write(ByteBuffer.wrap(bytes, offset, length));
    }

    /** Adds what is left in that buffer. */
    void write(ByteBuffer buffer) throws IOException {
        try {
            while (buffer.hasRemaining()) {
                size += channel.write(buffer);
            }
        } catch (IOException e) {
            throw failure("cannot be written", e);
        }
    }

    /** Throws away what it holds. */
    void empty() throws IOException {
        try {
            channel.truncate(0);
            size = 0;
        } catch (IOException e) {
            throw failure("cannot be written", e);
        }
    }

    /** Locks it until it is closed, by an interrupted write as well; false when another process has it. */
    boolean lock() throws IOException {
        // Far behind the content: where locks bind, they would keep readers from it.
        return channel.tryLock(Long.MAX_VALUE - 1, 1, false) != null;
    }

    /** Whether it can be written; an interrupted write closes it. */
    boolean isOpen() {
        return channel.isOpen();
    }

    /**
     * Forces every byte to the disk and ends the writing. The file can be moved now.
     *
     * @throws VeoFileException when the disk refuses
     */
    public void finish() throws IOException {
        force();
        channel.close();
    }

    /** Forces every byte to the disk. */
    void force() throws IOException {
        try {
            channel.force(true);
        } catch (IOException e) {
            throw failure("cannot be written", e);
        }
    }

    /** Lets the file stay when this is closed. */
    public void keep() {
        kept = true;
    }

    @Override
    public void close() throws IOException {
        // Deleted while it is still locked: the next one to look there makes a file of its own.
        if (!kept) {
            Files.deleteIfExists(path);
        }
        channel.close();
    }

    private IOException failure(String what, IOException e) throws IOException {
        if (Thread.currentThread().isInterrupted()) {
            throw e;
        }
        throw FileFailure.of("The part file " + path + " " + what, e);
    }
}
