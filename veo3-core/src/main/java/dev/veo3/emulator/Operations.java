package dev.veo3.emulator;

import dev.veo3.emulator.wire.ApiError;
import dev.veo3.emulator.wire.StorageFolder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/** All accepted submissions of one emulator, and the limits on accepting more. Thread-safe. */
final class Operations {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final LongSupplier time;
    private final Latency latency;
    private final int maxInFlight;
    private final int submitsPerMinute;
    private final long startNanos;
    private final Instant start = Instant.now();

    private final Map<String, Operation> byName = new ConcurrentHashMap<>();
    private final Map<String, Operation> byFolder = new ConcurrentHashMap<>();
    private final Queue<Operation> accepted = new ConcurrentLinkedQueue<>();

    /** Guards the three fields below, and that operations are accepted in the order of their numbers. */
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Long> lastMinute = new ArrayDeque<>();
    private final PriorityQueue<Long> running = new PriorityQueue<>();
    private long sequence;

    Operations(LongSupplier time, Latency latency, int maxInFlight, int submitsPerMinute) {
        this.time = time;
        this.latency = latency;
        this.maxInFlight = maxInFlight;
        this.submitsPerMinute = submitsPerMinute;
        this.startNanos = time.getAsLong();
    }

    /**
     * Begins an operation.
     *
     * @throws ApiError with status 429 when too many are running or were begun in the last minute
     */
    Operation accept(Submission submission, Outcome outcome) throws ApiError {
        lock.lock();
        try {
            long elapsed = time.getAsLong() - startNanos;
            admit(elapsed, submission.model());
            sequence++;
            long due = elapsed + latency.of(sequence).toNanos();
            if (maxInFlight < Integer.MAX_VALUE) {
                running.add(due);
            }
            if (submitsPerMinute < Integer.MAX_VALUE) {
                lastMinute.add(elapsed);
            }
            Instant now = start.plusNanos(elapsed);
            // The service names the folder after the time; the number keeps apart what came within one millisecond.
            String folder = "%d%06d".formatted(now.toEpochMilli(), sequence % 1_000_000);
            Operation operation = new Operation(UUID.randomUUID().toString(), submission, outcome, now,
                    startNanos + due, submission.request().storage().map(place -> place.resolve(folder)));
            byName.put(operation.name(), operation);
            operation.folder().ifPresent(place -> byFolder.put(place.uri(), operation));
            accepted.add(operation);
            return operation;
        } finally {
            lock.unlock();
        }
    }

    private void admit(long elapsed, String model) throws ApiError {
        while (!running.isEmpty() && running.peek() <= elapsed) {
            running.remove();
        }
        while (!lastMinute.isEmpty() && lastMinute.peek() <= elapsed - MINUTE.toNanos()) {
            lastMinute.remove();
        }
        if (running.size() >= maxInFlight) {
            throw ApiError.exhausted("Quota exceeded: " + maxInFlight + " operations with base model " + model
                    + " are running, no more are allowed at a time.", Optional.empty());
        }
        if (lastMinute.size() >= submitsPerMinute) {
            Duration wait = MINUTE.minusNanos(elapsed - lastMinute.element());
            throw ApiError.exhausted(
                    "Quota exceeded for aiplatform.googleapis.com/online_prediction_requests_per_base_model"
                            + " with base model: " + model + ". " + submitsPerMinute
                            + " submissions a minute are allowed.",
                    Optional.of(Duration.ofMillis(wait.toMillis() + 1)));
        }
    }

    Optional<Operation> named(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    boolean done(Operation operation) {
        return operation.done(time.getAsLong());
    }

    /** The operation that put an object into this folder, once it is done. */
    Optional<Operation> finishedIn(StorageFolder folder) {
        return Optional.ofNullable(byFolder.get(folder.uri())).filter(this::done);
    }

    /** All accepted submissions in their order. */
    List<Ledger.Entry> entries() {
        long now = time.getAsLong();
        return accepted.stream().map(operation -> operation.entry(now)).toList();
    }
}
