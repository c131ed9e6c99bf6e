// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.engine;

import dev.veo3.batch.event.BatchListener;
import dev.veo3.batch.execute.AmbiguityPolicy;
import dev.veo3.batch.execute.Executor;
import dev.veo3.batch.limit.Limits;
import dev.veo3.batch.limit.RetryPolicy;
import dev.veo3.batch.metrics.AlertRules;
import dev.veo3.time.TimeSource;
import java.util.List;

/**
 * How batches run, whatever is in them.
 *
 * @param executor runs the jobs
 * @param listeners are told what happens
 * @param ambiguity what is done with attempts of unknown fate
 * @param retries what is tried again
 * @param limits how much is asked of the service at once
 * @param time clocks and waits
 * @param alerts when a person is told that something is not as it should be
 */
public record BatchSettings(Executor executor, List<BatchListener> listeners, AmbiguityPolicy ambiguity,
        RetryPolicy retries, Limits limits, TimeSource time, AlertRules alerts) {

    /** Copies the list. */
    public BatchSettings {
        listeners = List.copyOf(listeners);
    }
}
