// SPDX-License-Identifier: Apache-2.0
package dev.veo3.internal.download;

import dev.veo3.error.VeoFileException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.List;

/** Failures of the file system in words that say what to do. */
public final class FileFailure {
    private static final List<String> FULL = List.of("No space left", "not enough space", "quota exceeded");

    private FileFailure() {}

    /** A failure: what could not be done, naming the file, and why. */
    public static VeoFileException of(String what, IOException cause) {
        return new VeoFileException(what + ": " + reason(cause)
                + (isFull(cause) ? ". Make room on its disk, then download again: nothing of the video is lost" : ""),
                cause);
    }

    /** Whether a disk or a quota is full. Java has no type for it; these are the words of Linux, macOS and Windows. */
    private static boolean isFull(IOException cause) {
        String words = String.valueOf(cause.getMessage());
        return FULL.stream().anyMatch(words::contains);
    }

    private static String reason(IOException cause) {
        return switch (cause) {
            case NoSuchFileException e -> e.getFile() + " does not exist";
            case AccessDeniedException e -> "no permission for " + e.getFile();
            case FileAlreadyExistsException e -> e.getFile() + " exists and is no directory";
            case NotDirectoryException e -> e.getFile() + " is no directory";
            case FileSystemException e when e.getReason() != null -> e.getReason();
            default -> cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        };
    }
}
