package dev.veo3.media;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * Numbers at any place of an open file, seen through one small buffer that moves to where it is asked. Reading beyond
 * the end of the file is damage. The number of moves is limited, which bounds the work that any file can cause.
 */
final class HeaderWindow {

    /** Holds the whole header of a usual file, and costs no more to fill than a smaller one would. */
    private static final int BYTES = 4096;
    /** Some 100 ms. Long recordings in thousands of fragments stay far below. */
    private static final int MOVES = 1 << 16;

    private final Path path;
    private final FileChannel channel;
    private final long size;
    private final ByteBuffer buffer = ByteBuffer.allocate(BYTES);
    private long start;
    private int moves;

    HeaderWindow(Path path, FileChannel channel, long size) throws IOException {
        this.path = path;
        this.channel = channel;
        this.size = size;
        move(0);
    }

    Path path() {
        return path;
    }

    long size() {
        return size;
    }

    /** The beginning of the file, as much as the window shows. To be called before anything else is read. */
    byte[] head() {
        byte[] head = new byte[buffer.limit()];
        buffer.get(0, head);
        return head;
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

    MediaException damaged(long at, String what) {
        return MediaException.damaged(path, at, what);
    }

    /** Moves the window where it must and returns the place of these bytes in the buffer. */
    private int show(long at, int count) throws IOException {
        if (at > size - count) {
            throw damaged(Math.min(at, size), "the file ends inside its headers, after " + size + " bytes");
        }
        if (at < start || at + count > start + buffer.limit()) {
            move(at);
            if (buffer.limit() < count) {
                throw damaged(at, "the file became shorter while it was read");
            }
        }
        return (int) (at - start);
    }

    private void move(long to) throws IOException {
        if (++moves > MOVES) {
            throw damaged(to, "the headers are spread over more than " + MOVES + " places");
        }
        start = to;
        buffer.clear().order(ByteOrder.BIG_ENDIAN);
        int read = 0;
        while (read >= 0 && buffer.hasRemaining() && to + buffer.position() < size) {
            read = channel.read(buffer, to + buffer.position());
        }
        buffer.flip();
    }
}
