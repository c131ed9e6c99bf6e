// SPDX-License-Identifier: Apache-2.0
package dev.veo3.auth;

import com.google.auth.oauth2.GoogleCredentials;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** The only class that refers to Google's library for credentials, which need not be there. Thread-safe, as that is. */
final class GoogleAuth {
    private static final List<String> SCOPES = List.of("https://www.googleapis.com/auth/cloud-platform");
    private static final String REMEDY = ". Log in with `gcloud auth application-default login`, or set"
            + " GOOGLE_APPLICATION_CREDENTIALS to the file of a service account";

    private final GoogleCredentials credentials;

    private GoogleAuth(GoogleCredentials credentials) {
        this.credentials = credentials;
    }

    static GoogleAuth applicationDefault() {
        try {
            return new GoogleAuth(GoogleCredentials.getApplicationDefault().createScoped(SCOPES));
        } catch (IOException e) {
            // The library names the file and what it expects of it, never what is in it.
            throw new CredentialsException("There are no Application Default Credentials (" + firstLine(e) + ")"
                    + REMEDY);
        } catch (RuntimeException e) {
            throw new CredentialsException(
                    "The Application Default Credentials cannot be used: reading them failed with"
                            + " a " + e.getClass().getName() + REMEDY);
        }
    }

    Map<String, List<String>> headers() {
        try {
            return credentials.getRequestMetadata();
        } catch (IOException | RuntimeException e) {
            // Neither its message nor the exception itself: the answer of the token server is in it.
            throw new CredentialsException("Asking for an access token with the Application Default Credentials failed"
                    + " with a " + e.getClass().getName() + ", whose message is left out because it may hold a secret."
                    + " `gcloud auth application-default print-access-token` shows it" + REMEDY);
        }
    }

    private static String firstLine(IOException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("").strip();
    }
}
