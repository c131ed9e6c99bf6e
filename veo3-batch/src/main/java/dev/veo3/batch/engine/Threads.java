// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.engine;

/** Waits for threads whatever happens. */
final class Threads {

    private Threads() {}

    /** Waits for the end of a thread that is about to end: whether the calling thread was interrupted meanwhile. */
    static boolean join(Thread thread) {
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                return interrupted;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
    }
}
