// SPDX-License-Identifier: Apache-2.0
package dev.veo3.internal.codec;

import dev.veo3.transport.CallBody;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Objects;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A request as it must be on the wire, in a file below {@code src/test/resources/wire}. Where the file says {@code "base64 of NAME"}, the
 * bytes of that fixture stand.
 */
public final class GoldenFile {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private GoldenFile() {}

    /** The body is the file's, field by field, has the length that it announces, and is the same when it is opened again. */
    public static void check(CallBody body, String name) throws IOException {
        String sent = text(body);
        assertThat(body.length()).isEqualTo(sent.getBytes(StandardCharsets.UTF_8).length);
        assertThat(text(body)).isEqualTo(sent);
        assertThat(JSON.readTree(sent)).as(name).isEqualTo(JSON.readTree(expected(name)));
    }

    private static String expected(String name) throws IOException {
        String text = resource("/wire/" + name);
        for (String fixture : new String[]{"baseline-1280x720.jpg", "last-frame-1280x720.png", "clip-2s.mov"}) {
            text = text.replace("base64 of " + fixture, base64(fixture));
        }
        return text;
    }

    private static String text(CallBody body) throws IOException {
        try (InputStream in = body.open()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String base64(String fixture) throws IOException {
        try (InputStream in = open("/media/" + fixture)) {
            return Base64.getEncoder().encodeToString(in.readAllBytes());
        }
    }

    private static String resource(String path) throws IOException {
        try (InputStream in = open(path)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static InputStream open(String path) {
        return Objects.requireNonNull(GoldenFile.class.getResourceAsStream(path), path);
    }
}
