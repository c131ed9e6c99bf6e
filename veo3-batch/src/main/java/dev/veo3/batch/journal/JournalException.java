// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.journal;

/**
 * A journal cannot be opened, read or written any more. The message says which, where, and what to do.
 *
 * @since 1.0
 */
public final class JournalException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What is wrong, where, and what to do. */
    public JournalException(String message) {
        super(message);
    }

    /** What is wrong, where, and what to do; and what it comes from. */
    public JournalException(String message, Throwable cause) {
        super(message, cause);
    }

    /** The same for another thread or another call: an exception belongs to whom it is thrown at. */
    JournalException again() {
        JournalException same = new JournalException(String.valueOf(getMessage()));
        same.initCause(getCause());
        return same;
    }
}
