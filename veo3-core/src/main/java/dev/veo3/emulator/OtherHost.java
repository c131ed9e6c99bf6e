// SPDX-License-Identifier: Apache-2.0
package dev.veo3.emulator;

import dev.veo3.emulator.http.Reply;
import dev.veo3.emulator.http.Request;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * The host that a download is redirected to: this one by its other name, {@code localhost} or {@code 127.0.0.1}. Its
 * addresses are those of this host behind {@link #PREFIX}; instead of credentials they carry the owner.
 */
final class OtherHost {

    /** The parameter that names the owner. */
    static final String OWNER = "owner";

    private static final String PREFIX = "/elsewhere";

    private OtherHost() {}

    static boolean serves(Request request) {
        return request.path().startsWith(PREFIX + "/");
    }

    /** The same request as this host would get it. */
    static Request here(Request request) {
        return new Request(request.method(), request.path().substring(PREFIX.length()), request.query(),
                request.headers(), request.body());
    }

    /** Sends a request there. */
    static Reply redirect(Request request, String owner) {
        String here = request.baseUrl();
        String there = here.contains("//127.0.0.1")
                ? here.replace("//127.0.0.1", "//localhost")
                : here.replaceFirst("//[^:/]+", "//127.0.0.1");
        String query = request.parameter("alt").map(alt -> "alt=" + alt + "&").orElse("") + OWNER + "="
                + URLEncoder.encode(owner, StandardCharsets.UTF_8);
        return new Reply(302, Map.of("Location", there + PREFIX + request.path() + "?" + query), 0, out -> {});
    }
}
