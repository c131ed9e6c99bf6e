// SPDX-License-Identifier: Apache-2.0
package dev.veo3.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Where the videos of trials go: a directory of the user's, or one that is gone afterwards. */
record TrialDirectory(Path path, boolean isKept) implements AutoCloseable {

    static TrialDirectory of(@Nullable Path named) throws IOException {
        return named != null
                ? new TrialDirectory(named, true)
                : new TrialDirectory(Files.createTempDirectory("veo3-trial-"), false);
    }

    @Override
    public void close() throws IOException {
        if (isKept) {
            return;
        }
        List<Path> deepestFirst;
        try (Stream<Path> files = Files.walk(path)) {
            deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : deepestFirst) {
            Files.delete(file);
        }
    }
}
