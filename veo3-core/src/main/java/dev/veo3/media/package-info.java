// SPDX-License-Identifier: Apache-2.0
/**
 * What image and video files really contain: {@link dev.veo3.media.MediaInspector} reads their headers and answers with
 * a {@link dev.veo3.media.MediaInfo}. Imports no other package of the library.
 */
@NullMarked
package dev.veo3.media;

import org.jspecify.annotations.NullMarked;
