// SPDX-License-Identifier: Apache-2.0
package dev.veo3.error;

/**
 * The root of everything that the library throws about the service: one kind for each thing that a caller can do about it.
 *
 * @since 1.0
 */
public abstract sealed class VeoException extends RuntimeException
        permits VeoServiceException, VeoNetworkException, VeoProtocolException, VeoRequestException, VeoFileException,
        VeoDeadlineException {
    private static final long serialVersionUID = 1L;

    VeoException(String message) {
        super(message);
    }

    VeoException(String message, Throwable cause) {
        super(message, cause);
    }
}
