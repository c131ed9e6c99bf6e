// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.profile;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The source file of a class, where one of the roots has it. */
record SourceText(Path file, List<String> lines) {

    /** @param method {@code package.Class$Inner.method} */
    static Optional<SourceText> of(String method, List<Path> roots) {
        int dot = method.lastIndexOf('.');
        if (dot < 0) {
            return Optional.empty();
        }
        String name = method.substring(0, dot).replaceFirst("\\$.*", "").replace('.', '/') + ".java";
        for (Path root : roots) {
            if (!Files.isDirectory(root)) {
                throw new ProfileException(
                        root + ": there is no such directory of sources. Name one such as src/main/java, or none.");
            }
            Optional<SourceText> found = read(root, name);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    // A recording may come from anyone: its names must not lead out of the root.
    private static Optional<SourceText> read(Path root, String name) {
        try {
            Path base = root.toAbsolutePath().normalize();
            Path file = base.resolve(name).normalize();
            if (!file.startsWith(base) || !Files.isRegularFile(file)) {
                return Optional.empty();
            }
            return Optional.of(new SourceText(root.resolve(name),
                    new String(Files.readAllBytes(file), StandardCharsets.UTF_8).lines().toList()));
        } catch (InvalidPathException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new ProfileException(root.resolve(name) + ": the source cannot be read: " + FileTrouble.of(e)
                    + ". Name another source root, or none.", e);
        }
    }

    /** Counted from 1. */
    Optional<String> line(int number) {
        return number >= 1 && number <= lines.size() ? Optional.of(lines.get(number - 1)) : Optional.empty();
    }
}
