package dev.veo3.examples;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How a batch runs. */
final class RunOptions {
    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    private Optional<Integer> concurrency = Optional.empty();

    @Option(names = "--output-dir", paramLabel = "DIR", description = "Where the videos go, instead of the manifest's.")
    private @Nullable Path outputDirectory;

    @Option(names = "--stop-on-error", description = "Submit nothing more after a job that ends without a video.")
    private boolean stopOnError;

    @Option(names = "--replace-retired", description = "Use the successor of a retired model.")
    private boolean replaceRetired;

    @Option(names = "--concurrency", paramLabel = "N", description = "How many jobs run at once, instead of the manifest's.")
    void setConcurrency(int jobsAtOnce) {
        if (jobsAtOnce < 1) {
            throw new ParameterException(Objects.requireNonNull(command).commandLine(),
                    "Invalid value for option '--concurrency': at least 1 job runs at once, not " + jobsAtOnce);
        }
        concurrency = Optional.of(jobsAtOnce);
    }

    Optional<Integer> concurrency() {
        return concurrency;
    }

    Optional<Path> outputDirectory() {
        return Optional.ofNullable(outputDirectory);
    }

    /** Empty where the manifest decides. */
    Optional<Boolean> continueOnError() {
        return stopOnError ? Optional.of(false) : Optional.empty();
    }

    boolean replaceRetired() {
        return replaceRetired;
    }
}
