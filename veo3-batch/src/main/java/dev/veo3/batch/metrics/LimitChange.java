// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.metrics;

import java.time.Instant;

/**
 * From a moment on, so many jobs might be in flight.
 *
 * @param reason what was learned, a clause; may be empty
 * @since 1.0
 */
public record LimitChange(Instant time, int limit, String reason) {}
