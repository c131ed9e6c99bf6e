// SPDX-License-Identifier: Apache-2.0
package dev.veo3.emulator.http;

import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A request.
 *
 * @param method as it was sent, in upper case
 * @param path undecoded, without the query
 * @param query undecoded; empty when there is none
 * @param headers the header fields
 * @param body the body, which may be left unread
 */
public record Request(String method, String path, String query, Headers headers, InputStream body) {

    /** The first parameter of this name in the query, decoded. */
    public Optional<String> parameter(String name) {
        for (String pair : query.split("&", -1)) {
            String[] parts = pair.split("=", 2);
            if (parts[0].equals(name)) {
                return Optional.of(parts.length == 1 ? "" : URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
            }
        }
        return Optional.empty();
    }

    /** How the peer calls this server: {@code http://HOST:PORT}, without a slash at the end. */
    public String baseUrl() {
        return "http://" + headers.first("Host").orElse("127.0.0.1");
    }
}
