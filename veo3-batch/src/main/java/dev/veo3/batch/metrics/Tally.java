package dev.veo3.batch.metrics;

import dev.veo3.batch.event.JobOutcome;
import dev.veo3.model.Usd;
import dev.veo3.time.TimeSource;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** The sums of one batch while it runs. Thread-safe; a snapshot may be taken at any time from any thread. */
public final class Tally {
    private final int total;
    private final TimeSource time;
    private final long begin;
    private final Map<String, LongAdder> outcomes = new ConcurrentHashMap<>();
    private final LongAdder succeeded = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder started = new LongAdder();
    private final LongAdder ran = new LongAdder();
    private final LongAdder throttled = new LongAdder();
    private final LongAdder settled = new LongAdder();
    private final LongAdder open = new LongAdder();

    /** A batch of so many jobs that begins now. */
    public Tally(int total, TimeSource time) {
        this.total = total;
        this.time = time;
        this.begin = time.nanos();
    }

    /** A job was taken up. */
    public void started() {
        started.increment();
    }

    /** The service took a job: its price is open until it has ended. */
    public void submitted(Usd price) {
        open.add(price.micros());
    }

    /** The service said that a quota is used up. */
    public void throttled() {
        throttled.increment();
    }

    /** A job that had been taken up waits to be tried again; what the service took of it is not charged. */
    public void putBack(Usd noLongerOpen) {
        started.decrement();
        open.add(-noLongerOpen.micros());
    }

    /**
     * A job ended.
     *
     * @param cost what it has cost, or may have
     * @param wasRunning whether it had been taken up
     * @param noLongerOpen the price that was open for it
     */
    public void finished(JobOutcome outcome, Usd cost, boolean wasRunning, Usd noLongerOpen) {
        if (wasRunning) {
            ran.increment();
        }
        (outcome.isSuccess() ? succeeded : failed).increment();
        outcomes.computeIfAbsent(outcome.name(), name -> new LongAdder()).increment();
        if (cost.micros() != 0) {
            settled.add(cost.micros());
        }
        if (noLongerOpen.micros() != 0) {
            open.add(-noLongerOpen.micros());
        }
    }

    /** How many jobs ended in each way, by the outcome's name. */
    public Map<String, Long> outcomes() {
        Map<String, Long> counts = new TreeMap<>();
        outcomes.forEach((name, count) -> counts.put(name, count.sum()));
        return counts;
    }

    /** How many jobs have a video. */
    public int succeeded() {
        return succeeded.intValue();
    }

    /** What the ended jobs have cost, or may have where that is not known. */
    public Usd cost() {
        return new Usd(Math.max(0, settled.sum()));
    }

    /** Since the batch began. */
    public Duration elapsed() {
        return Duration.ofNanos(time.nanos() - begin);
    }

    /** How far the batch has come. */
    public BatchProgress progress() {
        int running = (int) Math.max(0, started.sum() - ran.sum());
        Usd cost = new Usd(Math.max(0, settled.sum() + open.sum()));
        return new BatchProgress(total, succeeded.intValue(), failed.intValue(), ran.intValue(), running,
                throttled.intValue(), cost, elapsed());
    }
}
