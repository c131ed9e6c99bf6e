// SPDX-License-Identifier: Apache-2.0
package dev.veo3;

import com.google.genai.Client;
import dev.veo3.video.VideoRequest;
import java.util.function.Consumer;

/**
 * One request for a video, said to both clients with the same inputs.
 *
 * @param what for people
 * @param ours as our client is asked
 * @param theirs asks the official client
 */
record SamePair(String what, Backend backend, VideoRequest ours, Consumer<Client> theirs) {

    @Override
    public String toString() {
        return what + ", " + ours.model() + ", " + backend.platform().title();
    }
}
