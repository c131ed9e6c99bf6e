// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.report;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One job's result as a results file tells it.
 *
 * @param outcome the outcome's name; empty in files of other programs
 * @param operation the name under which the service keeps the job; empty when it never took it, and in files of other programs
 * @since 1.0
 */
public record RecordedResult(String jobId, boolean success, Optional<String> outcome, Optional<String> operation,
        Optional<String> output, Optional<String> error, Optional<Instant> started, Duration duration) {}
