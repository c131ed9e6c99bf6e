// SPDX-License-Identifier: Apache-2.0
package dev.veo3.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where a benchmark writes its files. */
public enum FilePlace {
    /** A file system in memory, where forcing costs nothing: the code is measured. Linux has one. */
    MEMORY(Path.of("/dev/shm")),
    /** The system's directory for temporary files: the disk is measured as well. */
    DISK(Path.of(System.getProperty("java.io.tmpdir")));

    private final Path parent;

    FilePlace(Path parent) {
        this.parent = parent;
    }

    Path directory() throws IOException {
        return Files.createTempDirectory(parent, "veo3-bench");
    }
}
