package dev.veo3.transport;

import dev.veo3.auth.Credentials;
import java.io.IOException;
import java.util.Map;

/** Adds credentials, asked for again with each call. */
public final class CredentialsTransport implements Transport {
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
        return next.send(call.withHeaders(headers));
    }
}
