// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * Which jobs wait for which, by their indices; without cycles. Kept in a few arrays, about eight bytes a job and sixteen for each
 * job that is waited for; nothing where no job waits. Immutable and thread-safe.
 *
 * @since 1.0
 */
public final class Dependencies {
    private static final int[] NONE = {};

    /** Where the parents of each job begin, and one more; empty when there are none at all. */
    private final int[] parentsFrom;
    private final int[] parents;
    private final int[] childrenFrom;
    private final int[] children;
    /** For each place in {@link #parents}, whether the job takes its parent's video. */
    private final BitSet inputs;

    private Dependencies(int[] parentsFrom, int[] parents, int[] childrenFrom, int[] children, BitSet inputs) {
        this.parentsFrom = parentsFrom;
        this.parents = parents;
        this.childrenFrom = childrenFrom;
        this.children = children;
        this.inputs = inputs;
    }

    /** Whether no job waits for another. */
    public boolean isEmpty() {
        return parents.length == 0;
    }

    /** The jobs for which a job waits, each once, in rising order. */
    public IntStream parents(int job) {
        return isEmpty() ? IntStream.empty() : Arrays.stream(parents, parentsFrom[job], parentsFrom[job + 1]);
    }

    /** The jobs that wait for a job, each once, in rising order. */
    public IntStream children(int job) {
        return isEmpty() ? IntStream.empty() : Arrays.stream(children, childrenFrom[job], childrenFrom[job + 1]);
    }

    /** For how many jobs a job waits. */
    public int parentCount(int job) {
        return isEmpty() ? 0 : parentsFrom[job + 1] - parentsFrom[job];
    }

    /** The job whose video a job takes; empty when it takes none. */
    public OptionalInt inputOf(int job) {
        if (isEmpty()) {
            return OptionalInt.empty();
        }
        int place = inputs.nextSetBit(parentsFrom[job]);
        return place >= 0 && place < parentsFrom[job + 1] ? OptionalInt.of(parents[place]) : OptionalInt.empty();
    }

    /** Collects who waits for whom; not thread-safe. */
    static final class Builder {
        private long[] edges = {};
        private final BitSet inputs = new BitSet();
        private int count;

        /** A job waits for another; said twice, it counts once. */
        void add(int job, int parent, boolean isInput) {
            if (count == edges.length) {
                edges = Arrays.copyOf(edges, Math.max(16, count * 2));
            }
            // The job is above the parent, and whether it takes its video below: so the edges can be sorted as numbers.
            edges[count++] = (long) job << 33 | (long) parent << 1 | (isInput ? 1 : 0);
        }

        /** What was collected for so many jobs; it may have cycles. */
        Dependencies build(int jobs) {
            if (count == 0) {
                return new Dependencies(NONE, NONE, NONE, NONE, inputs);
            }
            long[] sorted = Arrays.copyOf(edges, count);
            Arrays.sort(sorted);
            int[] parents = new int[count];
            int[] parentsFrom = new int[jobs + 1];
            int[] childrenFrom = new int[jobs + 1];
            int kept = 0;
            for (int i = 0; i < count; i++) {
                boolean again = i > 0 && sorted[i] >>> 1 == sorted[i - 1] >>> 1;
                int place = again ? kept - 1 : kept++;
                parents[place] = parent(sorted[i]);
                inputs.set(place, (sorted[i] & 1) == 1);
                if (!again) {
                    parentsFrom[job(sorted[i]) + 1]++;
                    childrenFrom[parents[place] + 1]++;
                }
            }
            for (int job = 0; job < jobs; job++) {
                parentsFrom[job + 1] += parentsFrom[job];
                childrenFrom[job + 1] += childrenFrom[job];
            }
            return new Dependencies(parentsFrom, Arrays.copyOf(parents, kept), childrenFrom,
                    children(parentsFrom, parents, childrenFrom, kept), inputs);
        }

        private static int[] children(int[] parentsFrom, int[] parents, int[] childrenFrom, int kept) {
            int[] next = childrenFrom.clone();
            int[] children = new int[kept];
            for (int job = 0; job + 1 < parentsFrom.length; job++) {
                for (int place = parentsFrom[job]; place < parentsFrom[job + 1]; place++) {
                    children[next[parents[place]]++] = job;
                }
            }
            return children;
        }

        private static int job(long edge) {
            return (int) (edge >>> 33);
        }

        private static int parent(long edge) {
            return (int) (edge >>> 1);
        }
    }

    /**
     * The cycles, each as the jobs on its way from one job back to the same: {@code a, b, a} means that a waits for b and b for a.
     * Of cycles that share a job at least one is found.
     */
    List<List<Integer>> cycles() {
        List<List<Integer>> cycles = new ArrayList<>();
        if (isEmpty()) {
            return cycles;
        }
        int jobs = parentsFrom.length - 1;
        // Where to go on at each job; behind its last parent when it is done.
        int[] next = Arrays.copyOf(parentsFrom, jobs);
        BitSet onPath = new BitSet(jobs);
        int[] path = new int[jobs];
        for (int start = 0; start < jobs; start++) {
            int depth = 0;
            if (next[start] == parentsFrom[start]) {
                path[depth++] = start;
                onPath.set(start);
            }
            while (depth > 0) {
                int job = path[depth - 1];
                if (next[job] == parentsFrom[job + 1]) {
                    onPath.clear(job);
                    depth--;
                    continue;
                }
                int parent = parents[next[job]++];
                if (onPath.get(parent)) {
                    cycles.add(cycle(path, depth, parent));
                } else if (next[parent] == parentsFrom[parent] && parentCount(parent) > 0) {
                    path[depth++] = parent;
                    onPath.set(parent);
                }
            }
        }
        return cycles;
    }

    private static List<Integer> cycle(int[] path, int depth, int back) {
        List<Integer> cycle = new ArrayList<>();
        int from = depth - 1;
        while (path[from] != back) {
            from--;
        }
        for (int i = from; i < depth; i++) {
            cycle.add(path[i]);
        }
        cycle.add(back);
        return cycle;
    }
}
