// SPDX-License-Identifier: Apache-2.0
package dev.veo3.examples;

import dev.veo3.Backend;
import dev.veo3.VeoClient;
import dev.veo3.auth.ApiKey;

/** The README's client of the real service, with a key from the environment. Sends nothing. */
final class RealKey {

    private RealKey() {}

    public static void main(String[] args) {
        try (VeoClient veo = VeoClient.builder().backend(Backend.geminiApi())
                // @start region="readme"
                .credentials(ApiKey.of(System.getenv("GEMINI_API_KEY")))
                // @end
                .build()) {
            System.out.println("Videos would be made at " + veo.backend().platform().title());
        }
    }
}
