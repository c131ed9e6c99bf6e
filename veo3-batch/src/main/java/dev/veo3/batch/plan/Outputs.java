package dev.veo3.batch.plan;

import dev.veo3.batch.manifest.SourcePosition;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The files that the jobs write: each inside the output directory, none twice, none in place of an input, and none that turns
 * out to be impossible when its video has been paid.
 */
final class Outputs {
    private static final String RESULTS = "results.json";
    // File systems take 255 bytes; a part file needs some for itself.
    private static final int LONGEST_NAME = 240;
    private static final int MOST_NAMES = 1_000;

    /** A file that a job writes. */
    private record Claim(Path file, Optional<String> job, int number, SourcePosition position) {

        String writer() {
            return job.map(id -> "job \"" + id + "\"").orElse("job number " + number);
        }
    }

    /**
     * A directory that outputs go to.
     *
     * @param names what stands in it already; empty when that was not read, because it is too much or not allowed
     * @param outside whether a symbolic link on the way leaves the output directory
     * @param obstacle a file that stands where a directory is needed
     */
    private record Place(Optional<Set<String>> names, boolean outside, Optional<Path> obstacle) {

        boolean mayHold(Path file) {
            return names.isEmpty() || names.get().contains(String.valueOf(file.getFileName()));
        }
    }

    private static final Path UPWARDS = Path.of("..");

    private final Path directory;
    private final Problems problems;
    /** The output directory itself, where most outputs go. */
    private final Place top;
    /** The directories in it. */
    private final Map<Path, Place> places = new HashMap<>();
    /** By what a file system that tells neither cases nor ways to write an accent apart makes of the name. */
    private final Map<String, Claim> files = new LinkedHashMap<>();
    private final Map<String, Claim> directories = new HashMap<>();

    Outputs(Path directory, Problems problems) {
        this.directory = directory.normalize();
        this.problems = problems;
        boolean exists = Files.isDirectory(absolute(directory));
        this.top = new Place(exists ? names(absolute(directory)) : Optional.of(Set.of()), false, Optional.empty());
        if (!exists && !Files.isDirectory(nearestExisting(directory))) {
            problems.add(SourcePosition.NONE, Optional.empty(), "the output directory " + absolute(directory)
                    + " cannot be made, because " + nearestExisting(directory) + " is a file",
                    "Name another directory");
        }
    }

    /** The path of an output; empty when the name does not do, which has been reported then. */
    Optional<Path> resolve(String output, SourcePosition position, Optional<String> job) {
        if (output.isBlank()) {
            problems.add(position, job, "the job has no output", "Write the name of the file to make, for example"
                    + " \"output: sunset.mp4\"");
            return Optional.empty();
        }
        Path inside;
        try {
            inside = Path.of(output).normalize();
        } catch (InvalidPathException e) {
            problems.add(position, job, "the output \"" + output + "\" is no path: " + e.getReason(), "Name a file");
            return Optional.empty();
        }
        Path file = directory.resolve(inside);
        boolean within = !inside.isAbsolute() && !inside.startsWith(UPWARDS) && !file.equals(directory);
        Place place = place(within ? file : directory);
        if (!within || place.outside()) {
            problems.add(position, job, "the output \"" + output + "\" is not inside the output directory "
                    + absolute(directory), "Name a file in it");
            return Optional.empty();
        }
        if (key(inside).equals(RESULTS)) {
            problems.add(position, job, "the output " + file + " is where the results of the batch go",
                    "Name another file");
            return Optional.empty();
        }
        return isPossible(file, place, position, job) ? Optional.of(file) : Optional.empty();
    }

    private boolean isPossible(Path file, Place place, SourcePosition position, Optional<String> job) {
        if (place.mayHold(file) && Files.isDirectory(file)) {
            problems.add(position, job, "the output " + file + " is a directory", "Name a file");
            return false;
        }
        int longest = longestName(file);
        if (longest > LONGEST_NAME) {
            problems.add(position, job, "the output has a name of " + longest + " bytes, and file systems take few more"
                    + " than " + LONGEST_NAME, "Write a shorter one");
            return false;
        }
        place.obstacle().ifPresent(in -> problems.add(position, job,
                "the output " + file + " cannot be made, because " + in + " is a file", "Name another file"));
        return place.obstacle().isEmpty();
    }

    private static int longestName(Path file) {
        int longest = 0;
        // A letter takes at most three bytes, so most paths need not be taken apart.
        if (file.toString().length() * 3 <= LONGEST_NAME) {
            return longest;
        }
        for (Path name : file) {
            longest = Math.max(longest, name.toString().getBytes(StandardCharsets.UTF_8).length);
        }
        return longest;
    }

    /** What is known of the directory of a file; looked at once, because thousands of jobs may share it. */
    private Place place(Path file) {
        Path parent = file.getParent();
        return parent == null || parent.equals(directory) ? top : places.computeIfAbsent(parent, this::look);
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

    /** Whether a symbolic link on the way to an existing file or directory leaves the output directory. */
    private boolean leadsOut(Path existing) {
        try {
            return Files.isDirectory(directory) && !existing.toRealPath().startsWith(directory.toRealPath());
        } catch (IOException e) {
            return true;
        }
    }

    /**
     * Notes the files of a job; one that another job writes already, or that stands where another one needs a directory, is a
     * problem.
     */
    void take(Path output, int samples, int number, Optional<String> job, SourcePosition position) {
        for (Path file : Job.files(output, samples)) {
            Claim claim = new Claim(file, job, number, position);
            String key = key(file);
            Claim other = files.putIfAbsent(key, claim);
            if (other == null) {
                other = directories.get(key);
            }
            for (Path above = file.getParent(); other == null && above != null
                    && !above.equals(directory); above = above.getParent()) {
                directories.putIfAbsent(key(above), claim);
                other = files.get(key(above));
            }
            if (other != null) {
                problems.add(position, job, collision(claim, other), "Give each job an output of its own");
                return;
            }
        }
    }

    private static String collision(Claim claim, Claim other) {
        return key(claim.file()).equals(key(other.file()))
                ? other.writer() + " writes " + claim.file() + " too"
                : "of its output " + claim.file() + " and " + other.file() + ", which " + other.writer()
                        + " writes, one would have to be a directory";
    }

    /** Reports each output that would replace one of these files. */
    void keep(Set<Path> inputs) {
        Set<Path> kept = inputs.stream().map(Outputs::absolute).collect(Collectors.toSet());
        files.values().stream().filter(claim -> kept.contains(absolute(claim.file())))
                .forEach(claim -> problems.add(claim.position(), claim.job(),
                        "the output " + claim.file() + " would replace a file that the batch reads",
                        "Name another file"));
    }

    private static String key(Path file) {
        String name = file.toString();
        return (isPlain(name) ? name : Normalizer.normalize(name, Normalizer.Form.NFC)).toLowerCase(Locale.ROOT);
    }

    /** Most names are, and to normalize one costs as much as all else that is done with it. */
    private static boolean isPlain(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (name.charAt(i) >= 128) {
                return false;
            }
        }
        return true;
    }

    private static Path absolute(Path path) {
        return path.toAbsolutePath().normalize();
    }

    private static Path nearestExisting(Path path) {
        Path existing = absolute(path);
        while (!Files.exists(existing) && existing.getParent() != null) {
            existing = existing.getParent();
        }
        return existing;
    }
}
