// SPDX-License-Identifier: Apache-2.0
package dev.veo3;

import dev.veo3.transport.BoundedTransport;
import dev.veo3.transport.CredentialsTransport;
import dev.veo3.transport.HttpTransport;
import dev.veo3.transport.LoggingTransport;
import dev.veo3.transport.RedirectingTransport;
import dev.veo3.transport.Transport;

/**
 * A client's ways out.
 *
 * @param http what they all go through; its owner closes it
 * @param bounded what keeps their number below a limit
 * @param credentials what adds them, and knows what they were
 * @param known the way to the service, with credentials
 * @param anonymous the way to others, without
 */
record Network(HttpTransport http, BoundedTransport bounded, CredentialsTransport credentials, Transport known,
        Transport anonymous)
        implements
            AutoCloseable {
    static final int MOST_CONNECTIONS = 256;

    static Network open(ClientSettings settings) {
        HttpTransport http = HttpTransport.open(settings.timeouts().connect(), settings.keepAlive(), settings.proxy());
        BoundedTransport bounded = new BoundedTransport(http, MOST_CONNECTIONS);
        CredentialsTransport credentials = new CredentialsTransport(bounded, settings.credentials());
        return new Network(http, bounded, credentials, new LoggingTransport(credentials, settings.time()),
                new LoggingTransport(bounded, settings.time()));
    }

    /** To the service, and without credentials to wherever it sends on. */
    Transport following() {
        return new RedirectingTransport(known, anonymous);
    }

    /** The same for an address that carries its own permission. */
    Transport followingAnonymously() {
        return new RedirectingTransport(anonymous, anonymous);
    }

    @Override
    public void close() {
        bounded.close();
        http.close();
    }
}
