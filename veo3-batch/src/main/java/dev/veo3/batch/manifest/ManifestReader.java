package dev.veo3.batch.manifest;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/** Reads a manifest file; what is wrong with its shape becomes problems with places. */
final class ManifestReader {
    private static final Set<String> KEYS = Set.of("concurrency", "continue_on_error", "output_directory", "batch_size",
            "budget", "deadline", "jobs");
    private static final long LARGEST = 1L << 30;
    private static final String BYTE_ORDER_MARK = "\ufeff";

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
            if (Files.size(file) > LARGEST) {
                throw unreadable(file, "the manifest has " + (Files.size(file) >> 20) + " MB, which is more than "
                        + (LARGEST >> 20), "Split it, if it is a manifest");
            }
            String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(Files.readAllBytes(file)))
                    .toString();
            return text.startsWith(BYTE_ORDER_MARK) ? text.substring(BYTE_ORDER_MARK.length()) : text;
        } catch (NoSuchFileException e) {
            throw unreadable(file, "the manifest does not exist", "Correct the path");
        } catch (CharacterCodingException e) {
            throw unreadable(file, "the manifest is not text in UTF-8", "Name a YAML or JSON file in UTF-8");
        } catch (IOException e) {
            throw unreadable(file, "the manifest cannot be read: " + why(file, e), "Name a file that can be read");
        }
    }

    private static String why(Path file, IOException e) {
        return switch (e) {
            case AccessDeniedException denied -> "permission denied";
            case IOException directory when Files.isDirectory(file) -> "it is a directory";
            case FileSystemException system when system.getReason() != null -> system.getReason();
            default -> String.valueOf(e.getMessage());
        };
    }

    private static ManifestException unreadable(Path file, String message, String remedy) {
        return new ManifestException(
                List.of(new Problem(file.toString(), SourcePosition.NONE, Optional.empty(), message, remedy)));
    }

    private void document(String text, boolean json) {
        Optional<Value> value;
        try {
            value = json ? JsonReader.read(text, this::problem) : YamlReader.read(text, this::problem);
        } catch (UnreadableException e) {
            throw new ManifestException(List.of(new Problem(source, e.position(), Optional.empty(),
                    String.valueOf(e.getMessage()), "Correct it at this place")));
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

    private void root(Value.Mapping root) {
        root.entries().forEach((key, value) -> {
            if (!KEYS.contains(key)) {
                problem(value.position(), "the manifest has no key \"" + key + "\"",
                        NearestName.remedy(key, KEYS));
            }
        });
        whole(root, "concurrency", manifest::concurrency);
        whole(root, "batch_size", manifest::batchSize);
        scalar(root, "budget", "Write an amount of dollars, for example 25 or 12.50",
                value -> value.dollars().map(manifest::budget));
        scalar(root, "deadline", "Write a time, for example 90m or 2h30m",
                value -> value.time().filter(Duration::isPositive).map(manifest::deadline));
        root.get("continue_on_error").ifPresent(value -> {
            if (value instanceof Value.Scalar scalar && scalar.truth().isPresent()) {
                manifest.continueOnError(scalar.truth().get());
            } else {
                problem(value.position(), "\"continue_on_error\" is " + value.describe(), "Write true or false");
            }
        });
        root.get("output_directory").ifPresent(value -> {
            if (value instanceof Value.Scalar scalar && isPath(scalar.text())) {
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

    private static boolean isPath(String text) {
        try {
            return !text.isBlank() && !Path.of(text).toString().isEmpty();
        } catch (InvalidPathException e) {
            return false;
        }
    }

    private void whole(Value.Mapping root, String key, Consumer<Integer> take) {
        root.get(key).ifPresent(value -> {
            if (value instanceof Value.Scalar scalar && scalar.kind() == Value.Kind.INTEGER
                    && scalar.text().matches("[1-9][0-9]{0,8}")) {
                take.accept(Integer.parseInt(scalar.text()));
            } else {
                problem(value.position(), "\"" + key + "\" is " + value.describe(),
                        "Write a whole number of at least 1");
            }
        });
    }

    private void scalar(Value.Mapping root, String key, String remedy, Function<Value.Scalar, Optional<?>> take) {
        root.get(key).ifPresent(value -> {
            if (!(value instanceof Value.Scalar scalar) || take.apply(scalar).isEmpty()) {
                problem(value.position(), "\"" + key + "\" is " + value.describe(), remedy);
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
