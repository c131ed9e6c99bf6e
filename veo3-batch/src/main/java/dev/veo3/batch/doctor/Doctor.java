// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.doctor;

import dev.veo3.batch.BatchInterruptedException;
import dev.veo3.batch.execute.Executor;
import dev.veo3.batch.limit.RetryPolicy;
import dev.veo3.model.Usd;
import dev.veo3.time.TimeSource;
import dev.veo3.video.VideoRequest;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Runs batches of growing size and looks at what a person should know before many jobs are run in earnest: processor, memory,
 * latency, concurrency, threads, open files, errors. Immutable and thread-safe; it looks at the whole process, so nothing else should
 * be at work in it.
 *
 * <p>
 * The batches are real: with an executor that is paid for, <b>they are paid</b>. {@link #estimatedCost} says how much, a
 * {@link #budget} caps it, and what it does not allow is not checked.
 *
 * @since 1.0
 */
public final class Doctor {
    /** The most jobs of a batch unless told otherwise: what the guide calls realistic. */
    public static final int STANDARD_JOBS = 100;

    private final Executor executor;
    private final Path directory;
    private final Optional<Executor> troubled;
    private final Optional<Usd> budget;
    private final VideoRequest request;
    private final int jobs;
    private final Consumer<Check> listener;

    private Doctor(Executor executor, Path directory, Optional<Executor> troubled, Optional<Usd> budget,
            VideoRequest request, int jobs, Consumer<Check> listener) {
        this.executor = executor;
        this.directory = directory;
        this.troubled = troubled;
        this.budget = budget;
        this.request = request;
        this.jobs = jobs;
        this.listener = listener;
    }

    /**
     * Runs batches of 10, 50 and 100 jobs, each for one video from a short prompt.
     *
     * @param executor what runs the jobs, as in the batches to come
     * @param directory where the videos and the CPU profile, {@code cpu.jfr}, go; they stay there
     */
    public static Doctor of(Executor executor, Path directory) {
        return new Doctor(Objects.requireNonNull(executor), Objects.requireNonNull(directory), Optional.empty(),
                Optional.empty(), VideoRequest.text("A lighthouse at dusk"), STANDARD_JOBS, check -> {});
    }

    /** The same, with an executor whose service fails now and then on purpose, such as an emulator's: how errors are dealt with. */
    public Doctor troubled(Executor failing) {
        return new Doctor(executor, directory, Optional.of(failing), budget, request, jobs, listener);
    }

    /** The same, but all batches together cost no more than this: what would pass it is not begun. */
    public Doctor budget(Usd most) {
        return new Doctor(executor, directory, troubled, Optional.of(most), request, jobs, listener);
    }

    /** The same with another request in every job: the one that the batches to come are made of. */
    public Doctor workload(VideoRequest each) {
        return new Doctor(executor, directory, troubled, budget, Objects.requireNonNull(each), jobs, listener);
    }

    /**
     * The same with batches of a tenth, half and all of so many jobs.
     *
     * @throws IllegalArgumentException when it is less than 10
     */
    public Doctor jobs(int largest) {
        if (largest < 10) {
            throw new IllegalArgumentException("The largest batch has at least 10 jobs, not " + largest);
        }
        return new Doctor(executor, directory, troubled, budget, request, largest, listener);
    }

    /** The same, and tells what each check found as soon as that is known. */
    public Doctor listener(Consumer<Check> told) {
        return new Doctor(executor, directory, troubled, budget, request, jobs, Objects.requireNonNull(told));
    }

    /**
     * What all batches cost together at the most, but for the troubled ones.
     *
     * @throws dev.veo3.batch.manifest.ManifestException when the request is one that its model does not take
     */
    public Usd estimatedCost() {
        Workload workload = new Workload(request, directory, budget);
        return workload.cost(executor, Examination.jobs(jobs));
    }

    /**
     * Looks.
     *
     * @throws dev.veo3.batch.manifest.ManifestException when the request is one that its model does not take; nothing has been
     *             submitted then
     * @throws BatchInterruptedException when this thread was interrupted; the exception's report is that of the batch under way
     */
    public Diagnosis examine() throws BatchInterruptedException {
        Workload workload = new Workload(request, directory, budget);
        Examination examination = new Examination(executor, workload, directory, jobs, listener, TimeSource.system());
        examination.run();
        // An emulator's jobs have prices too, and nobody pays them.
        examination.errors(troubled,
                new Workload(request, directory.resolve("errors"), Optional.empty()), RetryPolicy.attempts(4));
        return examination.diagnosis();
    }
}
