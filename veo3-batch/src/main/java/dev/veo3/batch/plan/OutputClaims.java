// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.plan;

import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The files that the jobs write and read: none is written by two of them, or in place of an input. */
final class OutputClaims {
    private static final int MOST_REMEMBERED = 10_000;

    private final Path directory;
    private final Set<Path> own;
    private final Set<String> ownNames;
    private final IntFunction<Draft> drafts;
    private final Problems problems;
    /** By what a file system that tells neither cases nor ways to write an accent apart makes of the name. */
    private final Names files;
    private final Names directories;
    private final Names inputs;
    /** Directories and inputs that were noted lately: nearly all jobs share theirs with others. */
    private final Set<Path> noted = new HashSet<>();
    private boolean hasInputs;

    /**
     * @param own files that the batch reads besides the inputs of its jobs
     * @param drafts gives the draft of an earlier job
     * @param names makes names of the jobs whose names the function tells
     */
    OutputClaims(Path directory, Set<Path> own, IntFunction<Draft> drafts,
            Function<IntFunction<Set<String>>, Names> names, Problems problems) {
        this.directory = directory.normalize();
        this.own = own.stream().map(OutputPlaces::absolute).collect(Collectors.toSet());
        this.ownNames = own.stream().map(file -> String.valueOf(file.getFileName())).collect(Collectors.toSet());
        this.drafts = drafts;
        this.problems = problems;
        this.files = names.apply(job -> keys(files(job)));
        this.directories = names.apply(job -> keys(files(job).stream().flatMap(this::above).toList()));
        this.inputs = names.apply(job -> drafts.apply(job).inputs().map(OutputClaims::absolute)
                .collect(Collectors.toSet()));
    }

    /** Notes the files of a job. One that collides with the file of an earlier job has been reported then. */
    void add(int job, Draft draft) {
        if (draft.output().isPresent()) {
            for (Path file : Job.files(draft.output().get(), draft.files())) {
                if (!write(file, job, draft)) {
                    break;
                }
            }
        }
        draft.inputs().forEach(input -> read(input, job));
    }

    /** Whether the file is free. */
    private boolean write(Path file, int job, Draft draft) {
        String key = key(file);
        OptionalInt other = files.put(key, job);
        if (other.isEmpty()) {
            other = directories.find(key);
        }
        Path parent = file.getParent();
        if (other.isEmpty() && parent != null && !parent.equals(directory) && isNew(parent)) {
            for (Path above : above(file).toList()) {
                String aboveKey = key(above);
                directories.put(aboveKey, job);
                other = other.isPresent() ? other : files.find(aboveKey);
            }
        }
        if (other.isPresent()) {
            problems.add(draft.places().key("output"), draft.id(), collision(file, key, other.getAsInt()),
                    "Give each job an output of its own");
            return false;
        }
        if (isOwn(file) || (hasInputs && inputs.find(absolute(file)).isPresent())) {
            replaces(file, draft);
        }
        return true;
    }

    private boolean isOwn(Path file) {
        String name = file.toString();
        for (String ownName : ownNames) {
            if (name.endsWith(ownName)) {
                return own.contains(OutputPlaces.absolute(file));
            }
        }
        return false;
    }

    private void read(Path input, int job) {
        if (!isNew(input)) {
            return;
        }
        Path file = OutputPlaces.absolute(input);
        if (inputs.find(file.toString()).isPresent()) {
            return;
        }
        hasInputs = true;
        inputs.put(file.toString(), job);
        Path top = OutputPlaces.absolute(directory);
        if (file.startsWith(top)) {
            Path written = directory.resolve(top.relativize(file));
            OptionalInt writer = files.find(key(written));
            if (writer.isPresent() && files(writer.getAsInt()).contains(written)) {
                replaces(written, drafts.apply(writer.getAsInt()));
            }
        }
    }

    private void replaces(Path file, Draft draft) {
        problems.add(draft.places().key("output"), draft.id(),
                "the output " + file + " would replace a file that the batch reads", "Name another file");
    }

    private String collision(Path file, String key, int other) {
        Draft draft = drafts.apply(other);
        String writer = draft.id().map(id -> "job \"" + id + "\"").orElse("job number " + (other + 1));
        Optional<Path> same = files(other).stream().filter(theirs -> key(theirs).equals(key)).findFirst();
        if (same.isPresent()) {
            return writer + " writes " + file + " too";
        }
        Path theirs = files(other).stream().filter(its -> above(its).anyMatch(above -> key(above).equals(key))
                || above(file).anyMatch(above -> key(above).equals(key(its)))).findFirst().orElse(file);
        return "of its output " + file + " and " + theirs + ", which " + writer
                + " writes, one would have to be a directory";
    }

    private boolean isNew(Path path) {
        if (noted.size() >= MOST_REMEMBERED) {
            noted.clear();
        }
        return noted.add(path);
    }

    private List<Path> files(int job) {
        Draft draft = drafts.apply(job);
        return draft.output().map(output -> Job.files(output, draft.files())).orElse(List.of());
    }

    /** The directories of a file below the output directory. */
    private Stream<Path> above(Path file) {
        List<Path> above = new ArrayList<>();
        for (Path next = file.getParent(); next != null && !next.equals(directory); next = next.getParent()) {
            above.add(next);
        }
        return above.stream();
    }

    private static Set<String> keys(List<Path> paths) {
        return paths.stream().map(OutputClaims::key).collect(Collectors.toSet());
    }

    private static String absolute(Path path) {
        return OutputPlaces.absolute(path).toString();
    }

    /** What all ways to write a name have in common, for a file system that tells neither cases nor accents apart. */
    static String key(Path file) {
        String name = file.toString();
        return isPlain(name)
                ? name.toLowerCase(Locale.ROOT)
                // Letters that are one in capitals and two in small ones are one to such a file system.
                : Normalizer.normalize(name, Normalizer.Form.NFC).toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
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
}
