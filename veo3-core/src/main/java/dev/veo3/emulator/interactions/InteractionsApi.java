// SPDX-License-Identifier: Apache-2.0
package dev.veo3.emulator.interactions;

import dev.veo3.emulator.catalog.Platform;
import dev.veo3.emulator.route.Access;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A place where the Interactions API is served. */
enum InteractionsApi {
    /** At the Gemini API, with an API key. */
    GEMINI(Platform.GEMINI_API, Access.KEY, "/v1(?:beta)?()/interactions", "/v1beta/interactions"),
    /** On Agent Platform, with a token, at the location {@code global} only. */
    AGENT_PLATFORM(Platform.AGENT_PLATFORM, Access.TOKEN, "/v1(?:beta1)?/projects/[^/]+/locations/([^/]+)/interactions",
            "/v1beta1/projects/{project}/locations/global/interactions");

    private final Platform platform;
    private final Access access;
    private final Pattern pattern;
    private final String description;

    InteractionsApi(Platform platform, Access access, String collection, String description) {
        this.platform = platform;
        this.access = access;
        this.pattern = Pattern.compile(collection + "(?:/([^/]+)(/cancel)?)?");
        this.description = description;
    }

    Platform platform() {
        return platform;
    }

    Access access() {
        return access;
    }

    String description() {
        return description;
    }

    /**
     * What a path names.
     *
     * @param id the interaction's; empty for the collection
     * @param cancel whether {@code /cancel} follows
     */
    record Target(Optional<String> id, boolean cancel) {}

    /** Reads a path; empty when it is none of this place. */
    Optional<Target> parse(String path) {
        Matcher matcher = pattern.matcher(path);
        boolean served = matcher.matches() && (matcher.group(1).isEmpty() || matcher.group(1).equals("global"));
        return served
                ? Optional.of(new Target(Optional.ofNullable(matcher.group(2)), matcher.group(3) != null))
                : Optional.empty();
    }
}
