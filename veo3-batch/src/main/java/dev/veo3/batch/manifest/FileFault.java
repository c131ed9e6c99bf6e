// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.manifest;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Says in one clause why a file cannot be read. */
final class FileFault {

    private FileFault() {}

    static String why(Path file, IOException e) {
        return switch (e) {
            case AccessDeniedException denied -> "permission denied";
            case NoSuchFileException missing -> "it does not exist";
            case IOException directory when Files.isDirectory(file) -> "it is a directory";
            case FileSystemException system when system.getReason() != null -> system.getReason();
            default -> String.valueOf(e.getMessage());
        };
    }

    /** Why there is no manifest to check. */
    static ManifestException manifest(Path file, IOException e) {
        return switch (e) {
            case NoSuchFileException missing -> unreadable(file, "the manifest does not exist", "Correct the path");
            case CharacterCodingException encoding ->
                unreadable(file, "the manifest is not text in UTF-8", "Name a YAML or JSON file in UTF-8");
            default -> unreadable(file, "the manifest cannot be read: " + why(file, e),
                    "Name a file that can be read");
        };
    }

    static ManifestException unreadable(Path file, String message, String remedy) {
        return new ManifestException(
                List.of(new Problem(file.toString(), SourcePosition.NONE, Optional.empty(), message, remedy)));
    }
}
