// SPDX-License-Identifier: Apache-2.0
package dev.veo3.emulator.route;

import dev.veo3.emulator.clip.Clip;
import dev.veo3.emulator.http.Reply;
import dev.veo3.emulator.http.Request;
import dev.veo3.emulator.operation.Results;
import dev.veo3.emulator.wire.ApiError;
import dev.veo3.emulator.wire.JsonReply;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A video, or the range of it that was asked for. */
public final class MediaReply {

    private static final Pattern RANGE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

    private MediaReply() {}

    /**
     * The answer to a download.
     *
     * @param tag tells this video from all others
     */
    public static Reply of(Clip clip, String tag, Request request) {
        String etag = '"' + tag + '"';
        Optional<String> condition = request.headers().first("If-Range");
        Matcher range = RANGE.matcher(request.headers().first("Range").orElse(""));
        long size = clip.size();
        if (!range.matches() || (range.group(1).isEmpty() && range.group(2).isEmpty())
                || (condition.isPresent() && !condition.get().equals(etag))) {
            return part(clip, 200, Map.of("Accept-Ranges", "bytes", "ETag", etag), 0, size);
        }
        boolean suffix = range.group(1).isEmpty();
        long from = suffix ? Math.max(0, size - Long.parseLong(range.group(2))) : Long.parseLong(range.group(1));
        long to = suffix || range.group(2).isEmpty() ? size - 1 : Math.min(size - 1, Long.parseLong(range.group(2)));
        if (from > to) {
            ApiError error = ApiError.of(416,
                    "The range " + range.group() + " lies outside of the object's " + size + " bytes.");
            return JsonReply.of(416, Map.of("Content-Range", "bytes */" + size), json -> error.write(json, false));
        }
        return part(clip, 206, Map.of("Content-Range", "bytes " + from + "-" + to + "/" + size, "ETag", etag), from,
                to - from + 1);
    }

    private static Reply part(Clip clip, int status, Map<String, String> headers, long from, long length) {
        Map<String, String> all = new TreeMap<>(headers);
        all.put("Content-Type", Results.MIME_TYPE);
        return new Reply(status, all, length, out -> {
            try (InputStream in = clip.open()) {
                in.skipNBytes(from);
                byte[] buffer = new byte[16 * 1024];
                for (long left = length; left > 0;) {
                    int n = in.read(buffer, 0, (int) Math.min(buffer.length, left));
                    if (n < 0) {
                        throw new IllegalStateException("The clip ended " + left + " bytes early");
                    }
                    out.write(buffer, 0, n);
                    left -= n;
                }
            }
        });
    }
}
