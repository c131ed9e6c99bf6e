// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch;

import dev.veo3.batch.report.BatchReport;

/**
 * Something went wrong in a batch that no job is to blame for: a fault of this library, or of a journal or clock of the application's
 * own. Nothing more was submitted from then on, and what ran was brought home.
 *
 * @since 1.0
 */
public final class BatchBrokenException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    private final transient BatchReport report;

    BatchBrokenException(BatchReport report, Throwable fault) {
        super("The batch is broken: " + fault + ". Its jobs until then: " + report.summary(), fault);
        this.report = report;
    }

    /** Where each job stands, as far as that is known: of a job that ran just then perhaps only that it may be paid. */
    public BatchReport report() {
        return report;
    }
}
