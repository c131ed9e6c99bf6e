// SPDX-License-Identifier: Apache-2.0
package dev.veo3.emulator.http;

import java.time.Duration;

/** What goes over the wire after a request. */
public sealed interface Answer {

    /** The reply, as it is. */
    record Whole(Reply reply) implements Answer {}

    /**
     * The reply, after a time.
     *
     * @param time how long nothing is sent
     */
    record Late(Reply reply, Duration time) implements Answer {}

    /**
     * The reply, with a body that comes slowly.
     *
     * @param bytesPerSecond at least 1
     */
    record Slow(Reply reply, int bytesPerSecond) implements Answer {}

    /**
     * The reply's head and the beginning of its body; then the connection is closed, as if the rest had been lost.
     *
     * @param bytes how much of the body is sent; never all of it
     */
    record Cut(Reply reply, long bytes) implements Answer {}

    /** The connection is closed in good order without a reply. */
    record Closed() implements Answer {}

    /** The connection is reset: the peer gets an RST. What it has sent and nobody has read is lost. */
    record Reset() implements Answer {}

    /** Nothing is sent until the peer gives up. */
    record Silence() implements Answer {}
}
