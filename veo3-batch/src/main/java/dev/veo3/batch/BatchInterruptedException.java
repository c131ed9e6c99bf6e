// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch;

import dev.veo3.batch.report.BatchReport;

/**
 * The thread that ran a batch was interrupted. The batch has come to rest; its report says where each job stands.
 *
 * @since 1.0
 */
public final class BatchInterruptedException extends InterruptedException {
    private static final long serialVersionUID = 1L;

    private final transient BatchReport report;

    BatchInterruptedException(BatchReport report) {
        super("The batch was interrupted: " + report.summary());
        this.report = report;
    }

    /** Where each job stands, with the operations that the service keeps. */
    public BatchReport report() {
        return report;
    }
}
