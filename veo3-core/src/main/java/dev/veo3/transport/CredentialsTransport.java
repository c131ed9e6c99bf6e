// SPDX-License-Identifier: Apache-2.0
package dev.veo3.transport;

import dev.veo3.auth.Credentials;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

import static java.util.stream.Collectors.toUnmodifiableSet;

/** Adds credentials, asked for again with each call. */
public final class CredentialsTransport implements Transport {
    private static final int SHORTEST = 8;

    /** A token is renewed each hour: an answer to an older one has come long ago. */
    private static final int REMEMBERED = 8;

    private final Transport next;
    private final Credentials credentials;
    private final AtomicReference<List<String>> latest = new AtomicReference<>(List.of());

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
        Set<String> secrets = secrets(headers);
        remember(secrets);
        return next.send(call.withHeaders(headers)).toSecretCall(secrets);
    }

    /** A text that came with some answer, without what the latest calls carried. */
    public String withoutSecrets(String text) {
        return SecretText.without(text, latest.get());
    }

    private void remember(Set<String> secrets) {
        if (!latest.get().containsAll(secrets)) {
            latest.updateAndGet(known -> Stream.concat(secrets.stream(), known.stream()).distinct().limit(REMEMBERED)
                    .toList());
        }
    }

    /** A project's name is none, and one of a few letters would tear holes into every text. */
    private static Set<String> secrets(Map<String, String> headers) {
        return headers.entrySet().stream().filter(header -> !header.getKey().equalsIgnoreCase("x-goog-user-project"))
                .map(header -> header.getValue().replaceFirst("^Bearer ", ""))
                .filter(secret -> secret.length() >= SHORTEST).collect(toUnmodifiableSet());
    }
}
