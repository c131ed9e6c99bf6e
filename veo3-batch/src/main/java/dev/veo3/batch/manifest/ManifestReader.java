package dev.veo3.batch.manifest;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;

/** Reads a manifest file; what is wrong with its shape becomes problems with places. */
final class ManifestReader {
    private static final Set<String> KEYS = Set.of("concurrency", "continue_on_error", "output_directory", "batch_size",
            "jobs");

    private final String source;
    private final List<Problem> problems = new ArrayList<>();
    private final BatchManifest.Builder manifest = BatchManifest.builder();

    private ManifestReader(String source) {
        this.source = source;
    }

    static BatchManifest read(Path file) {
        ManifestReader reader = new ManifestReader(file.toString());
        reader.document(text(file), file.toString().toLowerCase(Locale.ROOT).endsWith(".json"));
        return new BatchManifest(reader.source, file, reader.manifest, reader.problems);
    }

    private static String text(Path file) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(Files.readAllBytes(file)))
                    .toString();
        } catch (NoSuchFileException e) {
            throw unreadable(file, "the manifest does not exist", "Correct the path");
        } catch (CharacterCodingException e) {
            throw unreadable(file, "the manifest is no text in UTF-8", "Write a YAML or JSON file");
        } catch (IOException e) {
            String reason = Files.isDirectory(file) ? "it is a directory" : "" + e.getMessage();
            throw unreadable(file, "the manifest cannot be read: " + reason, "Name a file that can be read");
        }
    }

    private static ManifestException unreadable(Path file, String message, String remedy) {
        return new ManifestException(
                List.of(new Problem(file.toString(), SourcePosition.NONE, Optional.empty(), message, remedy)));
    }

    private void document(String text, boolean json) {
        Optional<Value> value;
        try {
            value = ValueReader.read(text, json, source, problems::add);
        } catch (JacksonException e) {
            throw syntax(ValueReader.position(e.getLocation()), json, firstLine(e.getOriginalMessage()));
        } catch (ValueReader.NestedTooDeeply e) {
            throw syntax(e.position(), json, "it nests too deeply");
        }
        if (value.isEmpty()) {
            problem(SourcePosition.NONE, "the manifest is empty", "Write at least one job under \"jobs:\"");
        } else if (value.get() instanceof Value.Mapping root) {
            root(root);
        } else {
            problem(value.get().position(), "a manifest is a table of keys, not " + value.get().describe(),
                    "Begin with \"jobs:\"");
        }
    }

    private ManifestException syntax(SourcePosition position, boolean json, String reason) {
        return new ManifestException(List.of(new Problem(source, position, Optional.empty(),
                "this is no valid " + (json ? "JSON" : "YAML") + ": " + reason, "Correct it at this place")));
    }

    // The parser's messages run over several lines, of which the first says what is wrong.
    private static String firstLine(String message) {
        return message.lines().map(String::strip).filter(line -> !line.isEmpty()).findFirst().orElse("unreadable")
                .replaceAll("\\.$", "");
    }

    private void root(Value.Mapping root) {
        root.entries().forEach((key, value) -> {
            if (!KEYS.contains(key)) {
                problem(value.position(), "the manifest has no key \"" + key + "\"",
                        NearestName.remedy(key, KEYS));
            }
        });
        whole(root, "concurrency", manifest::concurrency);
        whole(root, "batch_size", manifest::batchSize);
        root.get("continue_on_error").ifPresent(value -> {
            if (value instanceof Value.Scalar scalar && scalar.kind() == Value.Kind.BOOLEAN) {
                manifest.continueOnError(scalar.text().equals("true"));
            } else {
                problem(value.position(), "\"continue_on_error\" is " + value.describe(), "Write true or false");
            }
        });
        root.get("output_directory").ifPresent(value -> {
            if (value instanceof Value.Scalar scalar && !scalar.text().isBlank()) {
                manifest.outputDirectory(scalar.text());
            } else {
                problem(value.position(), "\"output_directory\" is " + value.describe(),
                        "Write the path of a directory");
            }
        });
        Optional<Value> jobs = root.get("jobs");
        if (jobs.isEmpty()) {
            problem(root.position(), "the manifest has no jobs", "Write at least one job under \"jobs:\"");
        } else if (jobs.get() instanceof Value.Sequence list) {
            jobs(list);
        } else {
            problem(jobs.get().position(), "\"jobs\" is " + jobs.get().describe(),
                    "Write a list: each job begins with \"- id:\"");
        }
    }

    private void whole(Value.Mapping root, String key, Consumer<Integer> take) {
        root.get(key).ifPresent(value -> {
            if (value instanceof Value.Scalar scalar && scalar.kind() == Value.Kind.INTEGER
                    && scalar.text().matches("[0-9]{1,9}") && Integer.parseInt(scalar.text()) >= 1) {
                take.accept(Integer.parseInt(scalar.text()));
            } else {
                problem(value.position(), "\"" + key + "\" is " + value.describe(),
                        "Write a whole number of at least 1");
            }
        });
    }

    private void jobs(Value.Sequence list) {
        if (list.items().isEmpty()) {
            problem(list.position(), "the manifest has no jobs", "Write at least one job under \"jobs:\"");
        }
        for (Value item : list.items()) {
            if (item instanceof Value.Mapping fields) {
                manifest.job(new JobSpec.Written(fields));
            } else {
                problem(item.position(), "a job is a table of keys, not " + item.describe(),
                        "Write id, type, options and output");
            }
        }
    }

    private void problem(SourcePosition position, String message, String remedy) {
        problems.add(new Problem(source, position, Optional.empty(), message, remedy));
    }
}
