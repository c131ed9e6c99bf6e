package dev.veo3.batch.plan;

import dev.veo3.batch.manifest.SourcePosition;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.HashMap;
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
    // File systems take 255 bytes; a part file needs some for itself.
    private static final int LONGEST_NAME = 240;

    /** A file that a job writes. */
    private record Claim(Path file, Optional<String> job, int number, SourcePosition position) {

        String writer() {
            return job.map(id -> "job \"" + id + "\"").orElse("job number " + number);
        }
    }

    private final Path directory;
    private final Problems problems;
    /** By what a file system that tells neither cases nor ways to write an accent apart makes of the name. */
    private final Map<String, Claim> files = new LinkedHashMap<>();
    private final Map<String, Claim> directories = new HashMap<>();

    Outputs(Path directory, Problems problems) {
        this.directory = directory;
        this.problems = problems;
        Path existing = nearestExisting(directory);
        if (!Files.isDirectory(existing)) {
            problems.add(SourcePosition.NONE, Optional.empty(),
                    "the output directory " + absolute(directory) + " cannot be made, because " + existing
                            + " is a file",
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
        Path path;
        try {
            path = Path.of(output);
        } catch (InvalidPathException e) {
            problems.add(position, job, "the output \"" + output + "\" is no path: " + e.getReason(), "Name a file");
            return Optional.empty();
        }
        Path resolved = directory.resolve(path).normalize();
        if (path.isAbsolute() || path.normalize().startsWith("..") || resolved.equals(directory.normalize())
                || leadsOut(resolved)) {
            problems.add(position, job, "the output \"" + output + "\" is not inside the output directory "
                    + absolute(directory), "Name a file in it");
            return Optional.empty();
        }
        return isPossible(resolved, position, job) ? Optional.of(resolved) : Optional.empty();
    }

    private boolean isPossible(Path file, SourcePosition position, Optional<String> job) {
        if (Files.isDirectory(file)) {
            problems.add(position, job, "the output " + file + " is a directory", "Name a file");
            return false;
        }
        int longest = 0;
        for (Path name : file) {
            longest = Math.max(longest, name.toString().getBytes(StandardCharsets.UTF_8).length);
        }
        if (longest > LONGEST_NAME) {
            problems.add(position, job, "the output has a name of " + longest + " bytes, and file systems take few more"
                    + " than " + LONGEST_NAME, "Write a shorter one");
            return false;
        }
        Path existing = nearestExisting(parent(file));
        if (!Files.isDirectory(existing) && absolute(existing).startsWith(absolute(directory))
                && !existing.equals(absolute(directory))) {
            problems.add(position, job, "the output " + file + " cannot be made, because " + existing + " is a file",
                    "Name another file");
            return false;
        }
        return true;
    }

    /** Whether a symbolic link on the way to the file leaves the output directory. */
    private boolean leadsOut(Path file) {
        try {
            return Files.isDirectory(directory)
                    && !nearestExisting(parent(file)).toRealPath().startsWith(directory.toRealPath());
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
            Claim other = files.putIfAbsent(key(file), claim);
            if (other == null) {
                other = directories.get(key(file));
            }
            for (Path above = parent(file); other == null && !above.equals(absolute(directory)); above = parent(
                    above)) {
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
        return Normalizer.normalize(absolute(file).toString(), Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
    }

    private static Path absolute(Path path) {
        return path.toAbsolutePath().normalize();
    }

    private static Path parent(Path file) {
        Path absolute = absolute(file);
        return Optional.ofNullable(absolute.getParent()).orElse(absolute);
    }

    private static Path nearestExisting(Path path) {
        Path existing = absolute(path);
        while (!Files.exists(existing) && existing.getParent() != null) {
            existing = existing.getParent();
        }
        return existing;
    }
}
