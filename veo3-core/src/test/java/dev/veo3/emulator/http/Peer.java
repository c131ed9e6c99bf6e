// SPDX-License-Identifier: Apache-2.0
package dev.veo3.emulator.http;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** A client that is no more than a socket: it sees how a connection ends. */
public final class Peer implements AutoCloseable {

    private final Socket socket;
    private final InputStream in;

    /** Connects. */
    public Peer(URI server) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), server.getPort());
        in = new BufferedInputStream(socket.getInputStream());
    }

    /** Sends text; a line end stands for CR and LF. */
    public Peer send(String text) throws IOException {
        socket.getOutputStream().write(text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /** A request with a body. */
    public static String post(String path, String body, String... headers) {
        StringBuilder request = new StringBuilder("POST " + path + " HTTP/1.1\nHost: h\n");
        for (String header : headers) {
            request.append(header).append('\n');
        }
        return request.append("Content-Length: ").append(body.length()).append("\n\n").append(body).toString();
    }

    /** Says that nothing more will be sent. */
    public Peer sendEnd() throws IOException {
        socket.shutdownOutput();
        return this;
    }

    /** Reads to the next empty line, and answers the lines before it. */
    public String head() throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int one = in.read();
            if (one < 0) {
                throw new IOException("Ended after " + head);
            }
            head.append((char) one);
        }
        return head.toString().replace("\r\n", "\n").strip();
    }

    /** Reads this many bytes. */
    public String body(int length) throws IOException {
        return new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }

    /** Reads until the peer closes the connection in good order. */
    public String rest() throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        in.transferTo(all);
        return all.toString(StandardCharsets.UTF_8).replace("\r\n", "\n");
    }

    /** Whether the connection is reset before anything comes. */
    public boolean isReset() throws IOException {
        try {
            return in.read() == -2;
        } catch (SocketException e) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
