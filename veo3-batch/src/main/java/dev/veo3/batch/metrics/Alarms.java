// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.metrics;

import dev.veo3.batch.event.Alert;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Judges one batch by its rules, and says each cause once. Thread-safe; knows no clock and does not wait.
 *
 * @since 1.0
 */
public final class Alarms {
    private static final String SLOW = "slow job";

    private final AlertRules rules;
    private final long slowNanos;
    private final Map<String, Alert> raised = new ConcurrentSkipListMap<>();
    private final AtomicInteger slowJobs = new AtomicInteger();

    /** Nothing has been said yet. */
    public Alarms(AlertRules rules) {
        this.rules = rules;
        this.slowNanos = rules.slowJob().map(Alarms::nanos).orElse(Long.MAX_VALUE);
    }

    private static long nanos(Duration time) {
        try {
            return time.toNanos();
        } catch (ArithmeticException e) {
            return Long.MAX_VALUE;
        }
    }

    /** A job runs, for so long: the alert if this is news. */
    public Optional<Alert> running(String job, long nanos) {
        return nanos <= slowNanos
                ? Optional.empty()
                : raise(SLOW, Alert.Kind.SLOW_JOB, "Job \"" + job + "\" has been running for "
                        + BatchMetrics.words(Duration.ofNanos(nanos)) + ", longer than "
                        + BatchMetrics.words(Duration.ofNanos(slowNanos)) + ": the service may be slow");
    }

    /** Whether a job that ran for so long is to be told of; quick. */
    public boolean isSlow(long nanos) {
        return nanos > slowNanos;
    }

    /** A job that {@linkplain #isSlow was slow} has ended: the alert if this is news. */
    public Optional<Alert> ended(String job, long nanos) {
        slowJobs.incrementAndGet();
        return running(job, nanos);
    }

    /** A garbage collection has left so many bytes in the heap: the alert if this is news. */
    public Optional<Alert> memory(long bytes) {
        return rules.memory().isEmpty() || bytes <= rules.memory().getAsLong()
                ? Optional.empty()
                : raise("memory", Alert.Kind.MEMORY,
                        "The heap holds " + bytes / 1_000_000 + " MB after a collection, more than "
                                + rules.memory().getAsLong() / 1_000_000
                                + " MB: something leaks, or the batch is large");
    }

    /** In the window, so many jobs have come to nothing of so many that ended: the alert if this is news. */
    public Optional<Alert> errors(long errors, long ended) {
        return rules.errorRate().isEmpty() || ended < rules.errorRateFrom()
                || errors <= rules.errorRate().getAsDouble() * ended
                        ? Optional.empty()
                        : raise("error rate", Alert.Kind.ERROR_RATE, String.format(Locale.ROOT,
                                "%d of the last %d jobs came to nothing, more than %.0f %%: the service may be ill, or the"
                                        + " jobs are bad",
                                errors, ended, rules.errorRate().getAsDouble() * 100));
    }

    /** An executor has thrown an exception of that class: the alert if this is news. Its words are not repeated. */
    public Optional<Alert> crashed(String job, Class<? extends Throwable> type) {
        return rules.workerCrashes()
                ? raise("crash by " + type.getName(), Alert.Kind.WORKER_CRASH,
                        "The executor crashed on job \"" + job + "\" with " + type.getName()
                                + ": the job's result says more")
                : Optional.empty();
    }

    private Optional<Alert> raise(String cause, Alert.Kind kind, String message) {
        if (raised.containsKey(cause)) {
            return Optional.empty();
        }
        Alert alert = new Alert(kind, message);
        return raised.putIfAbsent(cause, alert) == null ? Optional.of(alert) : Optional.empty();
    }

    /** What has been told so far. Of slow jobs that have ended it says how many there are. */
    public List<Alert> raised() {
        List<Alert> all = new ArrayList<>(raised.values());
        int more = slowJobs.get() - 1;
        if (more > 0) {
            all.replaceAll(alert -> alert.kind() == Alert.Kind.SLOW_JOB
                    ? new Alert(alert.kind(),
                            alert.message() + "; " + more + (more == 1 ? " more job" : " more jobs") + " took so long")
                    : alert);
        }
        return List.copyOf(all);
    }
}
