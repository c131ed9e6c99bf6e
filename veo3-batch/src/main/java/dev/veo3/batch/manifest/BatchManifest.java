// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.manifest;

import dev.veo3.model.Usd;
import dev.veo3.video.VideoRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A batch as the user wrote it: some settings and jobs. It is a handle that can be read any number of times. What it says is
 * not checked beyond its shape; {@code BatchPlan} checks everything and reports all problems together. Immutable and
 * thread-safe.
 *
 * {@snippet file="dev/veo3/batch/SnippetsTest.java" region="manifest"}
 *
 * @since 1.0
 */
public final class BatchManifest {
    private final String source;
    private final @Nullable Path file;
    private final OptionalInt concurrency;
    private final Optional<Boolean> continueOnError;
    private final Optional<String> outputDirectory;
    private final OptionalInt batchSize;
    private final Optional<Usd> budget;
    private final Optional<Duration> deadline;
    private final List<JobSpec> jobs;
    private final Optional<JobFile> jobFile;
    private final List<Problem> problems;

    BatchManifest(String source, @Nullable Path file, Builder settings, Optional<JobFile> jobFile,
            List<Problem> problems) {
        this.source = source;
        this.file = file;
        this.concurrency = settings.concurrency;
        this.continueOnError = settings.continueOnError;
        this.outputDirectory = settings.outputDirectory;
        this.batchSize = settings.batchSize;
        this.budget = settings.budget;
        this.deadline = settings.deadline;
        this.jobs = List.copyOf(settings.jobs);
        this.jobFile = jobFile;
        this.problems = List.copyOf(problems);
    }

    /**
     * Reads a manifest in YAML, or by the end of the file's name in JSON ({@code .json}), JSON Lines ({@code .jsonl},
     * {@code .ndjson}) or CSV ({@code .csv}). Of the last two only the beginning is read here, and each job when it is needed.
     *
     * @throws ManifestException when the file cannot be read, or is no YAML or JSON: then there is nothing to check. Everything
     *             else that is wrong with it is kept and reported by the plan.
     */
    public static BatchManifest load(Path file) {
        return ManifestReader.read(file);
    }

    /**
     * Reads the copy of a manifest, whose templates and tables stand where it was copied from.
     *
     * @param beside the directory in which they are looked for
     */
    public static BatchManifest load(Path copy, Path beside) {
        return ManifestReader.read(copy, Optional.of(beside));
    }

    /** Starts a manifest that a program builds. */
    public static Builder builder() {
        return new Builder();
    }

    /** The file's name as it was given; empty when a program built the manifest. For messages. */
    public String source() {
        return source;
    }

    /** The file; empty when a program built the manifest. */
    public Optional<Path> file() {
        return Optional.ofNullable(file);
    }

    /** How many jobs run at once, if the manifest says so. */
    public OptionalInt concurrency() {
        return concurrency;
    }

    /** Whether the batch goes on after a failed job, if the manifest says so. */
    public Optional<Boolean> continueOnError() {
        return continueOnError;
    }

    /** Where the videos go, if the manifest says so. */
    public Optional<String> outputDirectory() {
        return outputDirectory;
    }

    /** How many jobs form a slice, of which one is finished before the next begins, if the manifest says so. */
    public OptionalInt batchSize() {
        return batchSize;
    }

    /** How much the batch may cost at the most, over all runs with its journal, if the manifest says so. */
    public Optional<Usd> budget() {
        return budget;
    }

    /** How long the batch may take, if the manifest says so. */
    public Optional<Duration> deadline() {
        return deadline;
    }

    /**
     * The jobs in the order of the manifest; a new stream at each call. For JSON Lines and CSV it reads while it is used, throws a
     * {@link ManifestException} when that fails, and must be closed when it is not used up.
     */
    public Stream<JobSpec> jobs() {
        return jobFile.map(lines -> lines.entries().map(JobFile.Entry::job)).orElseGet(jobs::stream);
    }

    /** The file whose jobs are read when they are needed; empty when they are in memory. */
    public Optional<JobFile> jobFile() {
        return jobFile;
    }

    /** What is wrong with the manifest's shape. */
    public List<Problem> problems() {
        return problems;
    }

    /** Collects a manifest; not thread-safe. */
    public static final class Builder {
        private final List<JobSpec> jobs = new ArrayList<>();
        private OptionalInt concurrency = OptionalInt.empty();
        private Optional<Boolean> continueOnError = Optional.empty();
        private Optional<String> outputDirectory = Optional.empty();
        private OptionalInt batchSize = OptionalInt.empty();
        private Optional<Usd> budget = Optional.empty();
        private Optional<Duration> deadline = Optional.empty();

        private Builder() {}

        /** How many jobs run at once; at least 1. */
        public Builder concurrency(int jobsAtOnce) {
            this.concurrency = OptionalInt.of(jobsAtOnce);
            return this;
        }

        /**
         * Whether the batch goes on after a job that ended without a video, in this run or in an earlier one; it does unless told
         * otherwise.
         */
        public Builder continueOnError(boolean goOn) {
            this.continueOnError = Optional.of(goOn);
            return this;
        }

        /** Where the videos go; the working directory unless told otherwise. */
        public Builder outputDirectory(String directory) {
            this.outputDirectory = Optional.of(directory);
            return this;
        }

        /** How many jobs form a slice, of which one is finished before the next begins. */
        public Builder batchSize(int jobsInASlice) {
            this.batchSize = OptionalInt.of(jobsInASlice);
            return this;
        }

        /**
         * How much the batch may cost at the most, over all runs with its journal: what would pass it is not begun. What was paid for
         * jobs that have left the manifest since counts too.
         */
        public Builder budget(Usd most) {
            this.budget = Optional.of(most);
            return this;
        }

        /** How long the batch may take. */
        public Builder deadline(Duration longest) {
            this.deadline = Optional.of(longest);
            return this;
        }

        /**
         * Adds a job.
         *
         * @param output the name of the file to write, in the output directory
         */
        public Builder job(String id, VideoRequest request, String output) {
            return job(new JobSpec.Built(id, request, output));
        }

        /** Adds a job. */
        public Builder job(JobSpec job) {
            jobs.add(Objects.requireNonNull(job));
            return this;
        }

        /** The manifest. */
        public BatchManifest build() {
            return new BatchManifest("", null, this, Optional.empty(), List.of());
        }
    }
}
