// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.metrics;

import dev.veo3.batch.event.JobOutcome;
import dev.veo3.model.Usd;
import dev.veo3.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The sums of one batch while it runs. Each thread that runs jobs counts in a sheet of its own, which costs it no more than plain
 * memory; whoever asks adds the sheets up. A snapshot may be taken at any time from any thread.
 *
 * @since 1.0
 */
public final class Tally {
    private static final int STARTED = OutcomeKinds.NAMES.size();
    private static final int RAN = STARTED + 1;
    private static final int THROTTLED = STARTED + 2;
    private static final int SETTLED = STARTED + 3;
    private static final int OPEN = STARTED + 4;
    /** Of the jobs that ran, those that ended as errors. */
    private static final int ERRORS = STARTED + 5;
    /** In nanoseconds, of the jobs that ran. */
    private static final int DURATION = STARTED + 6;
    private static final int DOWNLOAD_WAIT = STARTED + 7;
    private static final int FORCES = STARTED + 8;
    /** In nanoseconds, of the jobs that were put back. */
    private static final int PUT_BACK = STARTED + 9;
    private static final int ACTIVITIES = STARTED + 10;
    private static final List<Activity> KINDS = List.of(Activity.values());
    private static final int SUMS = ACTIVITIES + KINDS.size();

    private final int total;
    private final TimeSource time;
    private final long begin;
    private final Set<Sheet> sheets = ConcurrentHashMap.newKeySet();
    private final HeldPlaces held = new HeldPlaces();
    private final ReentrantLock lock = new ReentrantLock();
    /** What the sheets of threads that have ended said, and what was counted by others. Written under the lock. */
    private final AtomicLongArray base = new AtomicLongArray(SUMS);
    /** How long threads that have ended had permits, in nanoseconds. Written under the lock. */
    private final AtomicLong permits = new AtomicLong();
    private final Durations durations = new Durations();

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
            base.set(OutcomeKinds.of(outcome), base.get(OutcomeKinds.of(outcome)) + 1);
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
        private final Durations.Stripe stripe = durations.stripe();
        private final PermitTime permit = new PermitTime();
        /** When the job was taken up that the thread runs, since the batch's begin; negative while it runs none. */
        private final AtomicLong runningSince = new AtomicLong(-1);

        private Sheet() {}

        private void add(int sum, long amount) {
            // One writer: a plain read sees what it wrote, and readers need no more than to see it some day.
            counts.setOpaque(sum, counts.getPlain(sum) + amount);
        }

        /**
         * A job was taken up.
         *
         * @param now in elapsed nanoseconds
         * @param queued when it could have been, in elapsed nanoseconds
         */
        public void started(long now, long queued) {
            add(STARTED, 1);
            stripe.record(Phase.QUEUE, now - queued);
            runningSince.setOpaque(now - begin);
        }

        /** The thread has a permit from that moment on, in elapsed nanoseconds. */
        public void permitTaken(long now) {
            permit.taken(now - begin);
        }

        /** The thread has none from that moment on, in elapsed nanoseconds. */
        public void permitGiven(long now) {
            permit.given(now - begin);
        }

        /** When the job was taken up that the thread runs, since the batch's begin; negative while it runs none. For any thread. */
        public long runningSince() {
            return runningSince.getOpaque();
        }

        /** The job has gone through that phase. */
        public void took(Phase phase, long nanos) {
            stripe.record(phase, nanos);
        }

        /** The job has spent so much time on that. */
        public void spent(Activity activity, long nanos) {
            add(ACTIVITIES + KINDS.indexOf(activity), nanos);
            if (activity == Activity.FORCING) {
                add(FORCES, 1);
            }
        }

        /** The job has waited so long for its turn to download. */
        public void waitedForDownload(long nanos) {
            add(DOWNLOAD_WAIT, nanos);
        }

        /** The service took a job: its price is open until it has ended. */
        public void submitted(Usd price) {
            add(OPEN, price.micros());
        }

        /** The service said that a quota is used up. */
        public void throttled() {
            add(THROTTLED, 1);
        }

        /** A job that had been taken up, and ran for so long, waits to be tried again; what the service took of it is not charged. */
        public void putBack(Usd noLongerOpen, long nanos) {
            runningSince.setOpaque(-1);
            add(STARTED, -1);
            add(PUT_BACK, nanos);
            add(OPEN, -noLongerOpen.micros());
        }

        /**
         * A job that had been taken up has ended.
         *
         * @param cost what it has cost, or may have
         * @param noLongerOpen the price that was open for it
         * @param nanos how long it ran
         */
        public void ended(JobOutcome outcome, Usd cost, Usd noLongerOpen, long nanos) {
            runningSince.setOpaque(-1);
            add(RAN, 1);
            add(DURATION, nanos);
            int kind = OutcomeKinds.of(outcome);
            add(kind, 1);
            add(ERRORS, OutcomeKinds.isError(kind) ? 1 : 0);
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
                permits.set(permits.get() + permit.until(time.nanos() - begin));
                sheets.remove(this);
            } finally {
                lock.unlock();
            }
        }
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

    /** What was counted so far of the jobs that were taken up in this run. */
    public Counts counts() {
        long[] sums = sums();
        Map<Activity, Duration> spent = new EnumMap<>(Activity.class);
        for (Activity activity : Activity.values()) {
            spent.put(activity, Duration.ofNanos(sums[ACTIVITIES + KINDS.indexOf(activity)]));
        }
        WorkTimes work = new WorkTimes(Duration.ofNanos(sums[DURATION] + sums[PUT_BACK]), spent,
                Duration.ofNanos(sums[DOWNLOAD_WAIT]));
        return new Counts(sums[RAN], sums[ERRORS], sums[THROTTLED], new Usd(Math.max(0, sums[SETTLED] + sums[OPEN])),
                new Usd(Math.max(0, sums[OPEN])), Duration.ofNanos(sums[DURATION]), work, sums[FORCES]);
    }

    /** How long threads have had permits, taken together. */
    public Duration permitTime() {
        lock.lock();
        try {
            long now = time.nanos() - begin;
            return Duration.ofNanos(
                    permits.get() + sheets.stream().mapToLong(sheet -> sheet.permit.until(now)).sum());
        } finally {
            lock.unlock();
        }
    }

    /** How long a phase took so far. */
    public PhaseTimes phase(Phase phase) {
        return durations.of(phase);
    }

    /** When the batch began, in elapsed nanoseconds. */
    public long begin() {
        return begin;
    }

    /** How many jobs ended in each way, by the outcome's name. */
    public Map<String, Long> outcomes() {
        long[] sums = sums();
        Map<String, Long> counts = new TreeMap<>();
        for (int kind = 0; kind < OutcomeKinds.NAMES.size(); kind++) {
            if (sums[kind] > 0) {
                counts.put(OutcomeKinds.NAMES.get(kind), sums[kind]);
            }
        }
        return counts;
    }

    /** How many jobs have a video. */
    public int succeeded() {
        return OutcomeKinds.succeeded(sums());
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
        int running = (int) Math.max(0, sums[STARTED] - sums[RAN]);
        return new BatchProgress(total, OutcomeKinds.succeeded(sums), OutcomeKinds.failed(sums), (int) sums[RAN],
                running, (int) sums[THROTTLED], new Usd(Math.max(0, sums[SETTLED] + sums[OPEN])), elapsed(),
                held.at(time.now()), OutcomeKinds.left(sums));
    }
}
