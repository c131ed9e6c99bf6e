// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.manifest;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Reads what a manifest says of the whole batch: the root of a document, or the first line of JSON Lines. */
final class ManifestSettings {
    /** The keys besides {@code jobs}. */
    static final Set<String> KEYS = Set.of("concurrency", "continue_on_error", "output_directory", "batch_size",
            "budget", "deadline", "defaults", "templates");

    private final Value.Mapping root;
    private final Findings findings;

    ManifestSettings(Value.Mapping root, Findings findings) {
        this.root = root;
        this.findings = findings;
    }

    /** Puts what could be read into the manifest; what could not has been reported. */
    void read(BatchManifest.Builder manifest) {
        String whole = "Write a whole number of at least 1";
        scalar("concurrency", whole, value -> atLeastOne(value).map(manifest::concurrency));
        scalar("batch_size", whole, value -> atLeastOne(value).map(manifest::batchSize));
        scalar("budget", "Write an amount of dollars, for example 25 or 12.50",
                value -> value.dollars().map(manifest::budget));
        scalar("deadline", "Write a time, for example 90m or 2h30m",
                value -> value.time().filter(Duration::isPositive).map(manifest::deadline));
        scalar("continue_on_error", "Write true or false", value -> value.truth().map(manifest::continueOnError));
        scalar("output_directory", "Write the path of a directory",
                value -> Optional.of(value.text()).filter(ManifestSettings::isPath).map(manifest::outputDirectory));
    }

    /** What is said of all jobs. */
    Defaults defaults() {
        Optional<Value> written = root.get("defaults");
        if (written.isPresent() && written.get() instanceof Value.Mapping table) {
            return Defaults.of(table, findings);
        }
        written.ifPresent(value -> findings.report(value.position(), "\"defaults\" is " + value.describe(),
                "Write a table of keys, for example \"defaults: {type: generate}\""));
        return Defaults.NONE;
    }

    /** The library of templates that is named. */
    Templates templates(Optional<Path> directory) {
        return root.get("templates").map(file -> Templates.library(file, directory, findings))
                .orElseGet(Templates::inline);
    }

    private void scalar(String key, String remedy, Function<Value.Scalar, Optional<?>> take) {
        root.get(key).ifPresent(value -> {
            if (!(value instanceof Value.Scalar scalar) || take.apply(scalar).isEmpty()) {
                findings.report(value.position(), "\"" + key + "\" is " + value.describe(), remedy);
            }
        });
    }

    private static Optional<Integer> atLeastOne(Value.Scalar value) {
        return value.kind() == Value.Kind.INTEGER && value.text().matches("[1-9][0-9]{0,8}")
                ? Optional.of(Integer.valueOf(value.text()))
                : Optional.empty();
    }

    private static boolean isPath(String text) {
        try {
            return !text.isBlank() && !Path.of(text).toString().isEmpty();
        } catch (InvalidPathException e) {
            return false;
        }
    }
}
