// SPDX-License-Identifier: Apache-2.0
package dev.veo3;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Objects;

/** Pictures and clips for both clients: ours takes files, the official one bytes. */
final class SameInputs {

    private SameInputs() {}

    static Path file(String name) {
        try {
            return Path.of(Objects.requireNonNull(SameInputs.class.getResource("/media/" + name), name).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String base64(Path file) {
        return Base64.getEncoder().encodeToString(bytes(file));
    }
}
