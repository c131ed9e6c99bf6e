// SPDX-License-Identifier: Apache-2.0
package dev.veo3.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Answers every request with the same body out of memory, on connections that stay open: as fast as a server can be. */
final class VideoServer implements AutoCloseable {
    private final ServerSocket socket;
    private final byte[] head;
    private final byte[] body;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    VideoServer(byte[] body) throws IOException {
        this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        this.body = body;
        this.head = ("HTTP/1.1 200 OK\r\nContent-Type: video/mp4\r\nETag: \"1\"\r\nContent-Length: " + body.length
                + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
        Thread.ofPlatform().daemon().start(this::accept);
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + socket.getLocalPort());
    }

    private void accept() {
        try {
            while (true) {
                Socket one = socket.accept();
                open.add(one);
                Thread.ofPlatform().daemon().start(() -> serve(one));
            }
        } catch (IOException e) {
            // Closed: the benchmark is over.
        }
    }

    private void serve(Socket one) {
        try (one) {
            InputStream in = new BufferedInputStream(one.getInputStream());
            OutputStream out = one.getOutputStream();
            while (readHead(in)) {
                out.write(head);
                out.write(body);
            }
        } catch (IOException e) {
            // The client went away.
        }
    }

    /** Up to the empty line; the requests have no body. */
    private static boolean readHead(InputStream in) throws IOException {
        int last = 0;
        for (int b = in.read(); b >= 0; b = in.read()) {
            last = (last << 8 | b) & 0xFFFFFF;
            if (last == 0x0A0D0A) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void close() throws IOException {
        socket.close();
        for (Socket one : open) {
            one.close();
        }
    }
}
