// SPDX-License-Identifier: Apache-2.0
package dev.veo3;

import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.genai.Client;
import com.google.genai.types.HttpOptions;
import com.google.genai.types.HttpRetryOptions;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;

/** Google's own clients for Java, for the same backends as ours. */
final class OfficialClients {

    private OfficialClients() {}

    /** A client of that backend at that address. On the Agent Platform the version is that of Veo, or in {@code global} that of Omni. */
    static Client of(Backend backend, URI address, HttpRetryOptions retries) {
        return of(backend, HttpOptions.builder().baseUrl(address.toString()).retryOptions(retries));
    }

    /** The same, with a limit for each attempt. */
    static Client of(Backend backend, URI address, HttpRetryOptions retries, int timeoutMillis) {
        return of(backend,
                HttpOptions.builder().baseUrl(address.toString()).retryOptions(retries).timeout(timeoutMillis));
    }

    private static Client of(Backend backend, HttpOptions.Builder options) {
        return switch (backend) {
            case Backend.AgentPlatform there -> Client.builder().vertexAI(true).project(there.project())
                    .location(there.location()).credentials(token())
                    .httpOptions(options.apiVersion(there.location().equals("global")
                            ? there.interactionsVersion()
                            : there.apiVersion()).build())
                    .build();
            case Backend.GeminiApi there -> Client.builder().vertexAI(false).apiKey("key")
                    .httpOptions(options.apiVersion(there.apiVersion()).build()).build();
        };
    }

    /** A client that sends everything once. */
    static Client sendingOnce(Backend backend, URI address) {
        return of(backend, address, HttpRetryOptions.builder().attempts(1).build());
    }

    private static GoogleCredentials token() {
        return GoogleCredentials
                .create(new AccessToken(TestClients.TOKEN, Date.from(Instant.now().plus(Duration.ofDays(1)))));
    }
}
