// SPDX-License-Identifier: Apache-2.0
package dev.veo3.examples;

import dev.veo3.batch.BatchProcessor;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Ends a batch in order when a person or the system wants it to end: the first time, submissions under way are waited for, so
 * that their operations are not lost; the second time not even that. Closed when everything has been told.
 */
final class Stopping implements AutoCloseable {
    private static final long SECONDS_TO_END = 20;
    private static final long SECONDS_TO_TELL = 10;

    private final BatchProcessor processor;
    private final Consumer<String> say;
    private final AtomicInteger interrupts = new AtomicInteger();
    private final CountDownLatch told = new CountDownLatch(1);
    private final Thread hook = new Thread(this::endWithProcess, "veo3-stop");
    private final Runnable restore;

    Stopping(BatchProcessor processor, Interrupts signals, Consumer<String> say) {
        this.processor = processor;
        this.say = say;
        Runtime.getRuntime().addShutdownHook(hook);
        this.restore = signals.onEach(this::interrupt);
    }

    /** Whether Ctrl-C was pressed. */
    boolean interrupted() {
        return interrupts.get() > 0;
    }

    private void interrupt() {
        if (interrupts.getAndIncrement() == 0) {
            say.accept("Stopping: waiting for submissions under way; Ctrl-C again stops at once.");
        }
        processor.close();
    }

    /** While this runs the process lives; when it returns, the process is gone. */
    private void endWithProcess() {
        try {
            processor.close();
            if (told.await(SECONDS_TO_END, TimeUnit.SECONDS)) {
                return;
            }
            processor.close();
            if (!told.await(SECONDS_TO_TELL, TimeUnit.SECONDS)) {
                System.err.println("The batch did not come to rest in " + (SECONDS_TO_END + SECONDS_TO_TELL) + " s.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        told.countDown();
        restore.run();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is ending, which is what the hook is for.
        }
    }
}
