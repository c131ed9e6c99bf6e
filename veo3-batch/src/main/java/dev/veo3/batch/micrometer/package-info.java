// SPDX-License-Identifier: Apache-2.0
/**
 * The figures of batches for Micrometer: {@link dev.veo3.batch.micrometer.MicrometerBinder}. Whoever uses it adds {@code micrometer-core};
 * nobody else needs it, and nothing else loads it. May import {@code metrics} and what that may import.
 */
@NullMarked
package dev.veo3.batch.micrometer;

import org.jspecify.annotations.NullMarked;
