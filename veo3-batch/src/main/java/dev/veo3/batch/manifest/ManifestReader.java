// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.manifest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads a manifest file; what is wrong with its shape becomes problems with places. */
final class ManifestReader {
    private static final Set<String> KEYS = Stream.concat(ManifestSettings.KEYS.stream(), Stream.of("jobs"))
            .collect(Collectors.toUnmodifiableSet());
    /** A document is held in memory: about 200,000 jobs. */
    private static final long LARGEST = 64L << 20;
    private static final String BYTE_ORDER_MARK = "\ufeff";

    private final Path file;
    private final String source;
    /** Where the files stand that are beside the manifest; empty for the working directory. */
    private final Optional<Path> directory;
    private final List<Problem> problems = new ArrayList<>();
    private final BatchManifest.Builder manifest = BatchManifest.builder();

    private ManifestReader(Path file, Optional<Path> directory) {
        this.file = file;
        this.directory = directory;
        this.source = file.toString();
    }

    static BatchManifest read(Path file) {
        return read(file, Optional.ofNullable(file.getParent()));
    }

    /** A manifest whose templates and tables are looked for in that directory. */
    static BatchManifest read(Path file, Optional<Path> directory) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        ManifestReader reader = new ManifestReader(file, directory);
        if (name.endsWith(".jsonl") || name.endsWith(".ndjson")) {
            return reader.records(new RecordFormat.JsonLines());
        }
        if (name.endsWith(".csv")) {
            return reader.csv();
        }
        reader.document(text(file), name.endsWith(".json"));
        return new BatchManifest(reader.source, file, reader.manifest, Optional.empty(), reader.problems);
    }

    private static String text(Path file) {
        try {
            long size = Files.size(file);
            if (size > LARGEST) {
                throw FileFault.unreadable(file, "the manifest has " + size + " bytes, and a document of more than "
                        + (LARGEST >> 20) + " MB is not read", "Write it as JSON Lines, one job on a line (.jsonl)");
            }
            String text = Files.readString(file);
            return text.startsWith(BYTE_ORDER_MARK) ? text.substring(BYTE_ORDER_MARK.length()) : text;
        } catch (IOException e) {
            throw FileFault.manifest(file, e);
        }
    }

    private void document(String text, boolean json) {
        Optional<Value> value;
        try {
            value = json ? JsonReader.read(text, this::problem) : YamlReader.read(text, this::problem);
        } catch (UnreadableException e) {
            throw unreadable(e.position(), String.valueOf(e.getMessage()));
        }
        if (value.filter(written -> !written.isNothing()).isEmpty()) {
            problem(SourcePosition.NONE, "the manifest is empty", "Write at least one job under \"jobs:\"");
        } else if (value.get() instanceof Value.Mapping root) {
            root(root);
        } else {
            problem(value.get().position(), "a manifest is a table of keys, not " + value.get().describe(),
                    "Begin with \"jobs:\"");
        }
    }

    private ManifestException unreadable(SourcePosition position, String message) {
        return new ManifestException(
                List.of(new Problem(source, position, Optional.empty(), message, "Correct it at this place")));
    }

    private void root(Value.Mapping root) {
        JobExpansion expansion = settings(root, KEYS);
        Optional<Value> jobs = root.get("jobs");
        if (jobs.isEmpty()) {
            problem(root.position(), "the manifest has no jobs", "Write at least one job under \"jobs:\"");
        } else if (jobs.get() instanceof Value.Sequence list) {
            jobs(list, expansion);
        } else {
            problem(jobs.get().position(), "\"jobs\" is " + jobs.get().describe(),
                    "Write a list: each job begins with \"- id:\"");
        }
    }

    private JobExpansion settings(Value.Mapping root, Set<String> keys) {
        root.entries().forEach((key, value) -> {
            if (!keys.contains(key)) {
                problem(value.position(), "the manifest has no key \"" + key + "\"", NearestName.remedy(key, keys));
            }
        });
        ManifestSettings settings = new ManifestSettings(root, this::problem);
        settings.read(manifest);
        return new JobExpansion(source, settings.defaults(), settings.templates(directory), new Tables(directory));
    }

    private void jobs(Value.Sequence list, JobExpansion expansion) {
        if (list.items().isEmpty()) {
            problem(list.position(), "the manifest has no jobs", "Write at least one job under \"jobs:\"");
        }
        for (Value item : list.items()) {
            if (item instanceof Value.Mapping fields) {
                expansion.expand(fields, manifest::job);
            } else {
                problem(item.position(), "a job is a table of keys, not " + item.describe(),
                        "Write id, type, options and output");
            }
        }
    }

    /** JSON Lines: the first line may say what a document says outside its jobs. */
    private BatchManifest records(RecordFormat format) {
        try (RecordReader records = new RecordReader(Files.newInputStream(file), format.isQuoted())) {
            Optional<Value.Mapping> first = first(records, format);
            boolean isSettings = first.isPresent()
                    && first.get().entries().keySet().stream().noneMatch(JobKeys.ALL::contains);
            if (first.isPresent() && !isSettings) {
                // It is read again with the other jobs, and what is wrong with it is found again.
                problems.clear();
            }
            Value.Mapping root = first.filter(line -> isSettings)
                    .orElseGet(() -> new Value.Mapping(Map.of(), SourcePosition.NONE));
            return manifest(format, isSettings ? 1 : 0, settings(root, ManifestSettings.KEYS));
        } catch (IOException e) {
            throw FileFault.manifest(file, e);
        }
    }

    /** The first line; what is wrong with it is the end, because a file of another kind would have something wrong everywhere. */
    private Optional<Value.Mapping> first(RecordReader records, RecordFormat format) throws IOException {
        if (!records.next()) {
            problem(SourcePosition.NONE, "the manifest is empty", "Write at least one job");
            return Optional.empty();
        }
        Optional<Value.Mapping> first = records.isTooLong()
                ? Optional.empty()
                : format.read(records.buffer(), records.from(), records.length(), records.position().line(),
                        this::problem);
        if (records.isTooLong()) {
            problem(records.position(), "the first line is longer than " + RecordReader.LONGEST_MB + " MB",
                    "Write one job on a line");
        }
        if (first.isEmpty()) {
            throw new ManifestException(problems);
        }
        return first;
    }

    private BatchManifest csv() {
        try (RecordReader records = new RecordReader(Files.newInputStream(file), true)) {
            List<CsvRow.Field> header = List.of();
            if (!records.next()) {
                problem(SourcePosition.NONE, "the manifest is empty", "Write a header and a row for each job");
            } else if (records.isTooLong()) {
                throw unreadable(records.position(), "the header is longer than " + RecordReader.LONGEST_MB + " MB");
            } else {
                header = CsvRow.parse(records, this::problem);
                if (!problems.isEmpty()) {
                    throw new ManifestException(problems);
                }
            }
            CsvColumns columns = CsvColumns.of(header, this::problem);
            JobExpansion expansion = settings(new Value.Mapping(Map.of(), SourcePosition.NONE), KEYS);
            return manifest(new RecordFormat.Csv(columns), 1, expansion);
        } catch (IOException e) {
            throw FileFault.manifest(file, e);
        }
    }

    private BatchManifest manifest(RecordFormat format, int recordsBefore, JobExpansion expansion) {
        return new BatchManifest(source, file, manifest,
                Optional.of(new JobFile(file, format, recordsBefore, expansion)), problems);
    }

    private void problem(SourcePosition position, String message, String remedy) {
        problems.add(new Problem(source, position, Optional.empty(), message, remedy));
    }
}
