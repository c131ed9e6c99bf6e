// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.engine;

import dev.veo3.batch.journal.ChangedJobsException;
import dev.veo3.batch.journal.Histories;
import dev.veo3.batch.journal.JobHistory;
import dev.veo3.batch.journal.JobState;
import dev.veo3.batch.manifest.ManifestException;
import dev.veo3.batch.plan.BatchPlan;
import dev.veo3.batch.plan.Job;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Which jobs of a plan are not those that are recorded under their ids, and may be. Immutable once it was made. */
final class Changes {
    /** Nobody reads on. */
    private static final int MOST_TOLD = 1_000;

    private final BitSet accepted = new BitSet();

    /**
     * Compares each job with what is recorded of it. A job that cannot be read any more is not compared: it will not be submitted.
     *
     * @throws ChangedJobsException when there are jobs whose change nobody has accepted
     */
    static Changes look(BatchPlan plan, Histories histories, JournalUse use) {
        Changes changes = new Changes();
        List<String> refused = new ArrayList<>();
        int more = 0;
        for (int index = 0; index < plan.jobCount(); index++) {
            JobState state = histories.state(plan.id(index));
            if (state.phase() == JobState.Phase.NEW) {
                continue;
            }
            String why = changes.look(index, state, plan, histories, use);
            if (!why.isEmpty() && refused.size() < MOST_TOLD) {
                refused.add(why);
            } else if (!why.isEmpty()) {
                more++;
            }
        }
        if (more > 0) {
            refused.add("and " + more + " more jobs.");
        }
        if (!refused.isEmpty()) {
            throw new ChangedJobsException(refused);
        }
        return changes;
    }

    /** Why the job must not be run; empty when it may. */
    private String look(int index, JobState state, BatchPlan plan, Histories histories, JournalUse use) {
        Job job;
        try {
            job = plan.job(index);
        } catch (ManifestException e) {
            return "";
        }
        if (state.isOf(job.specHash().value())) {
            return "";
        }
        JobHistory history = histories.history(job.id());
        if (!Start.isOther(job, history)) {
            return "";
        }
        return switch (Start.change(job, history, use)) {
            case Start.Change.Accepted() -> {
                accepted.set(index);
                yield "";
            }
            case Start.Change.Refused(String why, String remedy) ->
                "job \"" + job.id() + "\": " + why + ". " + remedy + ".";
        };
    }

    /** Whether the job is another than the recorded one, and begins anew. */
    boolean isAccepted(int index) {
        return accepted.get(index);
    }
}
