// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.report;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.core.JacksonException;

/**
 * A file that appears whole or not at all: it is written beside its place and moved. An interrupt does not end it: the thread is
 * still interrupted when the file is there.
 */
final class WholeFile {

    private WholeFile() {}

    /** What is written; called again when an interrupt has closed the file. */
    @FunctionalInterface
    interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * Writes a file and forces it to the disk; directories that are missing are made.
     *
     * @throws IOException when it cannot be written; says why. A file that was there before is untouched then
     */
    static void write(Path file, Content content) throws IOException {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    replace(file, content);
                    return;
                } catch (ClosedByInterruptException e) {
                    // The interrupt closed the channel. It is put back below, when the file has been written.
                    interrupted |= Thread.interrupted();
                } catch (IOException e) {
                    throw ReportPlace.unwritten(file, e);
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static void replace(Path file, Content content) throws IOException {
        Path directory = Optional.ofNullable(file.toAbsolutePath().getParent()).orElseThrow();
        Files.createDirectories(directory);
        // Not createTempFile, which makes files that nobody else may read.
        Path part = directory.resolve(".results-" + UUID.randomUUID() + ".part");
        try {
            try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
                    OutputStream out = Channels.newOutputStream(channel)) {
                content.writeTo(out);
                channel.force(true);
            }
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (JacksonException e) {
            throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getOriginalMessage(), e);
        } finally {
            Files.deleteIfExists(part);
        }
    }
}
