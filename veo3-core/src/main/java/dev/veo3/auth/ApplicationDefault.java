// SPDX-License-Identifier: Apache-2.0
package dev.veo3.auth;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Google's Application Default Credentials: the file that {@code GOOGLE_APPLICATION_CREDENTIALS} names, else what
 * {@code gcloud auth application-default login} left, else the service account of the machine that this runs on. The token is renewed
 * before it expires. Needs the library {@code com.google.auth:google-auth-library-oauth2-http}, which an application adds itself.
 *
 * @see <a href="https://cloud.google.com/docs/authentication/application-default-credentials">Google's description</a>
 * @since 1.0
 */
public final class ApplicationDefault implements Credentials {
    private final GoogleAuth google;

    private ApplicationDefault(GoogleAuth google) {
        this.google = google;
    }

    /**
     * Finds them. Reads files, and asks the machine's metadata server when there are none; a token is not asked for yet.
     *
     * @throws CredentialsException when there are none, or when the library is missing
     */
    public static ApplicationDefault find() {
        try {
            return new ApplicationDefault(GoogleAuth.applicationDefault());
        } catch (NoClassDefFoundError e) {
            // Only that class refers to the library: whoever uses other credentials does without it.
            throw new CredentialsException("Application Default Credentials need a library that is not there: add"
                    + " com.google.auth:google-auth-library-oauth2-http to your dependencies, or use"
                    + " BearerToken.from(…) (missing is " + e.getMessage() + ")");
        }
    }

    @Override
    public Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>();
        google.headers().forEach((name, values) -> headers.put(name, only(values)));
        return headers;
    }

    private static String only(List<String> values) {
        String value = values.isEmpty() ? "" : values.getFirst().strip();
        // The token's scheme is followed by a blank.
        if (!Secrets.isPlain(value.replaceFirst("^Bearer ", ""))) {
            throw new CredentialsException("The Application Default Credentials hold a character that no token has");
        }
        return value;
    }

    @Override
    public String toString() {
        return "ApplicationDefault[redacted]";
    }
}
