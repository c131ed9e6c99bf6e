/**
 * Runs a manifest of video jobs: {@link dev.veo3.batch.BatchProcessor}. The roof of the module: it knows every other package,
 * and none knows it.
 */
@NullMarked
package dev.veo3.batch;

import org.jspecify.annotations.NullMarked;
