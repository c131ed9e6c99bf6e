// SPDX-License-Identifier: Apache-2.0
package dev.veo3.emulator.gemini;

import dev.veo3.emulator.http.Request;
import dev.veo3.emulator.operation.FileStore;
import dev.veo3.emulator.route.Access;
import dev.veo3.emulator.route.Call;
import dev.veo3.emulator.route.PathRoute;
import dev.veo3.emulator.route.Purpose;
import dev.veo3.emulator.wire.ApiError;
import dev.veo3.emulator.wire.JsonReply;
import java.util.regex.Pattern;

/** Deletes a file: {@code DELETE /v1beta/files/{id}}. */
final class FileDeleteRoute extends PathRoute {

    private static final Pattern PATH = Pattern.compile("/v1(?:beta)?/files/([^/:]+)");

    private final FileStore files;

    FileDeleteRoute(FileStore files) {
        super(Purpose.DELETE, Access.KEY, "DELETE", PATH, "/v1beta/files/{id}");
        this.files = files;
    }

    @Override
    public Call call(Request request, String owner) throws ApiError {
        String id = parts(request).group(1);
        FileStore.Stored file = files.find(id, owner).orElseThrow(() -> FileRoute.noPermission(id));
        return Call.about(file.operation(), () -> {
            file.operation().deleteFile(file.index());
            return JsonReply.ok(json -> {
                json.writeStartObject();
                json.writeEndObject();
            });
        });
    }
}
