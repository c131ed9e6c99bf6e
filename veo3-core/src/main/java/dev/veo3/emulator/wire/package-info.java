// SPDX-License-Identifier: Apache-2.0
/**
 * What the emulator reads from and writes to the wire, whatever the API: bounded JSON bodies, pages, labels, images, and the
 * service's error envelope. Uses the package {@code clip} only.
 */
@NullMarked
package dev.veo3.emulator.wire;

import org.jspecify.annotations.NullMarked;
