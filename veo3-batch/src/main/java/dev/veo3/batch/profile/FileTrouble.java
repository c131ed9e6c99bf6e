// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.profile;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** What kept a file from being read or written, in words. */
final class FileTrouble {

    private FileTrouble() {}

    static String of(Exception failure) {
        return switch (failure) {
            case NoSuchFileException missing -> "its directory does not exist";
            case FileAlreadyExistsException file -> file.getFile() + " is a file and no directory";
            case NotDirectoryException file -> file.getFile() + " is no directory";
            case AccessDeniedException denied -> "permission denied";
            case FileSystemException system when system.getReason() != null -> system.getReason();
            case IOException other -> String.valueOf(other.getMessage());
            default -> failure.toString();
        };
    }
}
