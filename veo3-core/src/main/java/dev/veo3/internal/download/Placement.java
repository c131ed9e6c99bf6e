// SPDX-License-Identifier: Apache-2.0
package dev.veo3.internal.download;

import dev.veo3.error.VeoFileException;
import dev.veo3.video.IfExists;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.UnaryOperator;

/** Puts finished part files in their places, so that a file is there whole or not at all. */
public final class Placement {

    private Placement() {}

    /**
     * Moves a finished part file to its place, in one step, if it is a video. From another file system it is copied into the target's
     * directory first.
     *
     * @param origin where it came from, to begin a message with
     * @param clean takes secrets out of a text that came for the video
     * @return the target; with {@link IfExists#KEEP} and a file there, the part file is still where it was
     * @throws dev.veo3.error.VeoProtocolException when it is not a video; the part file is still there
     * @throws VeoFileException when it cannot be moved; the part file is still there, unless it had vanished before
     * @throws InterruptedException when the thread was interrupted while it copied; the part file is still there
     */
    public static Path move(Path part, Path target, IfExists rule, String origin, UnaryOperator<String> clean)
            throws InterruptedException {
        if (stays(target, rule)) {
            return target;
        }
        VideoCheck.requireVideo(part, origin, clean);
        return put(part, target, rule);
    }

    /** The same for a part file that has been looked at. */
    static Path put(Path part, Path target, IfExists rule) throws InterruptedException {
        try {
            Files.createDirectories(directoryOf(target));
            place(part, target, rule);
            return target;
        } catch (NoSuchFileException e) {
            if (Files.notExists(part)) {
                throw new VeoFileException("The part file " + part + " is gone: it was moved or deleted since the poll."
                        + " Poll the operation again, which fetches its videos anew", e);
            }
            throw FileFailure.of("The video cannot be put at " + target, e);
        } catch (FileAlreadyExistsException e) {
            if (Files.isRegularFile(target) && rule == IfExists.KEEP) {
                return target;
            }
            throw Files.isRegularFile(target)
                    ? taken(target)
                    : FileFailure.of("The video cannot be put at " + target, e);
        } catch (IOException e) {
            if (Thread.interrupted()) {
                throw interrupted(e);
            }
            throw FileFailure.of("The video cannot be put at " + target, e);
        }
    }

    /**
     * Whether a target is to stay as it is, before a video is fetched for it.
     *
     * @throws VeoFileException when nothing can be put there
     */
    public static boolean stays(Path target, IfExists rule) {
        if (target.getFileName() == null || Files.isDirectory(target)) {
            throw new VeoFileException("The video cannot be put at " + target
                    + ": that is a directory. Name a file in it");
        }
        boolean exists = Files.exists(target, LinkOption.NOFOLLOW_LINKS);
        return switch (rule) {
            case REPLACE -> false;
            case KEEP -> exists;
            case FAIL -> {
                if (exists) {
                    throw taken(target);
                }
                yield false;
            }
        };
    }

    private static VeoFileException taken(Path target) {
        return new VeoFileException("The video cannot be put at " + target + ": there is a file already, which is left"
                + " as it is. Choose another name, delete it, or download with IfExists.REPLACE or IfExists.KEEP");
    }

    private static void place(Path part, Path target, IfExists rule) throws IOException, InterruptedException {
        switch (rule) {
            case REPLACE -> replace(part, target);
            case FAIL, KEEP -> add(part, target);
        }
    }

    private static void replace(Path part, Path target) throws IOException, InterruptedException {
        try {
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            // Another file system: the copy there is moved in one step.
            copyThenPlace(part, target, IfExists.REPLACE);
        }
    }

    /** A rename would replace what came about a moment ago; a second name for the file does not. */
    private static void add(Path part, Path target) throws IOException, InterruptedException {
        try {
            Files.createLink(target, part);
        } catch (FileAlreadyExistsException | NoSuchFileException e) {
            throw e;
        } catch (UnsupportedOperationException | IOException e) {
            addWithoutLink(part, target);
            return;
        }
        Files.delete(part);
    }

    /** For file systems that know no second names, and from one to another. */
    private static void addWithoutLink(Path part, Path target) throws IOException, InterruptedException {
        if (Files.getFileStore(part).equals(Files.getFileStore(directoryOf(target)))) {
            Files.move(part, target);
        } else {
            copyThenPlace(part, target, IfExists.FAIL);
        }
    }

    static void copyThenPlace(Path part, Path target, IfExists rule) throws IOException, InterruptedException {
        try (PartFile copy = PartFile.create(directoryOf(target), target.getFileName().toString())) {
            Files.copy(part, copy);
            copy.finish();
            place(copy.path(), target, rule);
        }
        Files.deleteIfExists(part);
    }

    static Path directoryOf(Path file) {
        Path parent = file.toAbsolutePath().getParent();
        return parent == null ? file.toAbsolutePath() : parent;
    }

    static InterruptedException interrupted(IOException cause) {
        InterruptedException interrupted = new InterruptedException("Interrupted while a video was written");
        interrupted.initCause(cause);
        return interrupted;
    }
}
