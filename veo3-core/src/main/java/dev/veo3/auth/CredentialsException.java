// SPDX-License-Identifier: Apache-2.0
package dev.veo3.auth;

/**
 * There are no credentials to send: nothing left this machine. The message says what to do and holds no secret.
 *
 * @since 1.0
 */
public final class CredentialsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What is missing, and what to do. */
    public CredentialsException(String message) {
        super(message);
    }

    /** What is missing and what to do, and why; the cause holds no secret either. */
    public CredentialsException(String message, Throwable cause) {
        super(message, cause);
    }
}
