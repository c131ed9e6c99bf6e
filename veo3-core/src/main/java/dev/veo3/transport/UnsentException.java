package dev.veo3.transport;

import java.io.IOException;

/** Nothing of a call left this machine: no address, no connection, no TLS, no credentials. Sending it again is safe. */
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
