// SPDX-License-Identifier: Apache-2.0
package dev.veo3.emulator.http;

import java.io.IOException;

/** Decides about requests. Called by many threads at once. */
@FunctionalInterface
public interface Handler {

    /**
     * Answers a request. What it leaves of the body is read and dropped, except before a reset.
     *
     * @throws IOException when the connection breaks while the body is read
     * @throws InterruptedException when the server is stopped while this waits
     */
    Answer answer(Request request) throws IOException, InterruptedException;
}
