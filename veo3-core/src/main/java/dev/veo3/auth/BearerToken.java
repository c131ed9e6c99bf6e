// SPDX-License-Identifier: Apache-2.0
package dev.veo3.auth;

import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * An OAuth 2 access token, sent as {@code Authorization: Bearer}. The Agent Platform takes no API key for video models.
 * A class and no record: a record would print the token.
 *
 * {@snippet file="dev/veo3/SnippetsTest.java" region="token"}
 *
 * @since 1.0
 */
public final class BearerToken implements Credentials {
    private final Supplier<String> source;

    private BearerToken(Supplier<String> source) {
        this.source = Objects.requireNonNull(source);
    }

    /** A token that does not change. Google's live for an hour: a long batch wants {@link #from}. */
    public static BearerToken of(String token) {
        Objects.requireNonNull(token);
        return new BearerToken(() -> token);
    }

    /**
     * A token that is asked for again with each request; the supplier caches it if asking is slow, and is thread-safe. Of an exception
     * that it throws only the class is told, because its message may hold the token; a {@link CredentialsException} goes through as
     * it is.
     */
    public static BearerToken from(Supplier<String> source) {
        return new BearerToken(source);
    }

    @Override
    public Map<String, String> headers() {
        String token = ask();
        // Not the token itself: an exception's message is printed. Control characters would split the header.
        if (token == null || token.isBlank()) {
            throw new CredentialsException("The access token is empty. Ask for a new one, for example with"
                    + " `gcloud auth print-access-token`.");
        }
        String stripped = token.strip();
        if (!Secrets.isPlain(stripped)) {
            throw new CredentialsException("The access token holds a character that no token has: is it the whole"
                    + " output of another command?");
        }
        return Map.of("Authorization", "Bearer " + stripped);
    }

    private String ask() {
        try {
            return source.get();
        } catch (CredentialsException e) {
            throw e;
        } catch (RuntimeException e) {
            // Neither its message nor the exception itself: a command's output is often in it, and that may be the token.
            throw new CredentialsException("Asking for the access token failed with a " + e.getClass().getName()
                    + ", whose message is left out because it may hold the token. Run the supplier by itself to see it,"
                    + " or let it throw a CredentialsException that says what is wrong");
        }
    }

    @Override
    public String toString() {
        return "BearerToken[redacted]";
    }
}
