// SPDX-License-Identifier: Apache-2.0
package dev.veo3.emulator.http;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** One connection: request after request, until the peer closes it or an answer ends it. For one thread. */
final class Connection {

    private final Socket socket;
    private final Handler handler;
    private final Pause pause;
    private final WireInput in;
    private final ReplyWriter out;

    Connection(Socket socket, Handler handler, Pause pause) throws IOException {
        this.socket = socket;
        this.handler = handler;
        this.pause = pause;
        socket.setTcpNoDelay(true);
        in = new WireInput(socket.getInputStream());
        out = new ReplyWriter(new BufferedOutputStream(socket.getOutputStream(), 16 * 1024));
    }

    /** Serves the connection; the caller closes the socket. */
    void serve() throws IOException, InterruptedException {
        try {
            List<String> head;
            do {
                head = in.head();
            } while (!head.isEmpty() && exchange(head));
        } catch (MalformedRequestException e) {
            byte[] text = (e.getMessage() + "\n").getBytes(StandardCharsets.UTF_8);
            out.write(new Reply(e.status(), Map.of("Content-Type", "text/plain; charset=UTF-8"), text.length,
                    target -> target.write(text)), true, true, UnaryOperator.identity());
        }
    }

    /** Answers one request; false when the connection ends. */
    private boolean exchange(List<String> head) throws IOException, InterruptedException {
        String[] line = head.getFirst().split(" ", -1);
        if (line.length != 3 || !line[2].matches("HTTP/1\\.[01]") || !line[1].startsWith("/")) {
            throw new MalformedRequestException(400, "A request begins with a method, a path and HTTP/1.1");
        }
        Headers headers = Headers.of(head.subList(1, head.size()));
        MessageBody body = MessageBody.of(headers, in, out::invite);
        String[] target = line[1].split("\\?", 2);
        Answer answer = handler
                .answer(new Request(line[0], target[0], target.length == 1 ? "" : target[1], headers, body));
        if (answer instanceof Answer.Reset) {
            // Closing with a linger time of 0 sends an RST and drops what is in both buffers.
            socket.setSoLinger(true, 0);
            return false;
        }
        // A reply to a request that is still being sent would break the connection for the peer.
        boolean last = body.awaited() || line[2].equals("HTTP/1.0") || headers.lists("Connection", "close");
        if (!body.awaited()) {
            body.transferTo(OutputStream.nullOutputStream());
        }
        return send(answer, !line[0].equals("HEAD"), last) && !last;
    }

    /** Sends an answer; false when the connection is of no more use. */
    private boolean send(Answer answer, boolean withBody, boolean last) throws IOException, InterruptedException {
        switch (answer) {
            case Answer.Whole whole -> out.write(whole.reply(), withBody, last, UnaryOperator.identity());
            case Answer.Slow slow -> out.write(slow.reply(), withBody, last,
                    target -> new SlowOutput(target, slow.bytesPerSecond(), pause));
            case Answer.Late late -> {
                pause.pause(late.time());
                out.write(late.reply(), withBody, last, UnaryOperator.identity());
            }
            case Answer.Cut cut -> {
                out.writeCut(cut.reply(), cut.bytes());
                return false;
            }
            case Answer.Silence silence -> {
                // Ends when the peer closes the connection, or the server does.
                in.transferTo(OutputStream.nullOutputStream());
                return false;
            }
            case Answer.Closed closed -> {
                return false;
            }
            case Answer.Reset reset -> throw new IllegalArgumentException("A reset is no answer to be sent");
        }
        return true;
    }
}
