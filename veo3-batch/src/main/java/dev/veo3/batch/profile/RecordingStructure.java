// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.profile;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Whether a file is a whole recording: chunks, each with its size in its header, one behind the other up to the file's end. The
 * JDK's reader stops at what is missing without a word.
 */
final class RecordingStructure {
    private static final int HEADER = 68;
    private static final int MAGIC = 0x464C5200; // "FLR\0"
    private static final String REMEDY = ". Name a recording (.jfr) that --cpu-profile, --mem-profile or the JDK has written.";

    private RecordingStructure() {}

    /** @throws ProfileException when it is none, or is cut */
    static void check(Path file) {
        if (file.toString().isEmpty()) {
            throw new ProfileException("\"\" is no name of a file" + REMEDY);
        }
        if (Files.isDirectory(file)) {
            throw new ProfileException(file + ": this is a directory" + REMEDY);
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            check(file, channel);
        } catch (NoSuchFileException e) {
            throw new ProfileException(file + ": the recording does not exist. Correct the path.", e);
        } catch (IOException e) {
            throw new ProfileException(file + ": the recording cannot be read: " + FileTrouble.of(e) + REMEDY, e);
        }
    }

    /** Whether the file begins like a recording, or is empty. */
    static boolean isRecording(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] begin = in.readNBytes(Integer.BYTES);
            return begin.length == 0 || (begin.length == Integer.BYTES && ByteBuffer.wrap(begin).getInt() == MAGIC);
        } catch (IOException e) {
            return false;
        }
    }

    private static void check(Path file, FileChannel channel) throws IOException {
        long size = channel.size();
        if (size == 0) {
            throw new ProfileException(
                    file + ": the file is empty. A recording is in its place when its batch has ended" + REMEDY);
        }
        long at = 0;
        while (at < size) {
            ByteBuffer header = read(channel, at);
            if (header.remaining() < 4 || header.getInt(0) != MAGIC) {
                throw new ProfileException(at == 0
                        ? file + ": this is no JFR recording: it does not begin like one" + REMEDY
                        : file + ": the recording is damaged at byte " + at + ": no chunk begins there" + REMEDY);
            }
            if (header.remaining() < HEADER) {
                throw cut(file, size);
            }
            long length = header.getLong(8);
            if (length < HEADER) {
                throw new ProfileException(file + ": the recording was never ended: the chunk at byte " + at
                        + " has no end. Its process was killed, or still writes it. `jfr repair` of the JDK may mend it.");
            }
            if (length > size - at) {
                throw cut(file, size);
            }
            at += length;
        }
    }

    private static ProfileException cut(Path file, long size) {
        return new ProfileException(file + ": the recording is cut: its last chunk goes on behind byte " + size
                + ", where the file ends. Copy it again, or record anew.");
    }

    private static ByteBuffer read(FileChannel channel, long at) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(HEADER);
        while (header.hasRemaining() && channel.read(header, at + header.position()) > 0) {
            // On to the rest of it.
        }
        return header.flip();
    }
}
