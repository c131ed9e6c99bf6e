// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.cluster;

import dev.veo3.batch.engine.ServedBatch;
import dev.veo3.batch.event.JobOutcome;
import dev.veo3.batch.journal.JobState;
import dev.veo3.batch.journal.Journal;
import dev.veo3.batch.plan.BatchPlan;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.PrimitiveIterator;
import java.util.Set;

/**
 * What becomes of the jobs that wait for one that has come to rest: whoever brought it to rest sees to them, before its own row goes.
 * When two parents end at the same moment, both are in the journal before either is looked for, so that one of the two sees both;
 * freeing a job twice does no harm. Thread-safe.
 */
final class Descendants {
    /** Of a job that ended so, it is decided anew whether it runs. */
    private static final Set<String> NOT_BEGUN = Set.of("skipped", "cancelled");

    private final BatchPlan plan;
    private final Journal journal;
    private final ServedBatch served;

    Descendants(BatchPlan plan, Journal journal, ServedBatch served) {
        this.plan = plan;
        this.journal = journal;
        this.served = served;
    }

    /** The jobs that may run now; those that are lost have come to rest when this returns. */
    List<ExecutionTable.DueJob> after(int index, JobOutcome outcome) {
        List<ExecutionTable.DueJob> free = new ArrayList<>();
        if (plan.dependencies().isEmpty()) {
            return free;
        }
        Deque<Integer> ended = new ArrayDeque<>();
        ended.add(index);
        for (Integer parent = ended.poll(); parent != null; parent = ended.poll()) {
            for (PrimitiveIterator.OfInt children = plan.dependencies().children(parent).iterator(); children
                    .hasNext();) {
                int child = children.nextInt();
                if (isBegun(journal.state(plan.id(child))) || (outcome.isSuccess() && hasAllVideos(child))) {
                    free.add(new ExecutionTable.DueJob(plan.id(child), plan.priority(child), child));
                } else if (!outcome.isSuccess() && served.lost(child, index, outcome)) {
                    ended.add(child);
                }
            }
        }
        return free;
    }

    /** It waits for nobody, or has ended already and is to free its own. */
    private static boolean isBegun(JobState state) {
        return switch (state.phase()) {
            case NEW, ADMITTED -> false;
            case SUBMITTING, AMBIGUOUS, SUBMITTED -> true;
            case ENDED -> state.outcome().filter(NOT_BEGUN::contains).isEmpty();
        };
    }

    private boolean hasAllVideos(int child) {
        return plan.dependencies().parents(child).allMatch(parent -> {
            JobState state = journal.state(plan.id(parent));
            return state.phase() == JobState.Phase.ENDED && state.outcome().filter(JobOutcome::hasVideo).isPresent();
        });
    }
}
