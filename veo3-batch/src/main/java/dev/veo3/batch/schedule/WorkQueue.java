// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.schedule;

import java.util.Arrays;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;

/**
 * The jobs that wait, by their index, in the order of their rank. What is known when the batch begins is sorted once and taken by
 * an atomic cursor; what comes later (a retry, a job whose parents have ended) stands in a small heap beside it. Any number of
 * threads take from it without waiting for each other while the heap is empty.
 */
public final class WorkQueue {
    /** Takes nothing. */
    public static final int NONE = -1;

    private record Late(int index, long rank) {}

    private final int[] order;
    private final Rank rank;
    private final AtomicInteger next = new AtomicInteger();
    private volatile int end;

    private final ReentrantLock lock = new ReentrantLock();
    private final PriorityQueue<Late> heap = new PriorityQueue<>(
            Comparator.comparingLong(Late::rank).thenComparingInt(Late::index));
    private volatile int late;

    /**
     * A queue of jobs that are all enqueued now.
     *
     * @param order their indices in the order of their rank
     * @param rank by which late arrivals find their place among them
     */
    public WorkQueue(int[] order, Rank rank) {
        this.order = order.clone();
        this.rank = rank;
    }

    /** How many jobs the sorted part has. */
    public int size() {
        return order.length;
    }

    /** Lets the sorted part be taken up to that position, and no further until the next call. */
    public void open(int upTo) {
        end = Math.min(upTo, order.length);
    }

    /** Takes the next job; {@link #NONE} when there is none that may be taken now. */
    public int take() {
        return late == 0 ? takeSorted() : takeLower();
    }

    private int takeSorted() {
        while (true) {
            int position = next.get();
            if (position >= end) {
                return NONE;
            }
            if (next.compareAndSet(position, position + 1)) {
                return order[position];
            }
        }
    }

    private int takeLower() {
        lock.lock();
        try {
            Late first = heap.peek();
            int position = next.get();
            // The one that another thread takes meanwhile had a lower rank still.
            if (first == null || (position < end && rank.of(order[position]) <= first.rank())) {
                int taken = takeSorted();
                if (taken != NONE || first == null) {
                    return taken;
                }
            }
            heap.remove();
            late = heap.size();
            return first.index();
        } finally {
            lock.unlock();
        }
    }

    /** Adds a job that was enqueued at that moment, in elapsed nanoseconds since the batch began. */
    public void add(int index, long enqueued) {
        lock.lock();
        try {
            heap.add(new Late(index, rank.of(index, enqueued)));
            late = heap.size();
        } finally {
            lock.unlock();
        }
    }

    /** Whether nothing can be taken now. */
    public boolean isEmpty() {
        return late == 0 && next.get() >= end;
    }

    /** The jobs that wait, those behind the open part included; one that is taken meanwhile may be among them. */
    public IntStream waitingJobs() {
        lock.lock();
        try {
            IntStream added = heap.stream().mapToInt(Late::index).boxed().toList().stream()
                    .mapToInt(Integer::intValue);
            int from = Math.min(next.get(), order.length);
            return IntStream.concat(Arrays.stream(order, from, order.length), added);
        } finally {
            lock.unlock();
        }
    }

    /** Whether jobs of the sorted part wait, those behind the open part included. */
    public boolean hasSorted() {
        return next.get() < order.length;
    }

    /** How many jobs wait, those behind the open part included. */
    public int waiting() {
        return late + Math.max(0, order.length - next.get());
    }
}
