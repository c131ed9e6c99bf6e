// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch;

import dev.veo3.batch.event.JobOutcome;
import dev.veo3.batch.execute.Effect;
import dev.veo3.batch.execute.Effect.Ending;
import dev.veo3.batch.execute.Executor;
import dev.veo3.batch.execute.JobContext;
import dev.veo3.batch.execute.Reconciler;
import dev.veo3.batch.plan.Job;
import dev.veo3.error.ServiceError;
import dev.veo3.video.MediaSource;
import dev.veo3.video.VideoRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;

import static org.assertj.core.api.Assertions.assertThat;

/** A service, and its executor, of which nobody knows what they do next. Each attempt is random by itself, whatever runs beside it. */
final class RandomService implements Executor, Reconciler {
    private final long seed;
    private final ReentrantLock lock = new ReentrantLock();
    /** By attempt, whether the service has taken it. */
    private final Map<String, Boolean> attempts = new HashMap<>();
    private final Map<String, Integer> taken = new HashMap<>();
    /** How often the service or a person has said that another attempt is in order. */
    private final Map<String, Integer> excused = new HashMap<>();
    /** How often nobody knew, and another attempt may have been in order. */
    private final Map<String, Integer> unknown = new HashMap<>();
    private final Set<String> succeeded = new HashSet<>();
    private final Set<String> failed = new HashSet<>();
    /** Operations whose videos the service keeps no more. */
    private final Set<String> expired = new HashSet<>();
    private final Queue<String> violations = new ConcurrentLinkedQueue<>();
    private int concurrency;
    private int inEffect;
    private int calls;
    private int stopAt;
    private Runnable stop = () -> {};
    private volatile boolean stopped;
    private int runs;
    private int afterStop;

    RandomService(long seed) {
        this.seed = seed;
    }

    /** Another run begins; at that submission it is stopped. */
    void begin(int jobsAtOnce, int stopAtCall, Runnable stopping) {
        concurrency = jobsAtOnce;
        stopAt = stopAtCall;
        stop = stopping;
        stopped = false;
        calls = 0;
        afterStop = 0;
        runs++;
    }

    /** Time goes by between two runs: the videos of some operations are not at the service any more. */
    void expireSome(Random random) {
        attempts.keySet().stream().sorted().filter(operation -> random.nextInt(4) == 0).forEach(expired::add);
    }

    @Override
    public JobOutcome execute(Job job, JobContext context) throws Exception {
        String operation = context.once(JobContext.SUBMIT, new Effect() {
            @Override
            public Optional<String> trace() {
                return Optional.of(key(job, context.attempt(JobContext.SUBMIT)));
            }

            @Override
            public Ending run() throws InterruptedException {
                return submit(job, context.attempt(JobContext.SUBMIT));
            }
        });
        Random random = random(operation);
        // What an executor does beside the service is random in each run.
        if (random(operation + " in run " + runs).nextInt(8) == 0) {
            throw new IllegalStateException("the disk is full");
        }
        JobOutcome outcome = switch (random.nextInt(8)) {
            case 0 -> new JobOutcome.Failed("the service failed", Optional.of("INTERNAL"));
            case 1 -> new JobOutcome.Failed("the service failed");
            case 2 -> new JobOutcome.Filtered(List.of());
            default -> new JobOutcome.Succeeded(job.files());
        };
        end(job.id(), operation, outcome);
        return outcome.isSuccess() ? context.download(() -> deliver(job, operation, outcome, context)) : outcome;
    }

