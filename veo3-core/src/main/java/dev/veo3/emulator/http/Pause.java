// SPDX-License-Identifier: Apache-2.0
package dev.veo3.emulator.http;

import java.time.Duration;

/** How the server waits: a seam, so that no test has to. */
@FunctionalInterface
public interface Pause {

    /**
     * Returns when this time has passed.
     *
     * @throws InterruptedException when the server is stopped meanwhile
     */
    void pause(Duration time) throws InterruptedException;
}
