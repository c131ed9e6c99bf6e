// SPDX-License-Identifier: Apache-2.0
package dev.veo3.emulator.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What a peer sends, buffered: lines of a head, and the bytes between them. For one thread. */
final class WireInput extends InputStream {

    private static final int MAX_HEAD_BYTES = 64 * 1024;

    private final InputStream in;
    private final byte[] buffer = new byte[16 * 1024];
    private int position;
    private int limit;

    WireInput(InputStream in) {
        this.in = in;
    }

    /**
     * Reads the lines up to the next empty one; none when the peer has closed the connection between two requests.
     *
     * @throws IOException when the connection ends inside of them
     */
    List<String> head() throws IOException {
        List<String> lines = new ArrayList<>();
        int left = MAX_HEAD_BYTES;
        while (true) {
            if (lines.isEmpty() && position == limit && !fill()) {
                return lines;
            }
            String line = line(left);
            left -= line.length() + 2;
            if (!line.isEmpty()) {
                lines.add(line);
            } else if (!lines.isEmpty()) {
                return lines;
            }
        }
    }

    /** Reads a line and drops its end. */
    String line(int max) throws IOException {
        StringBuilder line = new StringBuilder();
        while (true) {
            int from = position;
            while (position < limit && buffer[position] != '\n') {
                position++;
            }
            line.append(new String(buffer, from, position - from, StandardCharsets.ISO_8859_1));
            if (line.length() > max) {
                throw new MalformedRequestException(431, "The head of a request has at most " + MAX_HEAD_BYTES
                        + " bytes");
            }
            if (position < limit) {
                position++;
                int length = line.length();
                return length > 0 && line.charAt(length - 1) == '\r' ? line.substring(0, length - 1) : line.toString();
            }
            if (!fill()) {
                throw new IOException("The connection ended inside of a request's head");
            }
        }
    }

    @Override
    public int read() throws IOException {
        return position == limit && !fill() ? -1 : Byte.toUnsignedInt(buffer[position++]);
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (position == limit) {
            if (length >= buffer.length) {
                return in.read(target, offset, length);
            }
            if (!fill()) {
                return -1;
            }
        }
        int n = Math.min(length, limit - position);
        System.arraycopy(buffer, position, target, offset, n);
        position += n;
        return n;
    }

    private boolean fill() throws IOException {
        position = 0;
        limit = Math.max(0, in.read(buffer, 0, buffer.length));
        return limit > 0;
    }
}
