// SPDX-License-Identifier: Apache-2.0
package dev.veo3;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.ReentrantLock;

/**
 * An HTTP server on a real socket that answers by a script: one reply for each request, the last one again and again. It can do what no
 * proper server does: break off, reset, keep silent. It keeps every request that arrived whole.
 */
final class ScriptedServer implements AutoCloseable {

    /** A request as it came off the wire. */
    record Request(String method, String target, Map<String, String> headers, byte[] body) {
        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    /** Writes an answer, or does something worse. The connection is closed behind it unless it says otherwise. */
    @FunctionalInterface
    interface Reply {
        void to(Request request, Socket socket) throws IOException, InterruptedException;

        static Reply json(int status, String body) {
            return http(status, Map.of("Content-Type", "application/json"), body.getBytes(StandardCharsets.UTF_8));
        }

        static Reply http(int status, Map<String, String> headers, byte[] body) {
            return (request, socket) -> {
                OutputStream out = socket.getOutputStream();
                out.write(head(status, headers, body.length).getBytes(StandardCharsets.US_ASCII));
                out.write(body);
                out.flush();
            };
        }

        /** Announces more than it sends. */
        static Reply cut(int status, String announced, int sent) {
            return (request, socket) -> {
                byte[] body = announced.getBytes(StandardCharsets.UTF_8);
                OutputStream out = socket.getOutputStream();
                out.write(head(status, Map.of(), body.length).getBytes(StandardCharsets.US_ASCII));
                out.write(body, 0, sent);
                out.flush();
                socket.close();
            };
        }

        static Reply raw(String bytes) {
            return (request, socket) -> {
                socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
                socket.getOutputStream().flush();
                socket.close();
            };
        }

        /** An answer in chunks without end, until the other side has gone. */
        static Reply endless(String etag) {
            return (request, socket) -> {
                OutputStream out = socket.getOutputStream();
                out.write(("HTTP/1.1 200 OK\r\nETag: " + etag + "\r\nTransfer-Encoding: chunked\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
                byte[] chunk = ("400\r\n" + "v".repeat(0x400) + "\r\n").getBytes(StandardCharsets.US_ASCII);
                while (true) {
                    out.write(chunk);
                }
            };
        }

        /** Ends the connection with a reset. */
        static Reply reset() {
            return (request, socket) -> {
                socket.setSoLinger(true, 0);
                socket.close();
            };
        }

        /** Says nothing, until the other side goes away. */
        static Reply silence(CountDownLatch arrived) {
            return (request, socket) -> {
                arrived.countDown();
                if (socket.getInputStream().read() >= 0) {
                    throw new IOException("More than one request on a silent connection");
                }
            };
        }

        private static String head(int status, Map<String, String> headers, long length) {
            StringBuilder head = new StringBuilder(
                    "HTTP/1.1 " + status + " Scripted\r\nContent-Length: " + length + "\r\n");
            headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
            return head.append("\r\n").toString();
        }
    }

    private final ServerSocket server;
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Deque<Reply> script;
    private final ReentrantLock lock = new ReentrantLock();

    private ScriptedServer(ServerSocket server, List<Reply> script) {
        this.server = server;
        this.script = new ArrayDeque<>(script);
    }

    static ScriptedServer start(Reply... script) throws IOException {
        ScriptedServer scripted = new ScriptedServer(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()),
                List.of(script));
        Thread.ofVirtual().start(scripted::accept);
        return scripted;
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort());
    }

    List<Request> requests() {
        return List.copyOf(requests);
    }

    /** How many connections there were. */
    int connections() {
        return open.size();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                // Head and body go out in two pieces, and the second one is not to wait for the other side's word about the first.
                socket.setTcpNoDelay(true);
                open.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (IOException e) {
            // Closed: the test is over.
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            while (!socket.isClosed()) {
                Request request = read(in);
                if (request == null) {
                    return;
                }
                requests.add(request);
                next().to(request, socket);
            }
        } catch (IOException | InterruptedException e) {
            // The client went away, which is what some tests are about.
        }
    }

    private Reply next() {
        lock.lock();
        try {
            return script.size() > 1 ? script.removeFirst() : script.getFirst();
        } finally {
            lock.unlock();
        }
    }

    private static Request read(InputStream in) throws IOException {
        String start = line(in);
        if (start.isEmpty()) {
            return null;
        }
        Map<String, String> headers = new TreeMap<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.put(line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
        }
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        byte[] body = in.readNBytes(length);
        if (body.length < length) {
            throw new SocketException("The request broke off");
        }
        String[] words = start.split(" ");
        return new Request(words[0], words[1], headers, body);
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
            if (b != '\r') {
                line.write(b);
            }
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
