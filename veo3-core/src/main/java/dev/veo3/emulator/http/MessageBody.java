// SPDX-License-Identifier: Apache-2.0
package dev.veo3.emulator.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.regex.Pattern;

/** A request's body, of a length that its head gives or in chunks. For one thread. */
final class MessageBody extends InputStream {

    private static final Pattern LENGTH = Pattern.compile("\\d{1,18}");
    private static final Pattern CHUNK = Pattern.compile("\\p{XDigit}{1,8}");
    private static final int MAX_LINE_BYTES = 8 * 1024;

    /** Tells a peer that waits for it to go on. */
    @FunctionalInterface
    interface Invitation {
        void send() throws IOException;
    }

    private final WireInput in;
    private final boolean chunked;
    private final Invitation invitation;
    private boolean awaited;
    /** What is left of the body or, if it comes in chunks, of the chunk. */
    private long left;
    private boolean firstChunk = true;
    private boolean ended;

    private MessageBody(WireInput in, boolean chunked, long length, boolean awaited, Invitation invitation) {
        this.in = in;
        this.chunked = chunked;
        this.left = length;
        this.ended = !chunked && length == 0;
        this.awaited = awaited;
        this.invitation = invitation;
    }

    static MessageBody of(Headers headers, WireInput in, Invitation invitation) throws MalformedRequestException {
        boolean awaited = headers.lists("Expect", "100-continue");
        if (headers.first("Transfer-Encoding").isPresent()) {
            if (!headers.lists("Transfer-Encoding", "chunked") || headers.first("Content-Length").isPresent()) {
                throw new MalformedRequestException(400, "A body is chunked or has a length, and is not encoded twice");
            }
            return new MessageBody(in, true, 0, awaited, invitation);
        }
        String length = headers.first("Content-Length").orElse("0");
        if (!LENGTH.matcher(length).matches() || headers.all("Content-Length").stream().distinct().count() > 1) {
            throw new MalformedRequestException(400, "The Content-Length is not one number");
        }
        return new MessageBody(in, false, Long.parseLong(length), awaited, invitation);
    }

    /** True while the peer waits for a word before it sends the body. */
    boolean awaited() {
        return awaited && !ended;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (awaited()) {
            awaited = false;
            invitation.send();
        }
        if (!ended && chunked && left == 0) {
            nextChunk();
        }
        if (ended) {
            return -1;
        }
        int n = in.read(target, offset, (int) Math.min(length, left));
        if (n < 0) {
            throw new IOException("The connection ended " + left + " bytes before the end of a request's body");
        }
        left -= n;
        ended = !chunked && left == 0;
        return n;
    }

    private void nextChunk() throws IOException {
        if (!firstChunk) {
            in.line(MAX_LINE_BYTES);
        }
        firstChunk = false;
        String size = in.line(MAX_LINE_BYTES).split(";", 2)[0].strip();
        if (!CHUNK.matcher(size).matches()) {
            throw new MalformedRequestException(400, "A chunk begins with its size in hexadecimal digits");
        }
        left = Long.parseLong(size, 16);
        if (left == 0) {
            ended = true;
            while (!in.line(MAX_LINE_BYTES).isEmpty()) {
                // A trailer says nothing that anybody here wants to know.
            }
        }
    }
}
