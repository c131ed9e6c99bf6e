// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.journal;

import dev.veo3.batch.journal.JobState.Phase;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;

/**
 * For each job that one line of the journal tells everything about: where that line is, and the job's state. Takes about 40
 * bytes a job: its id is kept as a fingerprint of 128 bits, so that two of a billion jobs have the same one once in 10^20
 * batches. Thread-safe.
 */
final class JobIndex {
    private static final long OTHER_SEED = 0xD6E8_FEB8_6659_FD93L;
    private static final int FEWEST = 64;
    private static final int STATE_BITS = 8;
    private static final int STATES = 1 << STATE_BITS;
    /** A line's length is kept in units of 16 bytes, and only roughly where it is more than a megabyte. */
    private static final int LENGTH_BITS = 16;
    private static final int LENGTH_UNIT = 16;
    private static final int OFFSET_SHIFT = STATE_BITS + LENGTH_BITS;
    private static final int ADMITTED = 0;

    private final ReentrantLock lock = new ReentrantLock();
    /** The outcomes of jobs that have ended: a job's state is one more than its outcome's place here. */
    private final List<String> outcomes = new ArrayList<>();
    /** For each slot one more than the job's place in the other arrays; 0 when the slot is free. */
    private int[] slots = new int[FEWEST * 2];
    private long[] ids = new long[FEWEST];
    private long[] otherIds = new long[FEWEST];
    private long[] specs = new long[FEWEST];
    private long[] places = new long[FEWEST];
    private int size;

    /** Makes room for so many jobs at once: a table that grows while they come needs half as much again, and twice that while it grows. */
    void reserve(int jobs) {
        lock.lock();
        try {
            if (jobs > ids.length) {
                resize(jobs);
            }
            int wanted = slots.length;
            while (isFull(jobs, wanted)) {
                wanted *= 2;
            }
            if (wanted > slots.length) {
                spread(wanted);
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Keeps where a job's line is.
     *
     * @return whether it is kept; not when there are more outcomes than can be told apart
     */
    boolean put(String job, JobState state, long offset, int length) {
        long id = Fingerprint.of(job);
        long otherId = Fingerprint.of(job, OTHER_SEED);
        lock.lock();
        try {
            int code = code(state);
            if (code == STATES) {
                return false;
            }
            int slot = slot(id, otherId);
            if (slots[slot] == 0) {
                slot = grow(slot, id, otherId);
                ids[size] = id;
                otherIds[size] = otherId;
                size++;
                slots[slot] = size;
            }
            int at = slots[slot] - 1;
            specs[at] = state.spec();
            long units = Math.min((length + LENGTH_UNIT - 1) / LENGTH_UNIT, (1 << LENGTH_BITS) - 1);
            places[at] = offset << OFFSET_SHIFT | units << STATE_BITS | code;
            return true;
        } finally {
            lock.unlock();
        }
    }

    private int code(JobState state) {
        if (state.outcome().isEmpty()) {
            return ADMITTED;
        }
        int known = outcomes.indexOf(state.outcome().get());
        if (known >= 0) {
            return known + 1;
        }
        if (outcomes.size() + 1 == STATES) {
            return STATES;
        }
        outcomes.add(state.outcome().get());
        return outcomes.size();
    }

    /** Where the job's line begins; empty when the job is not here. */
    OptionalLong offset(String job) {
        long id = Fingerprint.of(job);
        long otherId = Fingerprint.of(job, OTHER_SEED);
        lock.lock();
        try {
            int at = slots[slot(id, otherId)] - 1;
            return at < 0 ? OptionalLong.empty() : OptionalLong.of(places[at] >>> OFFSET_SHIFT);
        } finally {
            lock.unlock();
        }
    }

    /** About how long the job's line is; 0 when the job is not here. */
    int length(String job) {
        long id = Fingerprint.of(job);
        long otherId = Fingerprint.of(job, OTHER_SEED);
        lock.lock();
        try {
            int at = slots[slot(id, otherId)] - 1;
            return at < 0 ? 0 : (int) (places[at] >>> STATE_BITS & (1 << LENGTH_BITS) - 1) * LENGTH_UNIT;
        } finally {
            lock.unlock();
        }
    }

    /** The job's state; {@link JobState#NEW} when it is not here. */
    JobState state(String job) {
        long id = Fingerprint.of(job);
        long otherId = Fingerprint.of(job, OTHER_SEED);
        lock.lock();
        try {
            int at = slots[slot(id, otherId)] - 1;
            if (at < 0) {
                return JobState.NEW;
            }
            int code = (int) (places[at] & STATES - 1);
            return code == ADMITTED
                    ? new JobState(Phase.ADMITTED, Optional.empty(), specs[at])
                    : new JobState(Phase.ENDED, Optional.of(outcomes.get(code - 1)), specs[at]);
        } finally {
            lock.unlock();
        }
    }

    /** Where the lines of all jobs begin but of these, in the order of the file. */
    long[] offsetsWithout(Set<String> jobs) {
        lock.lock();
        try {
            BitSet left = new BitSet(size);
            for (String job : jobs) {
                int at = slots[slot(Fingerprint.of(job), Fingerprint.of(job, OTHER_SEED))] - 1;
                if (at >= 0) {
                    left.set(at);
                }
            }
            return IntStream.range(0, size).filter(at -> !left.get(at))
                    .mapToLong(at -> places[at] >>> OFFSET_SHIFT).sorted().toArray();
        } finally {
            lock.unlock();
        }
    }

    /** Whether the job's line begins here. */
    boolean isAt(String job, long offset) {
        OptionalLong known = offset(job);
        return known.isPresent() && known.getAsLong() == offset;
    }

    int size() {
        lock.lock();
        try {
            return size;
        } finally {
            lock.unlock();
        }
    }

    /** How much room there is, used or not. */
    long bytes() {
        lock.lock();
        try {
            return 4L * Long.BYTES * ids.length + (long) Integer.BYTES * slots.length;
        } finally {
            lock.unlock();
        }
    }

    /** The slot in which the job is, or the free one where it belongs. */
    private int slot(long id, long otherId) {
        int mask = slots.length - 1;
        int slot = (int) id & mask;
        while (slots[slot] != 0 && !(ids[slots[slot] - 1] == id && otherIds[slots[slot] - 1] == otherId)) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    /** Makes room for one more job, if need be; the slot where it belongs then. */
    private int grow(int slot, long id, long otherId) {
        if (size == ids.length) {
            resize(size + (size >> 1));
        }
        if (!isFull(size, slots.length)) {
            return slot;
        }
        spread(slots.length * 2);
        return slot(id, otherId);
    }

    private static boolean isFull(int jobs, int slots) {
        return jobs * 4L >= slots * 3L;
    }

    private void resize(int jobs) {
        ids = Arrays.copyOf(ids, jobs);
        otherIds = Arrays.copyOf(otherIds, jobs);
        specs = Arrays.copyOf(specs, jobs);
        places = Arrays.copyOf(places, jobs);
    }

    /** Puts the jobs into so many slots. */
    private void spread(int count) {
        slots = new int[count];
        for (int i = 0; i < size; i++) {
            slots[slot(ids[i], otherIds[i])] = i + 1;
        }
    }
}
