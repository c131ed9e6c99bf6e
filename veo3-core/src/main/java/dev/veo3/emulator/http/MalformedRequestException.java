// SPDX-License-Identifier: Apache-2.0
package dev.veo3.emulator.http;

import java.io.IOException;
import java.io.Serial;

/** A request that is no HTTP, or more of it than the server takes: answered with a status, then the connection ends. */
final class MalformedRequestException extends IOException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final int status;

    MalformedRequestException(int status, String message) {
        super(message);
        this.status = status;
    }

    int status() {
        return status;
    }
}
