// SPDX-License-Identifier: Apache-2.0
/**
 * What has been checked: {@link dev.veo3.batch.plan.BatchPlan} turns a manifest into jobs with typed requests, destinations
 * and prices, or reports every problem at once. After it exists nobody validates again. May import {@code manifest} and
 * {@code limit}.
 */
@NullMarked
package dev.veo3.batch.plan;

import org.jspecify.annotations.NullMarked;
