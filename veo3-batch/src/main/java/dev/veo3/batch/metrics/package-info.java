// SPDX-License-Identifier: Apache-2.0
/** Figures of a running batch. May import {@code event} and what that may import. */
@NullMarked
package dev.veo3.batch.metrics;

import org.jspecify.annotations.NullMarked;
