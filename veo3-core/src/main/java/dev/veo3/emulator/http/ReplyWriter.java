// SPDX-License-Identifier: Apache-2.0
package dev.veo3.emulator.http;

import java.io.IOException;
import java.io.OutputStream;
import java.io.Serial;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes replies to a connection. For one thread. */
final class ReplyWriter {

    private static final Logger LOG = LoggerFactory.getLogger(ReplyWriter.class);

    private static final Map<Integer, String> REASONS = Map.ofEntries(Map.entry(200, "OK"), Map.entry(206,
            "Partial Content"), Map.entry(302, "Found"), Map.entry(307, "Temporary Redirect"),
            Map.entry(400,
                    "Bad Request"),
            Map.entry(401, "Unauthorized"), Map.entry(403, "Forbidden"), Map.entry(404, "Not Found"), Map.entry(408,
                    "Request Timeout"),
            Map.entry(416, "Range Not Satisfiable"), Map.entry(429, "Too Many Requests"), Map.entry(431,
                    "Request Header Fields Too Large"),
            Map.entry(500, "Internal Server Error"), Map.entry(503, "Service Unavailable"));

    private final OutputStream out;

    /** {@code out} is buffered, so that a short reply is one packet. */
    ReplyWriter(OutputStream out) {
        this.out = out;
    }

    /** Says that the body may come. */
    void invite() throws IOException {
        out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    /**
     * Writes a reply.
     *
     * @param withBody false writes the head only, as for HEAD
     * @param last whether the head says that the connection will be closed
     * @param shape what lies between the body and the connection
     */
    void write(Reply reply, boolean withBody, boolean last, UnaryOperator<OutputStream> shape) throws IOException {
        head(reply, last);
        if (withBody && reply.length() == Reply.UNKNOWN) {
            Chunks chunks = new Chunks(out);
            reply.body().writeTo(shape.apply(chunks));
            chunks.end();
        } else if (withBody) {
            reply.body().writeTo(shape.apply(out));
        }
        out.flush();
    }

    /** Writes a reply's head and at most this much of its body, never all of it. */
    void writeCut(Reply reply, long bytes) throws IOException {
        head(reply, false);
        boolean chunked = reply.length() == Reply.UNKNOWN;
        OutputStream target = chunked ? new Chunks(out) : out;
        long some = chunked ? bytes : Math.min(bytes, Math.max(0, reply.length() - 1));
        try {
            reply.body().writeTo(cutting(target, some));
        } catch (CutException e) {
            LOG.debug("{}", e.getMessage());
        }
        // What is in chunks lacks the last one, which says that the body is complete.
        target.flush();
    }

    private void head(Reply reply, boolean last) throws IOException {
        StringBuilder head = new StringBuilder(256);
        head.append("HTTP/1.1 ").append(reply.status()).append(' ')
                .append(REASONS.getOrDefault(reply.status(), "Status " + reply.status())).append("\r\n");
        reply.headers().forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        head.append(
                reply.length() == Reply.UNKNOWN ? "Transfer-Encoding: chunked" : "Content-Length: " + reply.length())
                .append("\r\n");
        if (last) {
            head.append("Connection: close\r\n");
        }
        out.write(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
    }

    /** The bytes of a body that was to be cut have been sent. */
    private static final class CutException extends IOException {
        @Serial
        private static final long serialVersionUID = 1L;

        CutException(long bytes) {
            super("Cut after " + bytes + " bytes");
        }
    }

    /** Lets this many bytes pass and throws {@link CutException} then. */
    private static OutputStream cutting(OutputStream out, long bytes) {
        return new OutputStream() {
            private long left = bytes;

            @Override
            public void write(int one) throws IOException {
                write(new byte[]{(byte) one}, 0, 1);
            }

            @Override
            public void write(byte[] source, int offset, int length) throws IOException {
                int n = (int) Math.min(left, length);
                out.write(source, offset, n);
                left -= n;
                if (n < length) {
                    throw new CutException(bytes);
                }
            }

            @Override
            public void flush() throws IOException {
                out.flush();
            }
        };
    }

    /** A body in chunks; what is flushed goes out as a chunk. */
    private static final class Chunks extends OutputStream {
        private static final byte[] LINE_END = {'\r', '\n'};

        private final OutputStream out;
        private final byte[] buffer = new byte[8 * 1024];
        private int count;

        Chunks(OutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int one) throws IOException {
            if (count == buffer.length) {
                chunk(buffer, 0, count);
                count = 0;
            }
            buffer[count++] = (byte) one;
        }

        @Override
        public void write(byte[] source, int offset, int length) throws IOException {
            if (length > buffer.length - count) {
                chunk(buffer, 0, count);
                count = 0;
            }
            if (length > buffer.length) {
                chunk(source, offset, length);
            } else {
                System.arraycopy(source, offset, buffer, count, length);
                count += length;
            }
        }

        @Override
        public void flush() throws IOException {
            chunk(buffer, 0, count);
            count = 0;
            out.flush();
        }

        void end() throws IOException {
            chunk(buffer, 0, count);
            out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        }

        private void chunk(byte[] source, int offset, int length) throws IOException {
            if (length > 0) {
                out.write((Integer.toHexString(length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
                out.write(source, offset, length);
                out.write(LINE_END);
            }
        }
    }
}
