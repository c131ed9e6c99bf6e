// SPDX-License-Identifier: Apache-2.0
/**
 * How many jobs should run at once: {@link dev.veo3.batch.tune.Tuner} tries it out with whole batches. Stands on the roof of the module:
 * it runs batches as an application does.
 */
@NullMarked
package dev.veo3.batch.tune;

import org.jspecify.annotations.NullMarked;
