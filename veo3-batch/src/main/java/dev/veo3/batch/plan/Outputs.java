package dev.veo3.batch.plan;

import dev.veo3.batch.manifest.SourcePosition;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The files that the jobs write: each inside the output directory, none twice. */
final class Outputs {
    private final Path directory;
    private final Problems problems;
    /** Names in lower case, because some file systems do not tell cases apart, with the job that writes them. */
    private final Map<String, String> taken = new HashMap<>();

    Outputs(Path directory, Problems problems) {
        this.directory = directory;
        this.problems = problems;
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
        if (path.isAbsolute() || path.normalize().startsWith("..") || resolved.equals(directory.normalize())) {
            problems.add(position, job, "the output \"" + output + "\" is not inside the output directory "
                    + directory.toAbsolutePath().normalize(), "Name a file in it");
            return Optional.empty();
        }
        if (Files.isDirectory(resolved)) {
            problems.add(position, job, "the output " + resolved + " is a directory", "Name a file");
            return Optional.empty();
        }
        return Optional.of(resolved);
    }

    /** Notes the files of a job; one that another job writes already is a problem. */
    void take(Job job, SourcePosition position) {
        for (Path file : job.files()) {
            String other = taken.putIfAbsent(file.toString().toLowerCase(Locale.ROOT), job.id());
            if (other != null) {
                problems.add(position, Optional.of(job.id()), "the job \"" + other + "\" writes " + file + " too",
                        "Give each job an output of its own");
                return;
            }
        }
    }
}
