// SPDX-License-Identifier: Apache-2.0
/**
 * The seam between the engine and what does the work: an {@link dev.veo3.batch.execute.Executor} runs one job, and a
 * {@link dev.veo3.batch.execute.JobContext} lends it what the engine offers. May import {@code event}, {@code schedule} and
 * {@code metrics} and what those may import.
 */
@NullMarked
package dev.veo3.batch.execute;

import org.jspecify.annotations.NullMarked;
