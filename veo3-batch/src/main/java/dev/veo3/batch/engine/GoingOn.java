// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.engine;

import dev.veo3.batch.journal.JobHistory;
import dev.veo3.batch.journal.JournalException;
import dev.veo3.batch.plan.BatchPlan;
import dev.veo3.batch.plan.Job;
import dev.veo3.model.Usd;
import java.util.Optional;

/**
 * Jobs that had come to rest and run all the same. Unless the journal says that such a job goes on, it says for ever how the job had
 * ended, whatever comes of this run; and where several share the journal, an end that nobody has taken back is another one's word that
 * the job is not to be run. Thread-safe.
 */
final class GoingOn {
    private final BatchPlan plan;
    private final Parts parts;

    GoingOn(BatchPlan plan, Parts parts) {
        this.plan = plan;
        this.parts = parts;
    }

    /** Whether the journal says of the job that it is taken up as it is now, and nothing else. */
    static boolean isSaid(JobHistory known, Job job) {
        return known.ended().isEmpty() && known.steps().isEmpty() && known.price().equals(job.price())
                && known.specHash().filter(job.specHash().value()::equals).isPresent();
    }

    /**
     * Says so of a job that was dealt out. When nothing is begun any more, one of which the service has nothing rests as it did.
     *
     * @return false when somebody else has decided on the job meanwhile
     * @throws JournalException when the journal cannot be written, or the thread was interrupted
     */
    boolean ofDealt(JobHistory known, Job job, Steps steps) {
        if (known.ended().isEmpty() || (steps.isEmpty() && parts.state().ending() != null)) {
            return true;
        }
        // A job of a large manifest may not be readable: what it is now is said when it begins.
        return plan.isStreamed()
                ? says(known, known.specHash().orElse(job.specHash().value()), known.price())
                : says(known, job, steps);
    }

    /** Says so of a job that begins. Where somebody else has decided on it meanwhile, no attempt of it is begun. */
    void of(JobHistory known, Job job, Steps steps) {
        try {
            if (known.ended().isPresent()) {
                says(known, job, steps);
            }
        } catch (JournalException e) {
            // It has been told. The job's intent cannot be written either, and ends it.
        }
    }

    private boolean says(JobHistory known, Job job, Steps steps) {
        boolean said = says(known, job.specHash().value(), job.price());
        if (said) {
            steps.takenUp();
        }
        return said;
    }

    private boolean says(JobHistory known, String specHash, Optional<Usd> price) {
        return parts.logbook().reopen(known.ended().orElseThrow(), specHash, price);
    }
}
