// SPDX-License-Identifier: Apache-2.0
package dev.veo3.error;

/**
 * A local file could not be read or written: an input that vanished, a full disk, a missing permission.
 *
 * @since 1.0
 */
public final class VeoFileException extends VeoException {
    private static final long serialVersionUID = 1L;

    /** Which file, what failed, and what to do. */
    public VeoFileException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Which file, what failed, and what to do. */
    public VeoFileException(String message) {
        super(message);
    }
}
