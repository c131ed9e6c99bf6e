// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.plan;

import dev.veo3.model.ModelId;
import dev.veo3.model.Usd;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** What a plan knows of each job without making it, in a few bytes. */
final class Facts {
    /** Nearly all jobs share theirs with others. */
    private final List<JobOutline> outlines = new ArrayList<>();
    private final Map<JobOutline, Integer> numbers = new HashMap<>();
    private final SortedMap<ModelId, Usd> costs = new TreeMap<>(Comparator.comparing(ModelId::value));
    private int[] outlineOf = new int[16];
    /** Empty as long as every job has priority 0. */
    private short[] priorities = {};
    private int count;

    /** Notes the next job. */
    void add(Draft.Whole job, int priority) {
        if (count == outlineOf.length) {
            outlineOf = Arrays.copyOf(outlineOf, count * 2);
        }
        outlineOf[count] = number(JobOutline.of(job));
        if (priority != 0 || priorities.length > 0) {
            if (priorities.length <= count) {
                priorities = Arrays.copyOf(priorities, outlineOf.length);
            }
            priorities[count] = (short) priority;
        }
        job.price().ifPresent(amount -> costs.merge(job.request().model(), amount, Usd::plus));
        count++;
    }

    private int number(JobOutline outline) {
        // Most jobs are like the one before.
        if (count > 0 && outline(count - 1).equals(outline)) {
            return outlineOf[count - 1];
        }
        return numbers.computeIfAbsent(outline, added -> {
            outlines.add(added);
            return outlines.size() - 1;
        });
    }

    int priority(int job) {
        return priorities.length == 0 ? 0 : priorities[job];
    }

    JobOutline outline(int job) {
        return outlines.get(outlineOf[job]);
    }

    SortedMap<ModelId, Usd> costs() {
        return costs;
    }

    /** The jobs by falling priority, and among equals in the order of the manifest. */
    IntStream order() {
        if (priorities.length == 0) {
            return IntStream.range(0, count);
        }
        long[] ranked = new long[count];
        for (int job = 0; job < count; job++) {
            ranked[job] = -((long) priorities[job]) << 32 | job;
        }
        Arrays.sort(ranked);
        return Arrays.stream(ranked).mapToInt(rank -> (int) rank);
    }
}
