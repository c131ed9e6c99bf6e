// SPDX-License-Identifier: Apache-2.0
package dev.veo3.prompt;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/** Files that only their owner may read, where the system has modes: 0600, and 0700 for the directories around them. */
final class PrivateFiles {
    private static final int MOST_LINKS = 40;

    private PrivateFiles() {}

    /** Where the file really is or would be, links followed. Its directory is made when it is missing. */
    static Path locate(Path file) throws IOException {
        Path at = file.toAbsolutePath();
        for (int links = 0; Files.isSymbolicLink(at); links++) {
            if (links == MOST_LINKS) {
                throw new FileSystemLoopException(file.toString());
            }
            at = at.resolveSibling(Files.readSymbolicLink(at));
        }
        if (at.getFileName() == null) {
            throw new FileSystemException(file.toString(), null, "it is a directory");
        }
        Path directory = Optional.ofNullable(at.getParent()).orElse(at);
        Files.createDirectories(directory, mode(directory, "rwx------"));
        return directory.toRealPath().resolve(at.getFileName());
    }

    static FileChannel openOrCreate(Path file) throws IOException {
        return FileChannel.open(file, Set.<OpenOption>of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                mode(file, "rw-------"));
    }

    /**
     * Puts these bytes in the place of the file: writes them to a part file, forces that to the disk, moves it, and forces the
     * directory. Whoever reads meanwhile sees the old file or the new one. An interrupt does not stop it and stays pending.
     *
     * @param part a name in the file's directory that no other writer uses now
     */
    static void replace(Path file, Path part, byte[] bytes) throws IOException {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    write(file, part, bytes);
                    return;
                } catch (ClosedByInterruptException e) {
                    // The interrupt closed the channel. It is put back below, when the file has been written.
                    interrupted |= Thread.interrupted();
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static void write(Path file, Path part, byte[] bytes) throws IOException {
        try {
            // A writer that was killed may have left one.
            Files.deleteIfExists(part);
            try (FileChannel channel = FileChannel.open(part,
                    Set.<OpenOption>of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                    mode(part, "rw-------"))) {
                ByteBuffer buffer = ByteBuffer.wrap(bytes);
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
                channel.force(true);
            }
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
        forceDirectory(file);
    }

    private static void forceDirectory(Path file) throws IOException {
        // Where there are no modes (Windows), a directory cannot be opened.
        if (hasModes(file)) {
            Path directory = Optional.ofNullable(file.getParent()).orElse(file);
            try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    private static FileAttribute<?>[] mode(Path file, String mode) {
        if (!hasModes(file)) {
            return new FileAttribute<?>[0];
        }
        FileAttribute<Set<PosixFilePermission>> attribute = PosixFilePermissions
                .asFileAttribute(PosixFilePermissions.fromString(mode));
        return new FileAttribute<?>[]{attribute};
    }

    private static boolean hasModes(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
