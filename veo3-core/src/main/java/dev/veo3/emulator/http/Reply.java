// SPDX-License-Identifier: Apache-2.0
package dev.veo3.emulator.http;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;

/**
 * A reply: what is sent when nothing disturbs it.
 *
 * @param status the HTTP status
 * @param headers the header fields without those that describe the length of the body
 * @param length bytes of the body, or {@link #UNKNOWN} for one that is sent in chunks
 * @param body writes exactly that many bytes; may be called once, or not at all
 */
public record Reply(int status, Map<String, String> headers, long length, Body body) {

    /** The length of a body that nobody knows before it is written. */
    public static final long UNKNOWN = -1;

    /** Writes a body. */
    @FunctionalInterface
    public interface Body {
        /** Writes all of it and leaves the stream open. */
        void writeTo(OutputStream out) throws IOException;
    }

    /** A reply with immutable headers. */
    public Reply {
        headers = Map.copyOf(headers);
    }

    /** The same with the beginning of the body only, and with its length. */
    public Reply firstBytes(long count) {
        return new Reply(status, headers, count, out -> body.writeTo(new FirstBytes(out, count)));
    }
}
