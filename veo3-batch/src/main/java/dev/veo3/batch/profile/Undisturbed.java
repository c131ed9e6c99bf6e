// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.profile;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Runs something on a platform thread of its own and waits: an interrupt of the caller would close the files it writes. */
final class Undisturbed {

    private Undisturbed() {}

    /** Returns or throws when it has ended. An interrupt that came is put back then. */
    static void run(String name, Runnable work) {
        AtomicReference<@Nullable Throwable> thrown = new AtomicReference<>();
        Thread thread = Thread.ofPlatform().name(name).unstarted(work);
        thread.setUncaughtExceptionHandler((ended, error) -> thrown.set(error));
        thread.start();
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        switch (thrown.get()) {
            case null -> {
            }
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            case Throwable e -> throw new IllegalStateException(e);
        }
    }
}
