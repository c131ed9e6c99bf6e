// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.engine;

import dev.veo3.batch.event.BatchEvent;
import dev.veo3.batch.event.BatchListener;
import dev.veo3.batch.event.JobEvent;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the listeners what happens. */
final class Announcer {
    private static final Logger LOG = LoggerFactory.getLogger(Announcer.class);

    private final List<BatchListener> listeners;

    Announcer(List<BatchListener> listeners) {
        this.listeners = List.copyOf(listeners);
    }

    /** Whether anybody listens: an event for nobody need not be made. */
    boolean isHeard() {
        return !listeners.isEmpty();
    }

    void tell(JobEvent event) {
        each(listener -> listener.onEvent(event), event, event.job().id());
    }

    void tell(BatchEvent event) {
        each(listener -> listener.onBatchEvent(event), event, "-");
    }

    private void each(Consumer<BatchListener> call, Object event, String job) {
        for (BatchListener listener : listeners) {
            try {
                call.accept(listener);
            } catch (Throwable e) {
                // Not even an Error of a listener may leave a job without an outcome, or the others without the event.
                LOG.warn("A listener failed on {} of job {}; the batch goes on", event.getClass().getSimpleName(), job,
                        e);
            }
        }
    }
}
