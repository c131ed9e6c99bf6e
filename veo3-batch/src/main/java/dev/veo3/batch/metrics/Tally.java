package dev.veo3.batch.metrics;

import dev.veo3.batch.event.JobOutcome;
import dev.veo3.model.Usd;
import dev.veo3.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The sums of one batch while it runs. Each thread that runs jobs counts in a sheet of its own, which costs it no more than plain
 * memory; whoever asks adds the sheets up. A snapshot may be taken at any time from any thread.
 */
public final class Tally {
    private static final List<String> OUTCOMES = List.of("succeeded", "partly_filtered", "filtered", "empty", "failed",
            "ambiguous", "unfinished", "skipped", "cancelled");
    private static final int STARTED = OUTCOMES.size();
    private static final int RAN = STARTED + 1;
    private static final int THROTTLED = STARTED + 2;
    private static final int SETTLED = STARTED + 3;
    private static final int OPEN = STARTED + 4;
    private static final int SUMS = STARTED + 5;

    private final int total;
    private final TimeSource time;
    private final long begin;
    private final Set<Sheet> sheets = ConcurrentHashMap.newKeySet();
    private final HeldPlaces held = new HeldPlaces();
    private final ReentrantLock lock = new ReentrantLock();
    /** What the sheets of threads that have ended said, and what was counted by others. Written under the lock. */
    private final AtomicLongArray base = new AtomicLongArray(SUMS);

    /** A batch of so many jobs that begins now. */
    public Tally(int total, TimeSource time) {
        this.total = total;
        this.time = time;
        this.begin = time.nanos();
    }

    /** The sheet of the calling thread, until it is {@linkplain Sheet#close closed}. */
    public Sheet sheet() {
        Sheet sheet = new Sheet();
        sheets.add(sheet);
        return sheet;
    }

    /** A job ended that had not been taken up. For any thread. */
    public void ended(JobOutcome outcome, Usd cost) {
        lock.lock();
        try {
            base.set(kind(outcome), base.get(kind(outcome)) + 1);
            base.set(SETTLED, base.get(SETTLED) + cost.micros());
        } finally {
            lock.unlock();
        }
    }

    /** The service may charge this much besides what the jobs cost. For any thread. */
    public void extra(Usd cost) {
        lock.lock();
        try {
            base.set(SETTLED, base.get(SETTLED) + cost.micros());
        } finally {
            lock.unlock();
        }
    }

    /** A job of unknown fate holds its place in flight until then. For any thread. */
    public void held(Instant until) {
        held.add(until);
    }

    /** What one thread counts; for that thread only. */
    public final class Sheet implements AutoCloseable {
        private final AtomicLongArray counts = new AtomicLongArray(SUMS);

        private Sheet() {}

        private void add(int sum, long amount) {
            // One writer: a plain read sees what it wrote, and readers need no more than to see it some day.
            counts.setOpaque(sum, counts.getPlain(sum) + amount);
        }

        /** A job was taken up. */
        public void started() {
            add(STARTED, 1);
        }

        /** The service took a job: its price is open until it has ended. */
        public void submitted(Usd price) {
            add(OPEN, price.micros());
        }

        /** The service said that a quota is used up. */
        public void throttled() {
            add(THROTTLED, 1);
        }

        /** A job that had been taken up waits to be tried again; what the service took of it is not charged. */
        public void putBack(Usd noLongerOpen) {
            add(STARTED, -1);
            add(OPEN, -noLongerOpen.micros());
        }

        /**
         * A job that had been taken up has ended.
         *
         * @param cost what it has cost, or may have
         * @param noLongerOpen the price that was open for it
         */
        public void ended(JobOutcome outcome, Usd cost, Usd noLongerOpen) {
            add(RAN, 1);
            add(kind(outcome), 1);
            add(SETTLED, cost.micros());
            add(OPEN, -noLongerOpen.micros());
        }

        /** The thread counts no more. */
        @Override
        public void close() {
            lock.lock();
            try {
                for (int sum = 0; sum < SUMS; sum++) {
                    base.set(sum, base.get(sum) + counts.getPlain(sum));
                }
                sheets.remove(this);
            } finally {
                lock.unlock();
            }
        }
    }

    private static int kind(JobOutcome outcome) {
        return switch (outcome) {
            case JobOutcome.Succeeded o -> 0;
            case JobOutcome.PartlyFiltered o -> 1;
            case JobOutcome.Filtered o -> 2;
            case JobOutcome.Empty o -> 3;
            case JobOutcome.Failed o -> 4;
            case JobOutcome.Ambiguous o -> 5;
            case JobOutcome.Unfinished o -> 6;
            case JobOutcome.Skipped o -> 7;
            case JobOutcome.Cancelled o -> 8;
        };
    }

    private long[] sums() {
        lock.lock();
        try {
            long[] sums = new long[SUMS];
            for (int sum = 0; sum < SUMS; sum++) {
                sums[sum] = base.get(sum);
                for (Sheet sheet : sheets) {
                    sums[sum] += sheet.counts.getOpaque(sum);
                }
            }
            return sums;
        } finally {
            lock.unlock();
        }
    }

    /** How many jobs ended in each way, by the outcome's name. */
    public Map<String, Long> outcomes() {
        long[] sums = sums();
        Map<String, Long> counts = new TreeMap<>();
        for (int kind = 0; kind < OUTCOMES.size(); kind++) {
            if (sums[kind] > 0) {
                counts.put(OUTCOMES.get(kind), sums[kind]);
            }
        }
        return counts;
    }

    /** How many jobs have a video. */
    public int succeeded() {
        long[] sums = sums();
        return (int) (sums[0] + sums[1]);
    }

    /** What the ended jobs have cost, or may have where that is not known. */
    public Usd cost() {
        return new Usd(Math.max(0, sums()[SETTLED]));
    }

    /** Since the batch began. */
    public Duration elapsed() {
        return Duration.ofNanos(time.nanos() - begin);
    }

    /** How far the batch has come. */
    public BatchProgress progress() {
        long[] sums = sums();
        int succeeded = (int) (sums[0] + sums[1]);
        int failed = 0;
        for (int kind = 2; kind < OUTCOMES.size(); kind++) {
            failed += (int) sums[kind];
        }
        int running = (int) Math.max(0, sums[STARTED] - sums[RAN]);
        return new BatchProgress(total, succeeded, failed, (int) sums[RAN], running, (int) sums[THROTTLED],
                new Usd(Math.max(0, sums[SETTLED] + sums[OPEN])), elapsed(), held.at(time.now()));
    }
}
