// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.report;

import dev.veo3.batch.event.JobResult;

/**
 * When the phases of the jobs of a run began. A {@link RunRecorder} notes it while the batch runs; a journal has kept it, of
 * earlier runs too.
 *
 * @since 1.0
 */
@FunctionalInterface
public interface RunTimes {

    /** The times of a job that has ended. */
    JobTimes of(JobResult result);
}
