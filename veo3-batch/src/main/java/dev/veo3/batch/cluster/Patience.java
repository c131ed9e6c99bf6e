// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.cluster;

/** Waits that an interrupt does not end. */
final class Patience {

    private Patience() {}

    /** Something that is waited for. */
    interface Wait {
        void end() throws InterruptedException;
    }

    /** Waits to the end; a thread that was interrupted meanwhile is interrupted still. */
    static void until(Wait wait) {
        boolean interrupted = false;
        boolean over = false;
        while (!over) {
            try {
                wait.end();
                over = true;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
