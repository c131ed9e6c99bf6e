// SPDX-License-Identifier: Apache-2.0
package dev.veo3.emulator;

import dev.veo3.emulator.http.Peer;

import static dev.veo3.emulator.Caller.json;
import static dev.veo3.emulator.Caller.prompt;

/**
 * A wire on which an operation begins, as it goes over a bare socket.
 *
 * @param auth the header that lets the request in
 */
record SubmissionWire(String path, String auth, String body) {
    static final String KEY = "x-goog-api-key: key";
    static final String TOKEN = "Authorization: Bearer token";
    /** A model on the Agent Platform. */
    static final String VEO = "/v1/projects/p/locations/us-central1/publishers/google/models/" + Caller.MODEL;

    static final SubmissionWire AGENT_PLATFORM = new SubmissionWire(VEO + ":predictLongRunning", TOKEN,
            prompt("A cat"));
    static final SubmissionWire GEMINI = new SubmissionWire(
            "/v1beta/models/veo-3.1-generate-preview:predictLongRunning", KEY, prompt("A cat"));
    static final SubmissionWire INTERACTIONS = new SubmissionWire("/v1beta/interactions", KEY,
            json("{'model':'gemini-omni-1.1-flash','input':'A cat','background':true}"));

    /** The whole request. */
    String submission() {
        return Peer.post(path, body, auth);
    }
}
