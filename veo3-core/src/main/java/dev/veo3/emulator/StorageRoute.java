package dev.veo3.emulator;

import dev.veo3.emulator.clip.Clip;
import dev.veo3.emulator.wire.ApiError;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Serves results that went to storage, as the Cloud Storage JSON API does: {@code GET /storage/v1/b/{bucket}/o/{object}}. */
final class StorageRoute implements Route {

    private static final Pattern PATH = Pattern.compile("/storage/v1/b/([^/]+)/o/([^/]+)");
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

    private final Results results;
    private final FaultBook faults;

    StorageRoute(Results results, FaultBook faults) {
        this.results = results;
        this.faults = faults;
    }

    @Override
    public Ledger.Route counted() {
        return Ledger.Route.DOWNLOAD;
    }

    @Override
    public String description() {
        return "GET /storage/v1/b/{bucket}/o/{object, URL-encoded}?alt=media";
    }

    @Override
    public boolean serves(String method, String path) {
        return method.equals("GET") && PATH.matcher(path).matches();
    }

    @Override
    public Reply answer(Request request) throws ApiError {
        Matcher matcher = PATH.matcher(request.path());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("Not a path of this route: " + request.path());
        }
        String bucket = matcher.group(1);
        // A plus sign in a path is itself.
        String object = URLDecoder.decode(matcher.group(2).replace("+", "%2B"), StandardCharsets.UTF_8);
        Results.Stored stored = results.stored(bucket, object)
                .orElseThrow(() -> ApiError.notFound("No such object: " + bucket + "/" + object));
        Optional<Fault> fault = faults.strike(FaultRule.Stage.DOWNLOAD, stored.operation().submission());
        if (fault.isPresent() && fault.get() instanceof Fault.OfReply reply) {
            return Reply.fault(reply);
        }
        Clip clip = results.clip(stored.operation(), stored.index());
        return List.of(request.query().split("&", -1)).contains("alt=media")
                ? media(clip, request.range())
                : metadata(bucket, object, clip);
    }

    private static Reply metadata(String bucket, String object, Clip clip) {
        return Reply.json(200, Map.of(), json -> {
            json.writeStartObject();
            json.writeStringProperty("kind", "storage#object");
            json.writeStringProperty("name", object);
            json.writeStringProperty("bucket", bucket);
            json.writeStringProperty("size", Long.toString(clip.size()));
            json.writeStringProperty("contentType", Results.MIME_TYPE);
            json.writeEndObject();
        });
    }

    private static Reply media(Clip clip, Optional<String> header) {
        Matcher range = RANGE.matcher(header.orElse(""));
        long size = clip.size();
        if (!range.matches() || (range.group(1).isEmpty() && range.group(2).isEmpty())) {
            return part(clip, 200, Map.of("Content-Type", Results.MIME_TYPE, "Accept-Ranges", "bytes"), 0, size);
        }
        boolean suffix = range.group(1).isEmpty();
        long from = suffix ? Math.max(0, size - Long.parseLong(range.group(2))) : Long.parseLong(range.group(1));
        long to = suffix || range.group(2).isEmpty() ? size - 1 : Math.min(size - 1, Long.parseLong(range.group(2)));
        if (from > to) {
            return Reply.json(416, Map.of("Content-Range", "bytes */" + size), json -> ApiError
                    .of(416, "The range " + header.orElse("") + " lies outside of the object's " + size + " bytes.")
                    .write(json, false));
        }
        return part(clip, 206, Map.of("Content-Type", Results.MIME_TYPE, "Content-Range",
                "bytes " + from + "-" + to + "/" + size), from, to - from + 1);
    }

    private static Reply part(Clip clip, int status, Map<String, String> headers, long from, long length) {
        return new Reply.Full(status, headers, length, out -> {
            try (InputStream in = clip.open()) {
                in.skipNBytes(from);
                byte[] buffer = new byte[8192];
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
