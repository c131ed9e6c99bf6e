// SPDX-License-Identifier: Apache-2.0
package dev.veo3.error;

/**
 * A request that the service would refuse, found before it was sent: nothing left this machine.
 *
 * @since 1.0
 */
public final class VeoRequestException extends VeoException {
    private static final long serialVersionUID = 1L;

    /** What is wrong with the request, and what to do. */
    public VeoRequestException(String message) {
        super(message);
    }
}
