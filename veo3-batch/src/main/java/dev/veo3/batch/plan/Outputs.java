// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.plan;

import dev.veo3.batch.manifest.SourcePosition;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/** Where the outputs of the jobs go: each into the output directory, and to none that turns out impossible when it is paid. */
final class Outputs implements DraftReader.OutputPaths {
    private static final String RESULTS = "results.json";
    // File systems take 255 bytes; a part file needs some for itself.
    private static final int LONGEST_NAME = 240;
    private static final Path UPWARDS = Path.of("..");

    private final Path directory;
    private final OutputPlaces places;
    private final Problems problems;

    Outputs(Path directory, Problems problems) {
        this.directory = directory.normalize();
        this.problems = problems;
        this.places = new OutputPlaces(this.directory);
        places.obstacle().ifPresent(file -> problems.add(SourcePosition.NONE, Optional.empty(), "the output directory "
                + OutputPlaces.absolute(directory) + " cannot be made, because " + file + " is a file",
                "Name another directory"));
    }

    /** The path of an output that was found to do. */
    static Path path(Path directory, String output) {
        return directory.normalize().resolve(Path.of(output).normalize());
    }

    @Override
    public Optional<Path> resolve(String output, SourcePosition position, Optional<String> job) {
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
        OutputPlaces.Place place = within ? places.of(file) : places.top();
        if (!within || place.outside()) {
            problems.add(position, job, "the output \"" + output + "\" is not inside the output directory "
                    + OutputPlaces.absolute(directory), "Name a file in it");
            return Optional.empty();
        }
        Optional<String> fault = OutputName.fault(output);
        if (fault.isPresent()) {
            problems.add(position, job, "the output \"" + output + "\" " + fault.get(), "Write another name");
            return Optional.empty();
        }
        if (inside.getNameCount() == 1 && OutputClaims.key(inside).equals(RESULTS)) {
            problems.add(position, job, "the output " + file + " is where the results of the batch go",
                    "Name another file");
            return Optional.empty();
        }
        return isPossible(file, place, position, job) ? Optional.of(file) : Optional.empty();
    }

    private boolean isPossible(Path file, OutputPlaces.Place place, SourcePosition position, Optional<String> job) {
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
}
