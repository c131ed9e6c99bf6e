// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.report;

import dev.veo3.batch.event.Alert;
import dev.veo3.batch.metrics.BatchHealth;
import dev.veo3.batch.metrics.BatchMetrics;
import dev.veo3.batch.metrics.Bottleneck;
import dev.veo3.batch.metrics.LimitChange;
import java.util.List;
import java.util.Optional;

/**
 * What was measured while a batch ran.
 *
 * @param metrics the figures at its end
 * @param bottleneck what held it up most; empty when no job ran
 * @param alerts what a person should look at, each cause once
 * @param health what it has left behind
 * @param limits how many jobs might be in flight, in the order of time, from the batch's begin on
 * @since 1.0
 */
public record RunFigures(BatchMetrics metrics, Optional<Bottleneck> bottleneck, List<Alert> alerts,
        BatchHealth health, List<LimitChange> limits) {

    /** Copies the lists. */
    public RunFigures {
        alerts = List.copyOf(alerts);
        limits = List.copyOf(limits);
    }
}
