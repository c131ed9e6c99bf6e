// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.execute;

import dev.veo3.batch.event.JobOutcome;
import dev.veo3.batch.plan.Job;
import dev.veo3.batch.plan.Service;

/**
 * Runs jobs. Called on virtual threads, for several jobs at once: thread-safe, blocking and straightforward. Whatever costs
 * money goes through {@link JobContext#once}.
 *
 * {@snippet file="dev/veo3/batch/SnippetsTest.java" region="executor"}
 *
 * @since 1.0
 */
@FunctionalInterface
public interface Executor {

    /**
     * Runs one job to its end.
     *
     * @throws InterruptedException when the batch was stopped; it is passed on and not caught
     * @throws Exception when the job cannot be ended: with a recorded operation it is unfinished and can be taken up again,
     *             otherwise it has failed
     */
    JobOutcome execute(Job job, JobContext context) throws Exception;

    /** Where the jobs run: the plan checks and prices them for it. The Agent Platform unless an executor knows better. */
    default Service service() {
        return Service.standard();
    }
}
