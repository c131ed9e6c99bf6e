// SPDX-License-Identifier: Apache-2.0
package dev.veo3;

import dev.veo3.ScriptedServer.Reply;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** Replies of a server that has a video and serves the rest of it to those who ask for that. */
final class VideoHost {

    private VideoHost() {}

    /** All of it, or what is behind the range's beginning if the condition holds. */
    static Reply serving(byte[] video, String etag) {
        return cutting(video, etag, Integer.MAX_VALUE);
    }

    /** The same, but the connection ends after so many bytes of the body. */
    static Reply cutting(byte[] video, String etag, int after) {
        return (request, socket) -> {
            String range = request.headers().get("range");
            String condition = request.headers().getOrDefault("if-range", etag);
            int from = range != null && condition.equals(etag) ? Integer.parseInt(range.replaceAll("\\D", "")) : 0;
            Map<String, String> headers = new LinkedHashMap<>(Map.of("ETag", etag, "Connection", "close"));
            int status = 200;
            if (from >= video.length) {
                Reply.http(416, Map.of("Content-Range", "bytes */" + video.length), new byte[0]).to(request, socket);
                return;
            }
            if (from > 0) {
                status = 206;
                headers.put("Content-Range", "bytes " + from + "-" + (video.length - 1) + "/" + video.length);
            }
            byte[] rest = Arrays.copyOfRange(video, from, video.length);
            send(socket.getOutputStream(), status, headers, rest, Math.min(after, rest.length));
            socket.close();
        };
    }

    private static void send(OutputStream out, int status, Map<String, String> headers, byte[] body, int sent)
            throws java.io.IOException {
        StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " Video\r\nContent-Length: " + body.length);
        headers.forEach((name, value) -> head.append("\r\n").append(name).append(": ").append(value));
        out.write(head.append("\r\n\r\n").toString().getBytes(StandardCharsets.US_ASCII));
        out.write(body, 0, sent);
        out.flush();
    }
}
