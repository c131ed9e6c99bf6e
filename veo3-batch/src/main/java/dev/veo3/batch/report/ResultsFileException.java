// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.report;

/**
 * A results file cannot be read, or is none. The message says where and what to do.
 *
 * @since 1.0
 */
public final class ResultsFileException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What is wrong, where, and what to do. */
    public ResultsFileException(String message) {
        super(message);
    }
}
