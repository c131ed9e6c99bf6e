// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.journal;

import java.util.List;

/**
 * A manifest has jobs that are not what the journal knows by their ids. Nothing has been submitted. The message names each, with
 * what it would cost and what to do.
 *
 * @since 1.0
 */
public final class ChangedJobsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> jobs;

    /** A sentence or two for each job. */
    public ChangedJobsException(List<String> jobs) {
        super(String.join(System.lineSeparator(), jobs));
        this.jobs = List.copyOf(jobs);
    }

    /** A sentence or two for each job. */
    public List<String> jobs() {
        return jobs;
    }
}
