// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The directories of files that must not be lost. */
final class Directories {

    private Directories() {}

    /** The directory of a file that is named by an absolute path. */
    static Path of(Path file) {
        Path parent = file.getParent();
        if (parent == null) {
            throw new IllegalArgumentException(file + " is no file");
        }
        return parent;
    }

    /** Makes a directory with those above it; when it returns, all that were made are on disk. */
    static void create(Path directory, Disk disk) throws IOException {
        if (Files.isDirectory(directory)) {
            return;
        }
        Path parent = directory.getParent();
        if (parent != null) {
            create(parent, disk);
        }
        disk.createDirectory(directory);
        if (parent != null) {
            disk.forceDirectory(parent);
        }
    }

    /** The one true path of a file, which need not be there, in a directory that is. */
    static Path real(Path file) throws IOException {
        return Files.exists(file) ? file.toRealPath() : of(file).toRealPath().resolve(file.getFileName());
    }
}
