// SPDX-License-Identifier: Apache-2.0
package dev.veo3.internal.download;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;

/** What a download needs of a disk that a test may want to be full. Thread-safe. */
public interface Disk {

    /** Opens a file. */
    FileChannel open(Path file, OpenOption... options) throws IOException;

    /** How many bytes this process may still write where that directory is; negative when there are more than can be told. */
    long usableSpace(Path directory) throws IOException;

    /** The disks of this machine. */
    static Disk system() {
        return new Disk() {
            @Override
            public FileChannel open(Path file, OpenOption... options) throws IOException {
                return FileChannel.open(file, options);
            }

            @Override
            public long usableSpace(Path directory) throws IOException {
                return Files.getFileStore(directory).getUsableSpace();
            }
        };
    }
}
