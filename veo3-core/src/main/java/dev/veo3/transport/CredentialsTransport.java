package dev.veo3.transport;

import dev.veo3.auth.Credentials;
import java.io.IOException;
import java.util.Map;
import java.util.Set;

import static java.util.stream.Collectors.toUnmodifiableSet;

/** Adds credentials, asked for again with each call. */
public final class CredentialsTransport implements Transport {
    private static final int SHORTEST = 8;

    private final Transport next;
    private final Credentials credentials;

    /** Adds these credentials to what goes to the next transport. */
    public CredentialsTransport(Transport next, Credentials credentials) {
        this.next = next;
        this.credentials = credentials;
    }

    /**
     * {@inheritDoc}
     *
     * @throws dev.veo3.auth.CredentialsException when there are none; nothing was sent
     */
    @Override
    public Answer send(Call call) throws IOException, InterruptedException {
        Map<String, String> headers = credentials.headers();
        return next.send(call.withHeaders(headers)).toSecretCall(secrets(headers));
    }

    /** A project's name is none, and one of a few letters would tear holes into every text. */
    private static Set<String> secrets(Map<String, String> headers) {
        return headers.entrySet().stream().filter(header -> !header.getKey().equalsIgnoreCase("x-goog-user-project"))
                .map(header -> header.getValue().replaceFirst("^Bearer ", ""))
                .filter(secret -> secret.length() >= SHORTEST).collect(toUnmodifiableSet());
    }
}
