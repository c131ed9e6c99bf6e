// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.journal;

/**
 * Another worker has taken the attempt, or the job stands elsewhere than this one believed: nothing may be sent. The journal
 * itself is well. Thrown only by journals that several workers share.
 *
 * @since 1.0
 */
public final class AttemptTakenException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What has happened instead, with the job. */
    public AttemptTakenException(String message) {
        super(message);
    }
}
