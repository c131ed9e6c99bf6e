// SPDX-License-Identifier: Apache-2.0
package dev.veo3.internal.download;

import dev.veo3.error.VeoFileException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What has come of one video. Its file stands beside the target and has the same name in every process that fetches this video to this
 * target, so that a later one goes on where an earlier one ended. Only one at a time has it, by a set within this process and by a lock
 * of the operating system among several; the others get a file of their own, which nobody goes on with. Closing deletes the file,
 * unless it was {@link #keep kept}. Used by one thread.
 *
 * <p>When it is kept, what it is the beginning of is noted in a file beside it. A process that is killed leaves no note: what it had is
 * overwritten by the next one.
 */
final class DownloadPart implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DownloadPart.class);

    /** Two locks of one process do not keep each other out, and closing one file gives up the locks of the other on some systems. */
    private static final Set<Path> TAKEN = ConcurrentHashMap.newKeySet();

    private final Disk disk;
    private final Path directory;
    private final String name;
    private final boolean shared;
    private PartFile file;
    private OptionalLong total = OptionalLong.empty();
    private Optional<Validator> validator = Optional.empty();
    private boolean kept;
    private boolean complete;

    private DownloadPart(Disk disk, Path directory, String name, PartFile file, boolean shared) {
        this.disk = disk;
        this.directory = directory;
        this.name = name;
        this.file = file;
        this.shared = shared;
    }

    /**
     * The part of a video on its way to a target, whose directory is made when it is missing.
     *
     * @param source the video's name at the service
     * @throws VeoFileException when there can be none
     */
    static DownloadPart open(Disk disk, Path target, String source) {
        String name = target.getFileName().toString();
        Path directory = realDirectory(target);
        Path path = PartFile.named(directory, name, digest(source + "\n" + name));
        if (TAKEN.add(path)) {
            Optional<PartFile> file = taken(disk, path);
            if (file.isPresent()) {
                return new DownloadPart(disk, directory, name, file.get(), true).recalling();
            }
            TAKEN.remove(path);
        }
        return new DownloadPart(disk, directory, name, PartFile.create(disk, directory, name), false);
    }

    /** By its own name: two links to one directory lead to one part. */
    private static Path realDirectory(Path target) {
        Path directory = Placement.directoryOf(target);
        try {
            return Files.createDirectories(directory).toRealPath();
        } catch (IOException e) {
            throw FileFailure.of("The directory " + directory + " cannot be made", e);
        }
    }

    /** The file at that path, locked; empty when another process has it, or when it cannot be had. */
    private static Optional<PartFile> taken(Disk disk, Path path) {
        try {
            // Another process may move the file away between these steps, and even more rarely do it twice.
            for (int i = 0; i < 3; i++) {
                make(path);
                Object before = identity(path);
                PartFile file = PartFile.reopen(disk, path);
                file.keep();
                if (!file.lock()) {
                    file.close();
                    return Optional.empty();
                }
                if (Objects.equals(before, identity(path))) {
                    return Optional.of(file);
                }
                file.close();
            }
        } catch (IOException e) {
            LOG.debug("No part file {} that can be gone on with: {}", path, e.toString());
        }
        return Optional.empty();
    }

    private static void make(Path path) throws IOException {
        try {
            Files.createFile(path);
        } catch (FileAlreadyExistsException e) {
            // Somebody has begun.
        }
    }

    private static @Nullable Object identity(Path path) throws IOException {
        return Files.exists(path, LinkOption.NOFOLLOW_LINKS)
                ? Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS).fileKey()
                : "none";
    }

    private static String digest(String text) {
        try {
            byte[] sha = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(sha, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    /** How many bytes there are. */
    long size() {
        return file.size();
    }

    /** How many there will be, as far as anybody said. */
    OptionalLong total() {
        return total;
    }

    /** What it is the beginning of; empty when nothing is known, and then it cannot be gone on with. */
    Optional<Validator> validator() {
        return size() == 0 ? Optional.empty() : validator;
    }

    /** Where its directory is. */
    Path directory() {
        return directory;
    }

    /** Begins anew, with what is known of the video that now comes. */
    void restart(Optional<Validator> state, OptionalLong length) throws IOException {
        if (size() > 0) {
            file.empty();
        }
        validator = state;
        total = length;
    }

    /** Learns how many there will be, if nobody has said so yet. */
    void expect(OptionalLong length) {
        if (total.isEmpty()) {
            total = length;
        }
    }

    /** Adds bytes. */
    void write(List<ByteBuffer> bytes) throws IOException {
        for (ByteBuffer piece : bytes) {
            file.write(piece);
        }
    }

    /**
     * Forces the file, which is whole, to the disk and gives it a name of its own. It is the caller's then.
     *
     * @throws VeoFileException when the disk refuses
     */
    Path complete() throws IOException {
        file.force();
        Path whole = shared ? PartFile.freshPath(directory, name) : file.path();
        if (shared) {
            try {
                // While it is locked: who waits for the lock sees that the file is gone from here.
                Files.move(file.path(), whole, StandardCopyOption.ATOMIC_MOVE);
            } catch (IOException e) {
                throw FileFailure.of("The part file " + file.path() + " cannot be renamed", e);
            }
        }
        file.keep();
        complete = true;
        return whole;
    }

    /** Lets what has come stay for a later download, if that can go on with it. To be called without a pending interrupt. */
    void keep() {
        if (!shared || validator().isEmpty()) {
            return;
        }
        try {
            if (!file.isOpen() && !retaken()) {
                return;
            }
            new PartNote(size(), total, validator().get()).write(note());
            kept = true;
        } catch (IOException e) {
            LOG.debug("The part file {} is not kept: {}", file.path(), e.toString());
        }
    }

    /** An interrupted write closed the file, and with that the lock was gone. */
    private boolean retaken() {
        Optional<PartFile> again = taken(disk, file.path());
        long size = file.size();
        again.ifPresent(one -> file = one);
        return again.isPresent() && file.size() == size;
    }

    /** Whether a later download goes on with it. */
    boolean isKept() {
        return kept;
    }

    /** Knows what was noted about it, or is empty. The note is gone then: it says nothing about what is written from now on. */
    private DownloadPart recalling() {
        Optional<PartNote> note = PartNote.read(note());
        if (note.isPresent() && note.get().size() == size() && size() > 0) {
            validator = Optional.of(note.get().validator());
            total = note.get().total();
        }
        boolean ready = false;
        try {
            Files.deleteIfExists(note());
            if (validator().isEmpty() && size() > 0) {
                file.empty();
            }
            ready = true;
            return this;
        } catch (IOException e) {
            throw FileFailure.of("The part file " + file.path() + " cannot be written", e);
        } finally {
            if (!ready) {
                abandon();
            }
        }
    }

    private void abandon() {
        try {
            close();
        } catch (IOException e) {
            LOG.debug("Closing the part file {} failed", file.path(), e);
        }
    }

    private Path note() {
        return file.path().resolveSibling(file.path().getFileName() + ".note");
    }

    @Override
    public void close() throws IOException {
        try {
            // Only while it is locked: otherwise it may be another's by now.
            if (shared && !kept && !complete && file.isOpen()) {
                Files.deleteIfExists(file.path());
            }
            file.close();
        } finally {
            if (shared) {
                TAKEN.remove(file.path());
            }
        }
    }
}
