// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.engine;

import dev.veo3.batch.plan.BatchPlan;
import dev.veo3.batch.schedule.Rank;
import dev.veo3.batch.schedule.WorkQueue;
import java.util.Arrays;
import java.util.function.IntPredicate;

/** In which order the jobs of a plan are taken up: what the service keeps first, then by rank. */
final class Order {

    private Order() {}

    /** The queue of the jobs that are to run and wait for no other. */
    static WorkQueue queue(BatchPlan plan, Standing standing, IntPredicate isToRun) {
        Rank rank = new Rank(plan::priority, Rank.STANDARD_STEP);
        // Each job is in one of the two: one that stood in both would be run, and paid, twice.
        int[] kept = standing.atService().stream().filter(standing::isAtService).filter(isToRun).toArray();
        if (kept.length == 0) {
            return new WorkQueue(plan.order().filter(isToRun).toArray(), rank);
        }
        int[] others = plan.order().filter(isToRun).filter(index -> !standing.isAtService(index)).toArray();
        int[] order = Arrays.copyOf(kept, kept.length + others.length);
        System.arraycopy(others, 0, order, kept.length, others.length);
        return new WorkQueue(order, rank);
    }
}
