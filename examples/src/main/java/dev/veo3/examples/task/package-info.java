// SPDX-License-Identifier: Apache-2.0
/** One small program for each task. Each runs against the emulator, without a key, and says which line to change for real videos. */
@NullMarked
package dev.veo3.examples.task;

import org.jspecify.annotations.NullMarked;
