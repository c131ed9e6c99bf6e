// SPDX-License-Identifier: Apache-2.0
package dev.veo3.error;

/**
 * A poll or a download did not get through: no connection, a reset, a timeout. Asking again is safe.
 *
 * @since 1.0
 */
public final class VeoNetworkException extends VeoException {
    private static final long serialVersionUID = 1L;

    /** What was asked, and why no answer came. */
    public VeoNetworkException(String message, Throwable cause) {
        super(message, cause);
    }
}
