// SPDX-License-Identifier: Apache-2.0
package dev.veo3.media;

import java.nio.ByteBuffer;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The buffers through which files are read whole. The first few stand outside of the heap, where the system fills them
 * without a copy, and are used again and again; who comes when all of these are in use gets one in the heap.
 */
final class BlockBuffers {

    /** From here on larger blocks are read no faster. */
    static final int BYTES = 128 * 1024;
    /** As many verifications as may run on the processors of a usual machine at once; one megabyte in all. */
    private static final int OUTSIDE = 8;

    private static final ConcurrentLinkedQueue<ByteBuffer> FREE = new ConcurrentLinkedQueue<>();
    private static final AtomicInteger MADE = new AtomicInteger();

    private BlockBuffers() {}

    /** An empty buffer in big-endian order. */
    static ByteBuffer take() {
        ByteBuffer free = FREE.poll();
        if (free != null) {
            return free.clear();
        }
        if (MADE.get() < OUTSIDE && MADE.incrementAndGet() <= OUTSIDE) {
            return ByteBuffer.allocateDirect(BYTES);
        }
        return ByteBuffer.allocate(BYTES);
    }

    static void give(ByteBuffer buffer) {
        if (buffer.isDirect()) {
            FREE.add(buffer);
        }
    }
}
