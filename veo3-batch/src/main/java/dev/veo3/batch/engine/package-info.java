// SPDX-License-Identifier: Apache-2.0
/**
 * Runs the jobs of one plan: a permit starts a virtual thread, and the thread takes one job after the other. What may cost money
 * passes the journal and the limits first. May import everything below {@code cluster}; the roof package imports it.
 */
@NullMarked
package dev.veo3.batch.engine;

import org.jspecify.annotations.NullMarked;
