// SPDX-License-Identifier: Apache-2.0
package dev.veo3.transport;

import java.io.IOException;

/** Sends calls. Implementations are thread-safe, block, and never send a call a second time. */
@FunctionalInterface
public interface Transport {

    /**
     * Sends the call and waits until the answer begins. The caller closes the answer.
     *
     * @throws UnsentException when the call did not leave this machine whole
     * @throws IOException when no answer began; whether the service received the call is not known
     * @throws InterruptedException when the thread was interrupted; the exchange is given up, and whether the service received the
     *             call is not known
     */
    Answer send(Call call) throws IOException, InterruptedException;
}