    private JobOutcome deliver(Job job, String operation, JobOutcome outcome, JobContext context) {
        if (expired.contains(operation)) {
            throw new IllegalStateException("its video has expired");
        }
        try {
            Files.writeString(job.output(), operation);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        context.downloaded(job.output());
        return outcome;
    }

    private void end(String id, String operation, JobOutcome outcome) {
        lock.lock();
        try {
            if (outcome.isSuccess()) {
                succeeded.add(id);
            } else if (failed.add(operation)) {
                excused.merge(id, 1, Integer::sum);
            }
        } finally {
            lock.unlock();
        }
    }

    /** What is thrown in an effect makes its job ambiguous, and nobody would see it. */
    private void require(boolean holds, String otherwise) {
        if (!holds) {
            violations.add(otherwise);
        }
    }

    private Ending submit(Job job, int attempt) throws InterruptedException {
        String key = key(job, attempt);
        if (job.request() instanceof VideoRequest.Extension extension) {
            Path input = ((MediaSource.LocalFile) extension.video()).path();
            require(Files.exists(input), key + " goes on from " + input + ", which is not there");
        }
        boolean isStop;
        lock.lock();
        try {
            require(!attempts.containsKey(key), key + " was made twice");
            afterStop += stopped ? 1 : 0;
            inEffect++;
            require(inEffect <= concurrency, inEffect + " jobs at once");
            isStop = ++calls == stopAt;
        } finally {
            lock.unlock();
        }
        if (isStop) {
            stop.run();
            stopped = true;
        }
        Random random = random(key);
        Ending ending = switch (random.nextInt(10)) {
            case 0 -> new Ending.Refused(new ServiceError(429, "RESOURCE_EXHAUSTED", "",
                    random.nextBoolean() ? Optional.of(Duration.ofSeconds(3)) : Optional.empty()));
            case 1 -> new Ending.Refused(new ServiceError(400, "INVALID_ARGUMENT", "", Optional.empty()));
            case 2 -> new Ending.NotSent("no connection");
            case 3, 4 -> new Ending.Unknown("the reply was lost");
            default -> new Ending.Happened(key);
        };
        boolean isTaken = ending instanceof Ending.Happened
                || (ending instanceof Ending.Unknown && random.nextBoolean());
        lock.lock();
        try {
            inEffect--;
            attempts.put(key, isTaken);
            taken.merge(job.id(), isTaken ? 1 : 0, Integer::sum);
            if (ending instanceof Ending.Unknown) {
                unknown.merge(job.id(), 1, Integer::sum);
            }
        } finally {
            lock.unlock();
        }
        return ending;
    }

    @Override
    public Finding reconcile(Job job, Attempt attempt) {
        String key = attempt.trace().orElseThrow();
        assertThat(key).isEqualTo(key(job, attempt.number()));
        lock.lock();
        try {
            return attempts.getOrDefault(key, false) && attempt.isOver()
                    ? new Finding.Happened(key)
                    : new Finding.DidNotHappen();
        } finally {
            lock.unlock();
        }
    }

    private static String key(Job job, int attempt) {
        return job.id() + "/" + attempt;
    }

    private Random random(String what) {
        return new Random(seed * 31 + what.hashCode());
    }

    /** How many submissions began after the batch had been stopped, or were about to. */
    int afterStop() {
        return afterStop;
    }

    boolean wasSubmitted(String id) {
        return taken.containsKey(id);
    }

    /** Whether the service has made the job's video. */
    boolean ended(String id) {
        return succeeded.contains(id);
    }

    /** Whether the service has taken the job, for all that the batch can know, and it has not ended in vain. */
    boolean isOpen(String id) {
        return attempts.entrySet().stream().anyMatch(attempt -> attempt.getKey().startsWith(id + "/")
                && attempt.getValue() && !failed.contains(attempt.getKey()) && !isUnknown(id));
    }

    private boolean isUnknown(String id) {
        return unknown.containsKey(id);
    }

    /** How many operations may be charged: those that were taken and have not failed. */
    long paid() {
        return attempts.entrySet().stream()
                .filter(attempt -> attempt.getValue() && !failed.contains(attempt.getKey())).count();
    }

    /** A job was taken once, and once more for each time that its operation failed or its fate was unknown and accepted. */
    void check() {
        assertThat(violations).isEmpty();
        taken.forEach((id, times) -> assertThat(times).as("how often %s was taken", id)
                .isLessThanOrEqualTo(1 + excused.getOrDefault(id, 0) + unknown.getOrDefault(id, 0)));
    }
}
