// SPDX-License-Identifier: Apache-2.0
package dev.veo3.transport;

import java.io.IOException;

/**
 * A call did not leave this machine whole, so nobody can have taken it: no address, no connection, no TLS, no way through the proxy, no
 * credentials, or a body that broke off before its last byte. Sending it again is safe.
 */
public final class UnsentException extends IOException {
    private static final long serialVersionUID = 1L;

    /** Why nothing was sent. */
    public UnsentException(String message) {
        super(message);
    }

    /** Why nothing was sent, and what brought it about. */
    public UnsentException(String message, Throwable cause) {
        super(message, cause);
    }
}
