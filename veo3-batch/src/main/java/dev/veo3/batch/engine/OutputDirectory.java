// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.engine;

import dev.veo3.batch.plan.Job;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/** Sees to it that no video leaves the output directory: somebody may have put a link on its way since the plan was made. */
final class OutputDirectory {
    private final Path directory;

    OutputDirectory(Path directory) {
        this.directory = directory;
    }

    /** Why the videos of the job would be written elsewhere, a sentence without a full stop; empty when they would not. */
    Optional<String> wayOut(Job job) {
        Path parent = job.output().getParent();
        if (parent == null || parent.equals(directory) || !Files.isDirectory(directory)) {
            return Optional.empty();
        }
        Path existing = parent;
        while (!Files.exists(existing, LinkOption.NOFOLLOW_LINKS) && existing.getParent() != null) {
            existing = existing.getParent();
        }
        try {
            Path real = existing.toRealPath();
            return real.startsWith(directory.toRealPath())
                    ? Optional.empty()
                    : Optional.of(existing + " leads to " + real + ", outside of the output directory " + directory
                            + ": remove that link");
        } catch (IOException e) {
            return Optional.of(existing + " leads nowhere (" + e.getMessage() + "): remove that link");
        }
    }
}
