// SPDX-License-Identifier: Apache-2.0
/**
 * The videos that the emulator serves: {@link dev.veo3.emulator.clip.ClipLoop} makes a playable MP4 of any duration from
 * a one-second clip, and {@link dev.veo3.emulator.clip.MovieHeader} reads what an extension needs to know of its input.
 * Uses no other package of the library.
 */
@NullMarked
package dev.veo3.emulator.clip;

import org.jspecify.annotations.NullMarked;
