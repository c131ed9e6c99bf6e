// SPDX-License-Identifier: Apache-2.0
package dev.veo3.emulator.storage;

import dev.veo3.emulator.clip.Clip;
import dev.veo3.emulator.http.Reply;
import dev.veo3.emulator.http.Request;
import dev.veo3.emulator.operation.Results;
import dev.veo3.emulator.route.Access;
import dev.veo3.emulator.route.Call;
import dev.veo3.emulator.route.MediaReply;
import dev.veo3.emulator.route.PathRoute;
import dev.veo3.emulator.route.Purpose;
import dev.veo3.emulator.wire.ApiError;
import dev.veo3.emulator.wire.JsonReply;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Serves results that went to storage, as the Cloud Storage JSON API does: {@code GET /storage/v1/b/{bucket}/o/{object}}. */
public final class StorageRoute extends PathRoute {

    private static final Pattern PATH = Pattern.compile("/storage/v1/b/([^/]+)/o/([^/]+)");

    private final Results results;

    /** A bucket that holds these results. */
    public StorageRoute(Results results) {
        super(Purpose.DOWNLOAD, Access.TOKEN, "GET", PATH, "/storage/v1/b/{bucket}/o/{object, URL-encoded}?alt=media");
        this.results = results;
    }

    @Override
    public Call call(Request request, String owner) throws ApiError {
        MatchResult path = parts(request);
        String bucket = path.group(1);
        // A plus sign in a path is itself.
        String object = URLDecoder.decode(path.group(2).replace("+", "%2B"), StandardCharsets.UTF_8);
        Results.Stored stored = results.stored(bucket, object)
                .orElseThrow(() -> ApiError.notFound("No such object: " + bucket + "/" + object));
        return Call.about(stored.operation(), () -> {
            Clip clip = results.clip(stored.operation(), stored.index());
            return request.parameter("alt").filter("media"::equals).isPresent()
                    ? withHash(MediaReply.of(clip, stored.operation().id() + "-" + stored.index(), request), clip)
                    : metadata(bucket, object, clip);
        });
    }

    /** As Cloud Storage does: of the whole object, whatever part of it is asked for. */
    private static Reply withHash(Reply reply, Clip clip) {
        Map<String, String> headers = new TreeMap<>(reply.headers());
        headers.put("x-goog-generation", "1");
        headers.put("x-goog-hash", "crc32c=" + Base64.getEncoder().encodeToString(clip.crc32c()));
        return new Reply(reply.status(), headers, reply.length(), reply.body());
    }

    private static Reply metadata(String bucket, String object, Clip clip) {
        return JsonReply.ok(json -> StoredObject.write(json, bucket, object, clip.size()));
    }
}
