package dev.veo3.internal.download;

import dev.veo3.error.VeoFileException;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Puts finished part files in their places, so that a file is there whole or not at all. */
public final class Placement {

    private Placement() {}

    /**
     * Moves a finished part file to its place and replaces what was there, in one step, if its header is that of a video. From another
     * file system it is copied into the target's directory first.
     *
     * @param origin where it came from, to begin a message with
     * @throws dev.veo3.error.VeoProtocolException when it is not a video; the part file is still there
     * @throws VeoFileException when it cannot be moved; the part file is still there, unless it had vanished before
     * @throws InterruptedException when the thread was interrupted while it copied; the part file is still there
     */
    public static Path move(Path part, Path target, String origin) throws InterruptedException {
        requireFile(target);
        VideoCheck.requireVideo(part, origin);
        try {
            Files.createDirectories(directoryOf(target));
            replace(part, target);
            return target;
        } catch (NoSuchFileException e) {
            if (Files.notExists(part)) {
                throw new VeoFileException("The part file " + part + " is gone: it was moved or deleted since the poll."
                        + " Poll the operation again, which fetches its videos anew", e);
            }
            throw FileFailure.of("The video cannot be put at " + target, e);
        } catch (IOException e) {
            if (Thread.interrupted()) {
                throw interrupted(e);
            }
            throw FileFailure.of("The video cannot be put at " + target, e);
        }
    }

    /** Refuses a target that is a directory, before a video is fetched for it. */
    public static void requireFile(Path target) {
        if (target.getFileName() == null || Files.isDirectory(target)) {
            throw new VeoFileException("The video cannot be put at " + target
                    + ": that is a directory. Name a file in it");
        }
    }

    private static void replace(Path part, Path target) throws IOException, InterruptedException {
        try {
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            // Another file system: the copy there is moved in one step.
            copyThenMove(part, target);
        }
    }

    static void copyThenMove(Path part, Path target) throws IOException, InterruptedException {
        try (PartFile copy = PartFile.create(directoryOf(target), target.getFileName().toString())) {
            Files.copy(part, copy);
            copy.finish();
            Files.move(copy.path(), target, StandardCopyOption.ATOMIC_MOVE);
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
