// SPDX-License-Identifier: Apache-2.0
package dev.veo3.examples;

import dev.veo3.batch.BatchProcessor;
import dev.veo3.batch.limit.Limits;
import dev.veo3.batch.limit.RateLimit;
import dev.veo3.batch.limit.RetryPolicy;
import dev.veo3.batch.profile.BatchProfiler;
import dev.veo3.model.Usd;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How a batch runs that keeps no journal. */
class RunOptions {
    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    private Optional<Integer> concurrency = Optional.empty();

    @Option(names = "--output-dir", paramLabel = "DIR", description = "Where the videos go, instead of the manifest's.")
    private @Nullable Path outputDirectory;

    @Option(names = "--stop-on-error", description = "Submit nothing more after a job that ends without a video.")
    private boolean stopOnError;

    @Option(names = "--replace-retired", description = "Use the successor of a retired model.")
    private boolean replaceRetired;

    @Option(names = "--budget", paramLabel = "DOLLARS", description = "How much the batch may cost at the most, instead of the manifest's.")
    private @Nullable String budget;

    @Option(names = "--adaptive", description = "Find out how many jobs the service works on at once; --concurrency is the most.")
    private boolean adaptive;

    @Option(names = "--rate", paramLabel = "N", description = "Submit at most N jobs a minute for each model.")
    private @Nullable Integer rate;

    @Option(names = "--attempts", paramLabel = "N", description = "Submit a job up to N times when it was not sent or failed by the service's fault; 1 unless given.")
    private int attempts = 1;

    @Option(names = "--cpu-profile", paramLabel = "FILE", description = "Record the CPU time in this file (.jfr), and its flame graph beside it.")
    private @Nullable Path cpuProfile;

    @Option(names = "--mem-profile", paramLabel = "FILE", description = "Record the memory in this file (.jfr), and its flame graph beside it.")
    private @Nullable Path memoryProfile;

    @Option(names = "--replace-profiles", description = "Replace the profiles of a run before.")
    private boolean replaceProfiles;

    @Option(names = "--report", paramLabel = "PATH", description = "Write a report at the end: a file that ends in .html, .json or .csv, or a directory for all three; may be given several times.")
    private List<Path> reports = new ArrayList<>();

    @Option(names = {"-v", "--verbose"}, description = "Print the batch's figures every five seconds and at the end.")
    private boolean verbose;

    @Option(names = "--concurrency", paramLabel = "N", description = "How many jobs run at once, instead of the manifest's.")
    void setConcurrency(int jobsAtOnce) {
        if (jobsAtOnce < 1) {
            throw new ParameterException(Objects.requireNonNull(command).commandLine(),
                    "Invalid value for option '--concurrency': at least 1 job runs at once, not " + jobsAtOnce);
        }
        concurrency = Optional.of(jobsAtOnce);
    }

    /** Where reports are written. */
    List<Path> reports() {
        return List.copyOf(reports);
    }

    /** Whether the figures are printed. */
    boolean isVerbose() {
        return verbose;
    }

    /** The profiles that are wanted. */
    Stream<Path> profiles() {
        return Stream.of(cpuProfile, memoryProfile).filter(Objects::nonNull);
    }

    /** How the same command is run once more, when the profiles of this run are there: words that end a sentence. */
    String again() {
        long profiles = profiles().count();
        if (profiles == 0 || replaceProfiles) {
            return "again";
        }
        return "again with --replace-profiles, or with "
                + (profiles == 1 ? "another file for the profile" : "other files for the profiles");
    }

    /** The flame graphs that come beside them. */
    Stream<Path> profilePages() {
        return profiles().map(BatchProfiler::pageOf);
    }

    /** Empty when no profile is wanted. */
    Optional<BatchProfiler> profiler() {
        Optional<BatchProfiler> profiler = Optional.empty();
        if (cpuProfile != null) {
            profiler = Optional.of(memoryProfile == null
                    ? BatchProfiler.cpu(cpuProfile)
                    : BatchProfiler.cpuAndMemory(cpuProfile, memoryProfile));
        } else if (memoryProfile != null) {
            profiler = Optional.of(BatchProfiler.memory(memoryProfile));
        }
        return replaceProfiles ? profiler.map(BatchProfiler::replacingFiles) : profiler;
    }

    /** What makes the batch this one and no other, and what it may cost: words for the command line of another run. */
    List<String> identity() {
        List<String> words = new ArrayList<>();
        if (outputDirectory != null) {
            words.addAll(List.of("--output-dir", ShellWords.argument(outputDirectory)));
        }
        if (stopOnError) {
            words.add("--stop-on-error");
        }
        if (replaceRetired) {
            words.add("--replace-retired");
        }
        if (budget != null) {
            words.addAll(List.of("--budget", budget));
        }
        return words;
    }

    Optional<Path> outputDirectory() {
        return Optional.ofNullable(outputDirectory);
    }

    /** The jobs that are submitted anew although the journal knows others by their ids. */
    Set<String> acceptedChanges() {
        return Set.of();
    }

    /** Empty where the manifest decides. */
    private Optional<Boolean> continueOnError() {
        return stopOnError ? Optional.of(false) : Optional.empty();
    }

    /** Sets what was given. */
    void apply(BatchProcessor.Builder builder) {
        concurrency.ifPresent(builder::concurrency);
        continueOnError().ifPresent(builder::continueOnError);
        if (replaceRetired) {
            builder.replaceRetiredModels();
        }
        if (budget != null) {
            builder.budget(dollars(budget));
        }
        Limits limits = adaptive ? Limits.standard().adapting() : Limits.standard();
        builder.limits(rate == null ? limits : limits.withRate(RateLimit.perMinute(rate)));
        builder.retries(RetryPolicy.attempts(attempts)).acceptChanges(acceptedChanges());
    }

    private static Usd dollars(String amount) {
        try {
            return Usd.of(amount.startsWith("$") ? amount.substring(1) : amount);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "\"" + amount + "\" is no amount of dollars. Write for example --budget 12.50.", e);
        }
    }
}
