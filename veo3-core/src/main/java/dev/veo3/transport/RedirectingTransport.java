// SPDX-License-Identifier: Apache-2.0
package dev.veo3.transport;

import dev.veo3.error.VeoProtocolException;
import java.io.IOException;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Follows the redirects of questions, never those of calls that change something. Credentials go along to the same host, and from one of
 * Google's hosts to another over TLS; behind any other host nothing gets them any more, not even a host that had them before.
 */
public final class RedirectingTransport implements Transport {
    private static final int MOST = 5;
    private static final int LAST_PORT = 65_535;
    private static final int LONGEST_NOTICE = 8192;
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

    private final Transport authorized;
    private final Transport anonymous;

    /**
     * Follows with these.
     *
     * @param authorized adds the credentials
     * @param anonymous adds none
     */
    public RedirectingTransport(Transport authorized, Transport anonymous) {
        this.authorized = authorized;
        this.anonymous = anonymous;
    }

    /**
     * {@inheritDoc}
     *
     * @throws VeoProtocolException when the redirects are too many, lead from https to http, or nowhere
     */
    @Override
    public Answer send(Call call) throws IOException, InterruptedException {
        Call next = call;
        Transport way = authorized;
        Set<String> carried = Set.of();
        for (int hops = 0;; hops++) {
            // Who redirects may have written them into the address.
            Answer answer = way.send(next).toSecretCall(carried);
            carried = answer.secrets();
            Optional<String> location = answer.header("Location");
            if (!next.method().equals("GET") || !REDIRECTS.contains(answer.status()) || location.isEmpty()) {
                return answer;
            }
            URI from = next.uri();
            try (answer) {
                if (hops == MOST) {
                    throw new VeoProtocolException(call + " was redirected more than " + MOST + " times");
                }
                next = next.to(target(call, from, location.get()));
                // So that the connection can be used again.
                BoundedBody.read(answer, LONGEST_NOTICE);
            }
            if (!mayHaveCredentials(from, next.uri())) {
                way = anonymous;
            }
        }
    }

    /** Neither address is told but by its host: a query may hold a signature. */
    private static URI target(Call call, URI from, String location) {
        URI to;
        try {
            to = from.resolve(location.strip());
        } catch (IllegalArgumentException e) {
            throw new VeoProtocolException(call + " was redirected to what is no address");
        }
        String scheme = scheme(to);
        if (to.getHost() == null || to.getPort() > LAST_PORT || !Set.of("http", "https").contains(scheme)) {
            throw new VeoProtocolException(call + " was redirected to what is no address of the web");
        }
        if (scheme(from).equals("https") && scheme.equals("http")) {
            throw new VeoProtocolException(call + " was redirected to " + to.getHost()
                    + " without TLS, which is not followed: anybody on the way could change the video");
        }
        return to;
    }

    static boolean mayHaveCredentials(URI from, URI to) {
        boolean same = scheme(from).equals(scheme(to)) && from.getHost().equalsIgnoreCase(to.getHost())
                && port(from) == port(to);
        return same || (isGoogle(from) && isGoogle(to));
    }

    private static boolean isGoogle(URI uri) {
        return scheme(uri).equals("https") && port(uri) == 443
                && ("." + uri.getHost().toLowerCase(Locale.ROOT)).endsWith(".googleapis.com");
    }

    private static int port(URI uri) {
        if (uri.getPort() >= 0) {
            return uri.getPort();
        }
        return scheme(uri).equals("https") ? 443 : 80;
    }

    private static String scheme(URI uri) {
        return String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
    }
}
