// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.metrics;

import dev.veo3.batch.plan.BatchPlan;
import java.time.Duration;
import java.util.SortedMap;

/**
 * A batch whose figures can be read at any time, from any thread.
 *
 * @since 1.0
 */
public interface Measured {

    /** What is run. */
    BatchPlan plan();

    /** How many jobs can be taken up and wait, by priority; looks at each of them. A priority of which none waits is not there. */
    SortedMap<Integer, Integer> queueDepths();

    /** How long the job waits that can be taken up and has waited longest; zero when none waits. Looks at those that came later. */
    Duration longestWait();

    /** Its figures now; quick. */
    BatchMetrics metrics();

    /** What was counted so far; quick. */
    Counts counts();
}
