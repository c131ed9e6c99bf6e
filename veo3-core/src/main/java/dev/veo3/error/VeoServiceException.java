// SPDX-License-Identifier: Apache-2.0
package dev.veo3.error;

/**
 * The service answered a poll or a download with an error. The operation itself is untouched and can be asked for again.
 *
 * @since 1.0
 */
public final class VeoServiceException extends VeoException {
    private static final long serialVersionUID = 1L;

    private final transient ServiceError error;

    /** An error that the service sent, and what was asked of it. */
    public VeoServiceException(String what, ServiceError error) {
        super(what + ": the service answered " + error.describe());
        this.error = error;
    }

    /** What the service said. */
    public ServiceError error() {
        return error;
    }
}
