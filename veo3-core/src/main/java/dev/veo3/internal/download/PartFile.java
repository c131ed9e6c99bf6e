package dev.veo3.internal.download;

import dev.veo3.error.VeoFileException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
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

    private PartFile(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /**
     * A new, empty part file in that directory, which is made when it is missing.
     *
     * @param stem begins its name, after a dot
     * @throws VeoFileException when it cannot be made
     */
    public static PartFile create(Path directory, String stem) {
        Path path = directory
                .resolve("." + shortened(stem) + "." + UUID.randomUUID().toString().substring(0, 13) + ".part");
        try {
            Files.createDirectories(directory);
            return new PartFile(path, FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
        } catch (IOException e) {
            throw FileFailure.of("The part file " + path + " cannot be made", e);
        }
    }

    /** A name that is as long as the file system allows has room for the rest. Whole characters only: half of one is no name. */
    private static String shortened(String stem) {
        return stem.substring(0, stem.offsetByCodePoints(0, Math.min(50, stem.codePointCount(0, stem.length()))));
    }

    /** Where it is. */
    public Path path() {
        return path;
    }

    /** How many bytes were written. */
    public long size() {
        return size;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[]{(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
        try {
            while (buffer.hasRemaining()) {
                size += channel.write(buffer);
            }
        } catch (IOException e) {
            throw failure("cannot be written", e);
        }
    }

    /**
     * Forces every byte to the disk and ends the writing. The file can be moved now.
     *
     * @throws VeoFileException when the disk refuses
     */
    public void finish() throws IOException {
        try {
            channel.force(true);
            channel.close();
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
        channel.close();
        if (!kept) {
            Files.deleteIfExists(path);
        }
    }

    private IOException failure(String what, IOException e) throws IOException {
        if (Thread.currentThread().isInterrupted()) {
            throw e;
        }
        throw FileFailure.of("The part file " + path + " " + what, e);
    }
}
