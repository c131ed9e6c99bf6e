/** Benchmarks. */
@NullMarked
package dev.veo3.bench;

import org.jspecify.annotations.NullMarked;
