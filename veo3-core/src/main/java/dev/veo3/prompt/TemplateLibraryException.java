// SPDX-License-Identifier: Apache-2.0
package dev.veo3.prompt;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A library of templates cannot be read or written. Its file is as it was before.
 *
 * @since 1.0
 */
public final class TemplateLibraryException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<LibraryProblem> problems;

    TemplateLibraryException(List<LibraryProblem> problems) {
        this(problems, null);
    }

    private TemplateLibraryException(List<LibraryProblem> problems, @Nullable Throwable cause) {
        super(problems.stream().map(LibraryProblem::describe).collect(Collectors.joining("\n")), cause);
        this.problems = List.copyOf(problems);
    }

    static TemplateLibraryException about(Path file, String message, String remedy) {
        return new TemplateLibraryException(List.of(new LibraryProblem(file, 0, 0, message, remedy)));
    }

    static TemplateLibraryException about(Path file, String message, IOException cause, String remedy) {
        String why = switch (cause) {
            case AccessDeniedException denied -> "permission denied";
            case NoSuchFileException missing -> "it does not exist";
            // A directory was to be made on the way to the file.
            case FileAlreadyExistsException other -> other.getFile() + " is a file, not a directory";
            case FileSystemLoopException loop -> "its links go round in a circle";
            case IOException directory when Files.isDirectory(file) -> "it is a directory";
            case FileSystemException system when system.getReason() != null -> system.getReason();
            default -> String.valueOf(cause.getMessage());
        };
        return new TemplateLibraryException(
                List.of(new LibraryProblem(file, 0, 0, message + ": " + why, remedy)), cause);
    }

    /** Everything that is wrong, in the order of the file. Empty when this was serialized. */
    public List<LibraryProblem> problems() {
        return problems == null ? List.of() : problems;
    }
}
