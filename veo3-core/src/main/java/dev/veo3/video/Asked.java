// SPDX-License-Identifier: Apache-2.0
package dev.veo3.video;

import dev.veo3.model.Feature;
import dev.veo3.model.Platform;
import java.util.Optional;

/**
 * What the rules look at.
 *
 * @param request empty while its inputs are not known
 * @param platform where it is to be sent
 */
record Asked(Feature kind, VideoSettings settings, Optional<VideoRequest> request, Platform platform) {

    static Asked of(VideoRequest request, Platform platform) {
        return new Asked(request.feature(), request.settings(), Optional.of(request), platform);
    }
}
