package dev.veo3.examples;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a batch runs. */
final class RunOptions {
    @Option(names = "--concurrency", paramLabel = "N", description = "How many jobs run at once, instead of the manifest's.")
    private @Nullable Integer concurrency;

    @Option(names = "--output-dir", paramLabel = "DIR", description = "Where the videos go, instead of the manifest's.")
    private @Nullable Path outputDirectory;

    @Option(names = "--replace-retired", description = "Use the successor of a retired model.")
    private boolean replaceRetired;

    Optional<Integer> concurrency() {
        return Optional.ofNullable(concurrency);
    }

    Optional<Path> outputDirectory() {
        return Optional.ofNullable(outputDirectory);
    }

    boolean replaceRetired() {
        return replaceRetired;
    }
}
