// SPDX-License-Identifier: Apache-2.0
package dev.veo3.emulator.operation;

import dev.veo3.emulator.wire.ApiError;
import dev.veo3.emulator.wire.StorageFolder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongFunction;

/** The accepted submissions of one emulator, as many of them as it keeps. Thread-safe. */
public final class Operations {

    private static final int ID_LENGTH = 36;

    private final Time time;
    private final LongFunction<Duration> latency;
    private final int kept;
    private final Consumer<Operation> forgotten;
    private final long startNanos;
    private final Instant start = Instant.now();

    private final Map<String, Operation> byId = new ConcurrentHashMap<>();
    private final Map<String, Operation> byFolder = new ConcurrentHashMap<>();

    /** Guards what follows, and that operations are accepted in the order of their numbers. */
    private final ReentrantLock lock = new ReentrantLock();
    private final Admission admission;
    private final Deque<Operation> inOrder = new ArrayDeque<>();
    private final Map<String, Integer> attempts = new HashMap<>();
    private long sequence;

    /**
     * No operations yet.
     *
     * @param latency how long the submission with this number takes, counted from 1
     * @param forgotten is told of each operation that is dropped because too many are kept, under the lock
     */
    public Operations(Time time, LongFunction<Duration> latency, Limits limits, Consumer<Operation> forgotten) {
        this.time = time;
        this.latency = latency;
        this.kept = limits.kept();
        this.forgotten = forgotten;
        this.admission = new Admission(limits);
        this.startNanos = time.nanos();
    }

    /**
     * Begins an operation.
     *
     * @throws ApiError with status 429 when too many are running or were begun in the last minute
     */
    public Operation accept(Submission submission, Outcome outcome) throws ApiError {
        lock.lock();
        try {
            long now = time.nanos();
            admission.check(now, submission.model().id());
            sequence++;
            long due = now + latency.apply(sequence).toNanos();
            admission.begun(now, due);
            Instant acceptedAt = start.plusNanos(now - startNanos);
            // The service names the folder after the time; the number keeps apart what came within one millisecond.
            String folder = "%d%06d".formatted(acceptedAt.toEpochMilli(), sequence % 1_000_000);
            Operation operation = new Operation(UUID.randomUUID().toString(), submission, outcome,
                    attempts.merge(submission.jobOrHash(), 1, Integer::sum), acceptedAt, due,
                    submission.order().destination() instanceof Destination.Bucket bucket
                            ? Optional.of(bucket.folder().resolve(folder))
                            : Optional.empty());
            byId.put(operation.id(), operation);
            operation.folder().ifPresent(place -> byFolder.put(place.uri(), operation));
            inOrder.add(operation);
            forgetTooMany(now);
            return operation;
        } finally {
            lock.unlock();
        }
    }

    private void forgetTooMany(long now) {
        while (inOrder.size() > kept && inOrder.element().done(now)) {
            Operation oldest = inOrder.remove();
            byId.remove(oldest.id());
            oldest.folder().ifPresent(place -> byFolder.remove(place.uri()));
            attempts.computeIfPresent(oldest.submission().jobOrHash(),
                    (job, count) -> count == oldest.attempt() ? null : count);
            forgotten.accept(oldest);
        }
    }

    /** The operation of this name. */
    public Optional<Operation> named(String name) {
        return withId(name.substring(Math.max(0, name.length() - ID_LENGTH)))
                .filter(operation -> operation.name().equals(name));
    }

    /** The operation of this id. */
    public Optional<Operation> withId(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    /** Whether its time has come, or it was cancelled. */
    public boolean done(Operation operation) {
        return operation.done(time.nanos());
    }

    /** Whether it has been done for at least this time. */
    public boolean doneFor(Operation operation, Duration at) {
        return operation.done(time.nanos() - at.toNanos());
    }

    /** When it is or was done, if it is not cancelled. */
    public Instant due(Operation operation) {
        return start.plusNanos(operation.dueNanos() - startNanos);
    }

    /** Returns when it is done. */
    public void await(Operation operation) throws InterruptedException {
        time.until(operation.dueNanos());
    }

    /** Ends an operation that is running; false when it is done already. */
    public boolean cancel(Operation operation) {
        lock.lock();
        try {
            if (done(operation)) {
                return false;
            }
            operation.cancel();
            admission.ended(operation.dueNanos());
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** The operation that put an object into this folder, once it is done. */
    public Optional<Operation> finishedIn(StorageFolder folder) {
        return Optional.ofNullable(byFolder.get(folder.uri())).filter(this::done);
    }

    /** All that are kept, in the order of their acceptance. */
    public List<Operation> all() {
        lock.lock();
        try {
            return List.copyOf(inOrder);
        } finally {
            lock.unlock();
        }
    }
}
