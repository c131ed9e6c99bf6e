// SPDX-License-Identifier: Apache-2.0
package dev.veo3.media;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a file's name promises about its content. */
final class Extension {

    private Extension() {}

    static Optional<String> mismatch(Path path, String mimeType, List<String> extensions) {
        Path name = path.getFileName();
        String text = name == null ? "" : name.toString();
        int dot = text.lastIndexOf('.');
        // A leading dot hides a file; it begins no extension.
        if (dot <= 0 || dot == text.length() - 1) {
            return Optional.empty();
        }
        String extension = text.substring(dot + 1);
        if (extensions.contains(extension.toLowerCase(Locale.ROOT))) {
            return Optional.empty();
        }
        return Optional
                .of("%s: the name ends in .%s but the content is %s. Rename the file to .%s, or use the right file."
                        .formatted(path, extension, mimeType, extensions.getFirst()));
    }
}
