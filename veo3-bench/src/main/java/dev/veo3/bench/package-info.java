// SPDX-License-Identifier: Apache-2.0
/** JMH benchmarks of the library; build {@code target/benchmarks.jar} and run it like any JMH jar. */
@NullMarked
package dev.veo3.bench;

import org.jspecify.annotations.NullMarked;
