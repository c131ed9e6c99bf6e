// SPDX-License-Identifier: Apache-2.0
package dev.veo3.media;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Real images and clips, made by common programs. */
final class Fixtures {

    private Fixtures() {}

    static Path path(String name) {
        return resource("/media/" + name);
    }

    /** A small file of a rarer kind. */
    static Path kind(String name) {
        return resource("/media-kinds/" + name);
    }

    private static Path resource(String name) {
        try {
            URL url = Objects.requireNonNull(Fixtures.class.getResource(name), name);
            return Path.of(url.toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    static byte[] bytes(String name) throws IOException {
        return Files.readAllBytes(path(name));
    }

    static List<String> names() throws IOException {
        return namesBeside(path("clip-2s.mov"));
    }

    static List<String> kinds() throws IOException {
        return namesBeside(kind("av1.mp4"));
    }

    /** All of both kinds. */
    static List<Path> all() throws IOException {
        return Stream.concat(names().stream().map(Fixtures::path), kinds().stream().map(Fixtures::kind)).toList();
    }

    private static List<String> namesBeside(Path one) throws IOException {
        try (Stream<Path> files = Files.list(one.resolveSibling(""))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
