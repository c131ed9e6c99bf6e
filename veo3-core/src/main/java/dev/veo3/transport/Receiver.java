// SPDX-License-Identifier: Apache-2.0
package dev.veo3.transport;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/** Takes the bytes of a body in the order in which they come. */
@FunctionalInterface
public interface Receiver {

    /**
     * The next bytes, which may only be used until this returns; more come only then. One call at a time, and mostly from
     * another thread than the one that waits for the body, whose interrupts do not get here then.
     *
     * @throws IOException when they cannot be taken, which ends the body
     */
    void take(List<ByteBuffer> bytes) throws IOException;
}
