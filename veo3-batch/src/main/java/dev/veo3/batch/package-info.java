// SPDX-License-Identifier: Apache-2.0
/**
 * Runs a manifest of video jobs: {@link dev.veo3.batch.BatchProcessor}. The roof of the module: it may know every other package,
 * and none knows it but {@code tune} and {@code doctor}, which run batches as an application does.
 */
@NullMarked
package dev.veo3.batch;

import org.jspecify.annotations.NullMarked;
