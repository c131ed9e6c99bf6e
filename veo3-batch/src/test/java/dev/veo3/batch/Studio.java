// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch;

import dev.veo3.batch.event.JobOutcome;
import dev.veo3.batch.execute.Effect.Ending;
import dev.veo3.batch.execute.Executor;
import dev.veo3.batch.execute.JobContext;
import dev.veo3.batch.plan.Job;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** A service in memory that outlives the batches of a test: it takes jobs, keeps count of what would be paid, and delivers files. */
final class Studio implements Executor {
    private final Queue<String> accepted = new ConcurrentLinkedQueue<>();
    private final AtomicInteger operations = new AtomicInteger();
    private final Map<String, Function<Job, Ending>> answers = new ConcurrentHashMap<>();
    private final Map<String, Function<Job, JobOutcome>> ends = new ConcurrentHashMap<>();

    /** What the service answers to the submission of a job, instead of taking it. */
    Studio answering(String job, Function<Job, Ending> answer) {
        answers.put(job, answer);
        return this;
    }

    /** The service takes jobs again. */
    Studio answeringNormally() {
        answers.clear();
        ends.clear();
        return this;
    }

    /** The service takes that job again. */
    void answeringNormally(String job) {
        answers.remove(job);
    }

    /** How the operation of a job ends, instead of with a video. */
    Studio ending(String job, Function<Job, JobOutcome> end) {
        ends.put(job, end);
        return this;
    }

    @Override
    public JobOutcome execute(Job job, JobContext context) throws Exception {
        String operation = context.once(JobContext.SUBMIT, () -> answers.getOrDefault(job.id(), this::take).apply(job));
        Function<Job, JobOutcome> end = ends.get(job.id());
        return end != null ? end.apply(job) : context.download(() -> deliver(job, operation, context));
    }

    /** Waits within an answer, for what a test says. */
    static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Takes a job. */
    Ending take(Job job) {
        accepted.add(job.id());
        return new Ending.Happened("operations/" + job.id() + "/" + operations.incrementAndGet());
    }

    private static JobOutcome deliver(Job job, String operation, JobContext context) {
        try {
            Files.createDirectories(Objects.requireNonNull(job.output().toAbsolutePath().getParent()));
            Files.writeString(job.output(), operation);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        context.downloaded(job.output());
        return new JobOutcome.Succeeded(job.files());
    }

    /** The jobs that were taken, once for each time, in order. */
    List<String> accepted() {
        return List.copyOf(accepted);
    }

    /** What stands in the file of a job. */
    static String content(Path directory, String job) throws IOException {
        return Files.readString(directory.resolve(job + ".mp4"));
    }
}
