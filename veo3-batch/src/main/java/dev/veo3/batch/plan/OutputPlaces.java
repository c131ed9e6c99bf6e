// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.plan;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What stands on the disk where outputs go. Each directory is looked at once, because thousands of jobs may share it. */
final class OutputPlaces {
    private static final int MOST_NAMES = 1_000;
    // What is known of directories must not fill the memory when each of a million jobs has one of its own.
    private static final int MOST_PLACES = 10_000;
    private static final int MOST_KEPT = 100_000;

    /**
     * A directory that outputs go to.
     *
     * @param names what stands in it already; empty when that was not read, because it is too much or not allowed
     * @param outside whether a symbolic link on the way leaves the output directory
     * @param obstacle a file that stands where a directory is needed
     */
    record Place(Optional<Set<String>> names, boolean outside, Optional<Path> obstacle) {

        boolean mayHold(Path file) {
            return names.isEmpty() || names.get().contains(String.valueOf(file.getFileName()));
        }
    }

    private final Path directory;
    /** The output directory itself, where most outputs go. */
    private final Place top;
    /** The directories in it. */
    private final Map<Path, Place> places = new HashMap<>();
    private int keptNames;

    OutputPlaces(Path directory) {
        this.directory = directory;
        boolean exists = Files.isDirectory(absolute(directory));
        this.top = new Place(exists ? names(absolute(directory)) : Optional.of(Set.of()), false, Optional.empty());
    }

    /** The file that stands where the output directory is needed; empty when it is there or can be made. */
    Optional<Path> obstacle() {
        Path existing = nearestExisting(directory);
        return Files.isDirectory(existing) ? Optional.empty() : Optional.of(existing);
    }

    /** The output directory. */
    Place top() {
        return top;
    }

    /** What is known of the directory of a file. */
    Place of(Path file) {
        Path parent = file.getParent();
        if (parent == null || parent.equals(directory)) {
            return top;
        }
        Place known = places.get(parent);
        if (known != null) {
            return known;
        }
        if (places.size() >= MOST_PLACES || keptNames >= MOST_KEPT) {
            places.clear();
            keptNames = 0;
        }
        Place place = look(parent);
        keptNames += place.names().map(Set::size).orElse(0);
        places.put(parent, place);
        return place;
    }

    private Place look(Path parent) {
        Path existing = nearestExisting(parent);
        Optional<Set<String>> names = existing.equals(absolute(parent)) ? names(existing) : Optional.of(Set.of());
        boolean blocked = !Files.isDirectory(existing) && existing.startsWith(absolute(directory))
                && !existing.equals(absolute(directory));
        return new Place(names, leadsOut(existing), blocked ? Optional.of(existing) : Optional.empty());
    }

    /** What stands in a directory: to read it once costs less than to ask for each output. */
    private static Optional<Set<String>> names(Path directory) {
        Set<String> names = new HashSet<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                names.add(String.valueOf(entry.getFileName()));
                if (names.size() > MOST_NAMES) {
                    return Optional.empty();
                }
            }
            return Optional.of(names);
        } catch (IOException | DirectoryIteratorException e) {
            return Optional.empty();
        }
    }

    /** Whether a symbolic link on the way to an existing file or directory leaves the output directory, or leads nowhere. */
    private boolean leadsOut(Path existing) {
        try {
            return Files.isDirectory(directory) && !existing.toRealPath().startsWith(directory.toRealPath());
        } catch (IOException e) {
            return true;
        }
    }

    static Path absolute(Path path) {
        return path.toAbsolutePath().normalize();
    }

    private static Path nearestExisting(Path path) {
        Path existing = absolute(path);
        while (!Files.exists(existing, LinkOption.NOFOLLOW_LINKS) && existing.getParent() != null) {
            existing = existing.getParent();
        }
        return existing;
    }
}
