// SPDX-License-Identifier: Apache-2.0
package dev.veo3.emulator.gemini;

import dev.veo3.emulator.http.Reply;
import dev.veo3.emulator.http.Request;
import dev.veo3.emulator.operation.FileStore;
import dev.veo3.emulator.operation.Results;
import dev.veo3.emulator.route.Access;
import dev.veo3.emulator.route.Call;
import dev.veo3.emulator.route.MediaReply;
import dev.veo3.emulator.route.PathRoute;
import dev.veo3.emulator.route.Purpose;
import dev.veo3.emulator.wire.ApiError;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Serves files: {@code GET /v1beta/files/{id}:download?alt=media}, which is a redirect to the same path behind
 * {@code /download}, where the file is.
 */
final class FileDownloadRoute extends PathRoute {

    private static final Pattern PATH = Pattern.compile("(/download)?/v1(?:beta)?/files/([^/:]+):download");

    private final Results results;
    private final FileStore files;

    FileDownloadRoute(Results results, FileStore files) {
        super(Purpose.DOWNLOAD, Access.KEY, "GET", PATH, "/v1beta/files/{id}:download?alt=media");
        this.results = results;
        this.files = files;
    }

    @Override
    public Call call(Request request, String owner) throws ApiError {
        MatchResult path = parts(request);
        String id = path.group(2);
        FileStore.Stored file = files.find(id, owner).orElseThrow(() -> FileRoute.noPermission(id));
        if (!file.active()) {
            throw ApiError.invalid("The File " + id + " is not in an ACTIVE state and usage is not allowed.");
        }
        if (request.parameter("alt").filter("media"::equals).isEmpty()) {
            throw ApiError.invalid("A file is downloaded with alt=media.");
        }
        if (path.group(1) != null) {
            return Call.about(file.operation(),
                    () -> MediaReply.of(results.clip(file.operation(), file.index()), file.id(), request));
        }
        String there = request.baseUrl() + "/download" + request.path() + "?alt=media";
        return Call.plain(() -> new Reply(302, Map.of("Location", there), 0, out -> {}));
    }
}
