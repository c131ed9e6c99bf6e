// SPDX-License-Identifier: Apache-2.0
/**
 * Bringing a video to its place: part files, moving them, and Cloud Storage. May import {@code error, video} and {@code transport}.
 */
@NullMarked
package dev.veo3.internal.download;

import org.jspecify.annotations.NullMarked;
