// SPDX-License-Identifier: Apache-2.0
/**
 * What holds submissions back: each limit is a pure function of its state and the time, the waiting is done elsewhere. Imports
 * no other package of the batch module.
 */
@NullMarked
package dev.veo3.batch.limit;

import org.jspecify.annotations.NullMarked;
