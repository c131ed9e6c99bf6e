// SPDX-License-Identifier: Apache-2.0
/**
 * The one vocabulary of what happens to a job: {@link dev.veo3.batch.event.JobEvent}, {@link dev.veo3.batch.event.JobOutcome}
 * and {@link dev.veo3.batch.event.JobResult}. May import {@code plan} and what that may import.
 */
@NullMarked
package dev.veo3.batch.event;

import org.jspecify.annotations.NullMarked;
