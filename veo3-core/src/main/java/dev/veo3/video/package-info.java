// SPDX-License-Identifier: Apache-2.0
/**
 * What is asked of the service ({@link dev.veo3.video.VideoRequest}) and how it ends ({@link dev.veo3.video.SubmitOutcome},
 * {@link dev.veo3.video.VideoOutcome}), without any wire format. May import {@code error}, {@code media} and {@code model}.
 */
@NullMarked
package dev.veo3.video;

import org.jspecify.annotations.NullMarked;
