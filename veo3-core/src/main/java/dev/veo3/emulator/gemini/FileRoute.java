// SPDX-License-Identifier: Apache-2.0
package dev.veo3.emulator.gemini;

import dev.veo3.emulator.clip.Clip;
import dev.veo3.emulator.http.Request;
import dev.veo3.emulator.operation.FileStore;
import dev.veo3.emulator.operation.Results;
import dev.veo3.emulator.route.Access;
import dev.veo3.emulator.route.Call;
import dev.veo3.emulator.route.PathRoute;
import dev.veo3.emulator.route.Purpose;
import dev.veo3.emulator.wire.ApiError;
import dev.veo3.emulator.wire.JsonReply;
import dev.veo3.emulator.wire.Page;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.regex.Pattern;
import tools.jackson.core.JsonGenerator;

/** Describes files: {@code GET /v1beta/files/{id}}, and all of the caller's without an id. */
final class FileRoute extends PathRoute {

    private static final Pattern PATH = Pattern.compile("/v1(?:beta)?/files(?:/([^/:]+))?");

    private final Results results;
    private final FileStore files;

    FileRoute(Results results, FileStore files) {
        super(Purpose.POLL, Access.KEY, "GET", PATH, "/v1beta/files[/{id}]");
        this.results = results;
        this.files = files;
    }

    @Override
    public Call call(Request request, String owner) throws ApiError {
        String id = parts(request).group(1);
        if (id == null) {
            Page<FileStore.Stored> page = Page.of(files.all(owner).toList(), request, 10, 100);
            return Call
                    .plain(() -> JsonReply.ok(json -> page.write(json, "files", file -> write(json, request, file))));
        }
        FileStore.Stored file = files.find(id, owner).orElseThrow(() -> noPermission(id));
        return Call.about(file.operation(), () -> JsonReply.ok(json -> write(json, request, file)));
    }

    /** The service does not tell a file of somebody else from one that does not exist. */
    static ApiError noPermission(String id) {
        return ApiError.of(403, "You do not have permission to access the File " + id + " or it may not exist.");
    }

    private void write(JsonGenerator json, Request request, FileStore.Stored file) {
        String uri = request.baseUrl() + "/v1beta/files/" + file.id();
        json.writeStartObject();
        json.writeStringProperty("name", "files/" + file.id());
        json.writeStringProperty("mimeType", Results.MIME_TYPE);
        if (file.active()) {
            Clip clip = results.clip(file.operation(), file.index());
            json.writeStringProperty("sizeBytes", Long.toString(clip.size()));
            json.writeStringProperty("sha256Hash", Base64.getEncoder().encodeToString(sha256(clip)));
            json.writeStringProperty("downloadUri", uri + ":download?alt=media");
        }
        json.writeStringProperty("createTime", file.created().toString());
        json.writeStringProperty("updateTime", file.created().toString());
        json.writeStringProperty("expirationTime", file.expires().toString());
        json.writeStringProperty("uri", uri);
        json.writeStringProperty("state", file.active() ? "ACTIVE" : "PROCESSING");
        json.writeStringProperty("source", "GENERATED");
        json.writeEndObject();
    }

    private static byte[] sha256(Clip clip) {
        try (InputStream in = clip.open()) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            new DigestInputStream(in, digest).readAllBytes();
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256, this one says it has not", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
