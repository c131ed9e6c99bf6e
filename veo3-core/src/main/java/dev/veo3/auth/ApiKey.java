// SPDX-License-Identifier: Apache-2.0
package dev.veo3.auth;

import java.util.Map;
import java.util.Objects;

/**
 * An API key of the Gemini API, sent in the header {@code x-goog-api-key} and never in an address, which others log. The Agent Platform
 * takes none for video models. A class and no record: a record would print the key. Immutable.
 *
 * {@snippet file="dev/veo3/SnippetsTest.java" region="key"}
 *
 * @since 1.0
 */
public final class ApiKey implements Credentials {
    private final String key;

    private ApiKey(String key) {
        this.key = key;
    }

    /**
     * A key, as <a href="https://aistudio.google.com/apikey">Google AI Studio</a> shows it.
     *
     * @throws CredentialsException when it is empty or holds what no key has
     */
    public static ApiKey of(String key) {
        String stripped = Objects.requireNonNull(key).strip();
        // Not the key itself: an exception's message is printed. Control characters would split the header.
        if (stripped.isEmpty()) {
            throw new CredentialsException("The API key is empty. Make one at https://aistudio.google.com/apikey.");
        }
        if (!Secrets.isPlain(stripped)) {
            throw new CredentialsException("The API key holds a character that no key has: is it the whole line of a"
                    + " file, its quotes included?");
        }
        return new ApiKey(stripped);
    }

    @Override
    public Map<String, String> headers() {
        return Map.of("x-goog-api-key", key);
    }

    @Override
    public String toString() {
        return "ApiKey[redacted]";
    }
}
