// SPDX-License-Identifier: Apache-2.0
package dev.veo3.emulator.storage;

import dev.veo3.emulator.clip.Clip;
import dev.veo3.emulator.http.Reply;
import dev.veo3.emulator.http.Request;
import dev.veo3.emulator.operation.Results;
import dev.veo3.emulator.route.Access;
import dev.veo3.emulator.route.Call;
import dev.veo3.emulator.route.PathRoute;
import dev.veo3.emulator.route.Purpose;
import dev.veo3.emulator.wire.ApiError;
import dev.veo3.emulator.wire.JsonReply;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Lists results that went to storage, as the Cloud Storage JSON API does: {@code GET /storage/v1/b/{bucket}/o}, in the order of their
 * names, page by page. What a running operation is to deliver is not there yet.
 */
public final class ListRoute extends PathRoute {

    private static final Pattern PATH = Pattern.compile("/storage/v1/b/([^/]+)/o");
    private static final int LARGEST_PAGE = 1000;

    private final Results results;

    /** A bucket that holds these results. */
    public ListRoute(Results results) {
        super(Purpose.LIST, Access.TOKEN, "GET", PATH, "/storage/v1/b/{bucket}/o?prefix=&maxResults=&pageToken=");
        this.results = results;
    }

    @Override
    public Call call(Request request, String owner) throws ApiError {
        MatchResult path = parts(request);
        if (request.parameter("delimiter").isPresent()) {
            throw ApiError.of(501, "The emulator lists objects without a delimiter only.");
        }
        String bucket = path.group(1);
        String prefix = request.parameter("prefix").orElse("");
        int most = pageSize(request);
        String behind = request.parameter("pageToken").isPresent() ? behind(request.parameter("pageToken").get()) : "";
        return Call.plain(() -> {
            List<Results.Listed> left = results.below(bucket, prefix)
                    .filter(object -> object.name().compareTo(behind) > 0).limit(most + 1L).toList();
            return page(bucket, left.subList(0, Math.min(most, left.size())), left.size() > most);
        });
    }

    private static int pageSize(Request request) throws ApiError {
        String size = request.parameter("maxResults").filter(text -> !text.isEmpty())
                .orElse(Integer.toString(LARGEST_PAGE));
        if (!size.matches("[1-9]\\d{0,8}")) {
            throw ApiError.invalid("Invalid value '" + size + "' for maxResults.");
        }
        return Math.min(LARGEST_PAGE, Integer.parseInt(size));
    }

    private static String behind(String token) throws ApiError {
        try {
            return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw ApiError.invalid("Invalid value '" + token + "' for pageToken.");
        }
    }

    private Reply page(String bucket, List<Results.Listed> objects, boolean isMore) {
        Optional<String> next = isMore
                ? Optional.of(Base64.getUrlEncoder().withoutPadding()
                        .encodeToString(objects.getLast().name().getBytes(StandardCharsets.UTF_8)))
                : Optional.empty();
        return JsonReply.ok(json -> {
            json.writeStartObject();
            json.writeStringProperty("kind", "storage#objects");
            next.ifPresent(token -> json.writeStringProperty("nextPageToken", token));
            // An empty listing has no items at all.
            if (!objects.isEmpty()) {
                json.writeArrayPropertyStart("items");
                for (Results.Listed object : objects) {
                    Clip clip = results.clip(object.stored().operation(), object.stored().index());
                    StoredObject.write(json, bucket, object.name(), clip.size());
                }
                json.writeEndArray();
            }
            json.writeEndObject();
        });
    }
}
