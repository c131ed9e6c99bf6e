// SPDX-License-Identifier: Apache-2.0
/**
 * One batch on several machines: what must not be forgotten stands in tables of PostgreSQL, and of all workers one gets to send
 * an attempt. May import everything below it, the engine included. The user brings the driver and the pool.
 */
@NullMarked
package dev.veo3.batch.cluster;

import org.jspecify.annotations.NullMarked;
