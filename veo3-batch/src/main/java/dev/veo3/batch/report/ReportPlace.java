// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.report;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Whether a report can come to a place, and in words what kept it from coming there. */
final class ReportPlace {
    private static final String REMEDY = ". Name another file";

    private ReportPlace() {}

    /** Refuses what no report replaces: what is no file, and a file that is neither empty nor a report of this form. */
    static void checkFile(ReportFormat format, Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw refused(file, "this is a directory. Name a file for the report", null);
        }
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw refused(file, "this is no regular file. Name another file", null);
        }
        EarlierReport.check(format, file);
    }

    /**
     * Refuses a place to which no file can come. Only the attempt tells, since rights say nothing of a disk that is read-only; what
     * it makes is gone when this returns.
     */
    static void checkDirectory(Path file) throws IOException {
        Path target = file.toAbsolutePath().normalize();
        Path directory = Objects.requireNonNullElse(target.getParent(), target);
        Path nearest = directory;
        while (!Files.exists(nearest)) {
            nearest = Objects.requireNonNull(nearest.getParent());
        }
        if (!Files.isDirectory(nearest)) {
            throw refused(file, "its directory cannot be made: " + nearest + " is a file and no directory" + REMEDY,
                    null);
        }
        Deque<Path> made = new ArrayDeque<>();
        try {
            makeDirectories(nearest, directory, made);
            boolean isFree = !Files.exists(target, LinkOption.NOFOLLOW_LINKS);
            Files.delete(
                    Files.createFile(isFree ? target : directory.resolve(".report-" + UUID.randomUUID() + ".part")));
        } catch (NoSuchFileException e) {
            throw refused(file, "nothing can be written in " + nearest + ": it takes no files" + REMEDY, e);
        } catch (IOException e) {
            throw refused(file, "nothing can be written in " + nearest + ": " + words(e) + REMEDY, e);
        } finally {
            remove(made);
        }
    }

    private static void makeDirectories(Path nearest, Path directory, Deque<Path> made) throws IOException {
        Path next = nearest;
        for (Path name : directory.startsWith(nearest) ? nearest.relativize(directory) : Path.of("")) {
            next = next.resolve(name);
            if (!Files.isDirectory(next)) {
                Files.createDirectory(next);
                made.push(next);
            }
        }
    }

    /** One that is not empty any more has become somebody else's. */
    private static void remove(Deque<Path> made) {
        try {
            for (Path empty : made) {
                Files.deleteIfExists(empty);
            }
        } catch (IOException e) {
            // What it was made for has been found out, and an empty directory takes nothing from anyone.
        }
    }

    /** What kept a file from being written, said of that file. */
    static FileSystemException unwritten(Path file, IOException failure) {
        return refused(file, "this cannot be written: " + words(failure), failure);
    }

    private static FileSystemException refused(Path file, String reason, @Nullable IOException cause) {
        FileSystemException refused = new FileSystemException(file.toString(), null, reason);
        refused.initCause(cause);
        return refused;
    }

    private static String words(IOException failure) {
        return switch (failure) {
            case NoSuchFileException missing -> "its directory does not exist";
            case FileAlreadyExistsException link when Files.isSymbolicLink(Path.of(link.getFile())) ->
                link.getFile() + " is a link to what is not there";
            case FileAlreadyExistsException file -> file.getFile() + " is a file and no directory";
            case NotDirectoryException file -> file.getFile() + " is no directory";
            case AccessDeniedException denied -> "permission denied";
            case FileSystemException system when system.getReason() != null -> system.getReason();
            default -> Objects.requireNonNullElse(failure.getMessage(), "the system does not say why");
        };
    }
}
