// SPDX-License-Identifier: Apache-2.0
package dev.veo3.emulator.gemini;

import dev.veo3.emulator.http.Request;
import dev.veo3.emulator.operation.FileStore;
import dev.veo3.emulator.route.Access;
import dev.veo3.emulator.route.Call;
import dev.veo3.emulator.route.Purpose;
import dev.veo3.emulator.route.Route;
import dev.veo3.emulator.wire.ApiError;
import dev.veo3.emulator.wire.JsonReply;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Deletes a file: {@code DELETE /v1beta/files/{id}}. */
final class FileDeleteRoute implements Route {

    private static final Pattern PATH = Pattern.compile("/v1(?:beta)?/files/([^/:]+)");

    private final FileStore files;

    FileDeleteRoute(FileStore files) {
        this.files = files;
    }

    @Override
    public Purpose purpose() {
        return Purpose.DELETE;
    }

    @Override
    public String description() {
        return "DELETE /v1beta/files/{id}";
    }

    @Override
    public Access access() {
        return Access.KEY;
    }

    @Override
    public boolean serves(String method, String path) {
        return method.equals("DELETE") && PATH.matcher(path).matches();
    }

    @Override
    public Call call(Request request, String owner) throws ApiError {
        Matcher matcher = PATH.matcher(request.path());
        String id = matcher.matches() ? matcher.group(1) : "";
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
