// SPDX-License-Identifier: Apache-2.0
/**
 * Time as a seam: {@link dev.veo3.time.TimeSource} is asked for every reading of a clock and for every wait, so that
 * a test moves time by hand ({@link dev.veo3.time.ManualTime}) and never sleeps. Imports no other package of the library.
 */
@NullMarked
package dev.veo3.time;

import org.jspecify.annotations.NullMarked;
