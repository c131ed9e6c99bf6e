// SPDX-License-Identifier: Apache-2.0
package dev.veo3.media;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Numbers at any place of an open file, seen through one small buffer that moves to where it is asked. Reading beyond
 * the end of the file is damage. The number of moves is limited, which bounds the work that any file can cause. Used by one
 * thread, and not after it is closed.
 */
final class HeaderWindow implements AutoCloseable {

    /** Where the bytes come from: an open file. */
    interface Source {

        /** Reads bytes from that place of the file, as {@link java.nio.channels.FileChannel#read(ByteBuffer, long)} does. */
        int read(ByteBuffer into, long at) throws IOException;
    }

    /** Holds the whole header of a usual file, and costs no more to fill than a smaller one would. */
    private static final int BYTES = 4096;
    /** As much is read at once where it is known to be needed: the header of a video of some 20 s. */
    private static final int MOST = 16_384;
    /** Some 100 ms. Long recordings in thousands of fragments stay far below. */
    private static final int MOVES = 1 << 16;
    private static final ByteBuffer CLOSED = ByteBuffer.allocate(0);

    /**
     * A buffer that is not in use. To make one anew and to copy through it would cost as much again as reading a picture's
     * header. There is one only: windows that are open at the same time make their own.
     */
    private static final AtomicReference<@Nullable ByteBuffer> SPARE = new AtomicReference<>(
            ByteBuffer.allocateDirect(MOST));

    private final Path path;
    private final Source source;
    private final long size;
    private ByteBuffer buffer;
    private long start;
    private int moves;

    HeaderWindow(Path path, Source source, long size) throws IOException {
        this.path = path;
        this.source = source;
        this.size = size;
        ByteBuffer spare = SPARE.getAndSet(null);
        this.buffer = spare == null ? ByteBuffer.allocate(BYTES) : spare;
        move(0, BYTES);
    }

    @Override
    public void close() {
        ByteBuffer used = buffer;
        buffer = CLOSED;
        if (used.isDirect()) {
            SPARE.set(used);
        }
    }

    Path path() {
        return path;
    }

    long size() {
        return size;
    }

    int u8(long at) throws IOException {
        return buffer.get(show(at, 1)) & 0xff;
    }

    int u16(long at) throws IOException {
        return buffer.getShort(show(at, 2)) & 0xffff;
    }

    int i32(long at) throws IOException {
        return buffer.getInt(show(at, 4));
    }

    long u32(long at) throws IOException {
        return i32(at) & 0xffff_ffffL;
    }

    /** Negative when the number has all 64 bits. */
    long i64(long at) throws IOException {
        return buffer.getLong(show(at, 8));
    }

    /** Two bytes, the lowest first, as WebP has them. */
    int u16Little(long at) throws IOException {
        return Short.reverseBytes(buffer.getShort(show(at, 2))) & 0xffff;
    }

    /** Three bytes, the lowest first. */
    int u24Little(long at) throws IOException {
        return u16Little(at) | (u8(at + 2) << 16);
    }

    /** Four bytes, the lowest first. */
    long u32Little(long at) throws IOException {
        return Integer.reverseBytes(i32(at)) & 0xffff_ffffL;
    }

    /** The bytes of a short stretch of the file. */
    byte[] bytes(long at, int count) throws IOException {
        byte[] bytes = new byte[count];
        buffer.get(show(at, count), bytes);
        return bytes;
    }

    /** The beginning of the file, a window full of it or the whole. */
    byte[] head() throws IOException {
        return bytes(0, (int) Math.min(size, BYTES));
    }

    /** Moves the window, if it must, to a stretch of the file that will be asked for: to the beginning of a long one. */
    void expect(long at, long count) throws IOException {
        int most = (int) Math.min(Math.min(count, MOST), size - at);
        if (at < start || at + most > start + buffer.limit()) {
            move(at, most);
        }
    }

    /** Moves the window, if it must, to the rest of the file if that is short. */
    void expectEnd(long at) throws IOException {
        if (size - at <= MOST && at >= start + buffer.limit()) {
            expect(at, MOST);
        }
    }

    MediaException damaged(long at, String what) {
        return MediaException.damaged(path, at, what);
    }

    /** Moves the window where it must and returns the place of these bytes in the buffer. */
    private int show(long at, int count) throws IOException {
        if (at > size - count) {
            throw damaged(Math.min(at, size), "the file ends inside its headers, after " + size + " bytes");
        }
        if (at < start || at + count > start + buffer.limit()) {
            move(at, BYTES);
            if (buffer.limit() < count) {
                throw damaged(at, "the file became shorter while it was read");
            }
        }
        return (int) (at - start);
    }

    private void move(long to, int count) throws IOException {
        if (++moves > MOVES) {
            throw damaged(to, "the headers are spread over more than " + MOVES + " places");
        }
        if (buffer.capacity() < count) {
            buffer = ByteBuffer.allocate(count);
        }
        start = to;
        buffer.order(ByteOrder.BIG_ENDIAN).clear().limit((int) Math.min(count, size - to));
        int read = 0;
        while (read >= 0 && buffer.hasRemaining()) {
            read = source.read(buffer, to + buffer.position());
        }
        buffer.flip();
    }
}
