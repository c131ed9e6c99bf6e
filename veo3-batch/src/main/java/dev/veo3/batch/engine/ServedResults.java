// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.engine;

import dev.veo3.batch.event.JobOutcome;
import dev.veo3.batch.event.JobResult;
import dev.veo3.batch.journal.AttemptTakenException;
import dev.veo3.batch.plan.BatchPlan;
import dev.veo3.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** The results of jobs that come one by one: each is there for whoever waits for it, and is in the journal afterwards. Thread-safe. */
final class ServedResults implements Results {
    private final Map<Integer, CompletableFuture<Optional<JobResult>>> awaited = new ConcurrentHashMap<>();
    private final BatchPlan plan;
    private final Instant origin;
    private final long originNanos;

    ServedResults(BatchPlan plan, TimeSource time) {
        this.plan = plan;
        this.origin = time.now();
        this.originNanos = time.nanos();
    }

    /** The result of a job that is about to be taken up, empty when it did not come to rest here; nothing when it is awaited already. */
    Optional<CompletableFuture<Optional<JobResult>>> expect(int index) {
        CompletableFuture<Optional<JobResult>> result = new CompletableFuture<>();
        return awaited.putIfAbsent(index, result) == null ? Optional.of(result) : Optional.empty();
    }

    /** Nobody waits for the job's result any more. */
    void forget(int index) {
        awaited.remove(index);
    }

    /** The jobs whose results somebody waits for. */
    Stream<Integer> awaited() {
        return awaited.keySet().stream();
    }

    /** The job does not come to rest here, unless it has already. */
    void abandon(int index) {
        end(index, Optional.empty());
    }

    private void end(int index, Optional<JobResult> result) {
        CompletableFuture<Optional<JobResult>> waiting = awaited.get(index);
        if (waiting != null) {
            waiting.complete(result);
        }
    }

    @Override
    public boolean has(int index) {
        CompletableFuture<Optional<JobResult>> result = awaited.get(index);
        return result != null && result.isDone();
    }

    /** A result that the journal does not have is as if there were none: another worker finds out. */
    @Override
    public void put(JobResult result, boolean recorded) {
        end(result.job().index(), recorded ? Optional.of(result) : Optional.empty());
    }

    @Override
    public void left(JobResult result) {
        CompletableFuture<Optional<JobResult>> waiting = awaited.get(result.job().index());
        if (waiting != null) {
            waiting.completeExceptionally(new AttemptTakenException(result.outcome().reason().orElse("")));
        }
    }

    @Override
    public void put(int index, JobOutcome outcome, long began, long ended) {
        end(index, Optional.of(new JobResult(plan.outline(index), outcome, Optional.empty(), instant(began),
                Duration.ofNanos(ended - began))));
    }

    /** None: they are in the journal. */
    @Override
    public Stream<JobResult> all() {
        return Stream.empty();
    }

    @Override
    public Duration duration() {
        return Duration.ZERO;
    }

    @Override
    public Instant instant(long nanos) {
        return origin.plusNanos(nanos - originNanos);
    }
}
