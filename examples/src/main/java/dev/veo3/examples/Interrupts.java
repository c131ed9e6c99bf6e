// SPDX-License-Identifier: Apache-2.0
package dev.veo3.examples;

import org.jline.utils.Signals;

/** Where Ctrl-C comes from. */
@FunctionalInterface
interface Interrupts {

    /**
     * Calls the handler at each Ctrl-C, on a thread of its own, instead of ending the process.
     *
     * @return puts back what was there before
     */
    Runnable onEach(Runnable handler);

    /** This process's SIGINT; where it cannot be had, Ctrl-C ends the process through its shutdown hooks. */
    static Interrupts ofProcess() {
        return handler -> {
            Object before = Signals.register("INT", handler);
            return () -> {
                if (before != null) {
                    Signals.unregister("INT", before);
                }
            };
        };
    }
}
