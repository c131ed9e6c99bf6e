// SPDX-License-Identifier: Apache-2.0
package dev.veo3.video;

import java.util.Optional;

/**
 * A last look before a request leaves that costs money: whoever decided to send it may have been stopped meanwhile for longer than it
 * knows. Asked once for each request, by a thread of the network, when all of it but its end has been handed on; as long as the answer
 * takes, the request waits.
 *
 * @since 1.0
 */
@FunctionalInterface
public interface LastLook {

    /** Why the request must not leave, a clause; empty when it may. What this throws keeps it here too. */
    Optional<String> obstacle();

    /** Lets everything leave. */
    static LastLook none() {
        return Optional::empty;
    }
}
