// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.profile;

/**
 * A recording or a page cannot be written, or a recording cannot be read. The message says which, why and what to do.
 *
 * @since 1.0
 */
public final class ProfileException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What is wrong, where, and what to do. */
    public ProfileException(String message) {
        super(message);
    }

    /** The same with what was thrown. */
    public ProfileException(String message, Throwable cause) {
        super(message, cause);
    }
}
