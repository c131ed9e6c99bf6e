// SPDX-License-Identifier: Apache-2.0
package dev.veo3.media;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The bytes of an open file in their order, seen through one block that moves on until the end. Every byte is read once;
 * reading beyond the end of the file is damage. An interrupt closes the channel and so ends the reading at the next block.
 */
final class BlockReader implements AutoCloseable {

    private final MediaFile file;
    private final ByteBuffer block = BlockBuffers.take();
    /** Where in the file the block begins. */
    private long start;

    BlockReader(MediaFile file) {
        this.file = file;
        block.limit(0);
    }

    /** The place in the file of the next byte. */
    long at() {
        return start + block.position();
    }

    long size() {
        return file.size();
    }

    /** How many bytes of the file are still to come. */
    long left() {
        return file.size() - at();
    }

    /**
     * The block: what lies between its position and its limit comes next. It is the same buffer in every answer; whoever
     * takes bytes from it moves its position.
     */
    ByteBuffer block() {
        return block;
    }

    /** Makes so many bytes stand in the block, at most {@link BlockBuffers#BYTES}. */
    void need(int count, String inside) throws IOException {
        if (block.remaining() >= count) {
            return;
        }
        if (left() < count) {
            throw cutOff(inside);
        }
        fill();
    }

    /** Makes at least one byte stand in the block, unless the file has ended. */
    boolean more() throws IOException {
        if (!block.hasRemaining() && left() > 0) {
            fill();
        }
        return block.hasRemaining();
    }

    /** Goes over so many bytes. */
    void pass(long count, String inside) throws IOException {
        if (count > left()) {
            throw cutOff(inside);
        }
        long rest = count;
        while (rest > block.remaining()) {
            rest -= block.remaining();
            block.position(block.limit());
            fill();
        }
        block.position(block.position() + (int) rest);
    }

    /** The unsigned byte that stands so many bytes ahead in the block. */
    int u8(int ahead) {
        return block.get(block.position() + ahead) & 0xff;
    }

    int u16(int ahead) {
        return block.getShort(block.position() + ahead) & 0xffff;
    }

    int i32(int ahead) {
        return block.getInt(block.position() + ahead);
    }

    long u32(int ahead) {
        return i32(ahead) & 0xffff_ffffL;
    }

    int u16Little(int ahead) {
        return Short.reverseBytes((short) u16(ahead)) & 0xffff;
    }

    int u24Little(int ahead) {
        return u16Little(ahead) | (u8(ahead + 2) << 16);
    }

    long u32Little(int ahead) {
        return Integer.reverseBytes(i32(ahead)) & 0xffff_ffffL;
    }

    MediaException damaged(long at, String what) {
        return file.damaged(at, what);
    }

    MediaException cutOff(String inside) {
        return file.cutOff(inside);
    }

    @Override
    public void close() {
        BlockBuffers.give(block);
    }

    private void fill() throws IOException {
        start = at();
        block.compact();
        int kept = block.position();
        block.limit((int) Math.min(block.capacity(), file.size() - start));
        file.fill(block, start + kept);
        block.flip();
    }
}
