// SPDX-License-Identifier: Apache-2.0
package dev.veo3.emulator;

import dev.veo3.emulator.http.Request;
import dev.veo3.emulator.route.Access;
import dev.veo3.emulator.wire.ApiError;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Looks at the credentials of requests. Each API key stands for a project of its own, as keys of different projects do.
 *
 * @param tokens the bearer tokens that are accepted; with none given, all are
 * @param keys the API keys that are accepted; with none given, all are
 * @param projects the projects that tokens may use; with none given, all are
 * @param wrongKey how a key is refused that is not accepted
 */
record Gate(Set<String> tokens, Set<String> keys, Set<String> projects, KeyRefusal wrongKey) {

    private static final String BEARER = "Bearer ";
    private static final Pattern PROJECT = Pattern.compile("/projects/([^/]+)/");

    /**
     * Whose credentials these are.
     *
     * @throws ApiError as the service words it when they are missing, of the wrong kind or not accepted
     */
    String owner(Access access, Request request) throws ApiError {
        return switch (access) {
            case TOKEN -> project(request);
            case KEY -> keyOwner(request);
            case OPEN -> "";
            case FOREIGN -> stranger(request);
        };
    }

    private String project(Request request) throws ApiError {
        Optional<String> token = token(request);
        if (token.isEmpty() && key(request).isPresent()) {
            throw ApiError.of(401, "API keys are not supported by this API. Expected OAuth2 access token or other"
                    + " authentication credentials that assert a principal.");
        }
        if (token.isEmpty() || !accepts(tokens, token.get())) {
            throw unauthenticated();
        }
        Matcher matcher = PROJECT.matcher(request.path());
        if (!matcher.find()) {
            return "";
        }
        if (!accepts(projects, matcher.group(1))) {
            throw ApiError.of(403, "Permission 'aiplatform.endpoints.predict' denied on resource"
                    + " '//aiplatform.googleapis.com/projects/" + matcher.group(1) + "' (or it may not exist).");
        }
        return "projects/" + matcher.group(1);
    }

    private String keyOwner(Request request) throws ApiError {
        Optional<String> key = key(request);
        if (key.isEmpty()) {
            throw token(request).isPresent()
                    ? unauthenticated()
                    : ApiError.of(403, "Method doesn't allow unregistered callers (callers without established"
                            + " identity). Please use API Key or other form of API consumer identity to call this API.");
        }
        if (!accepts(keys, key.get())) {
            throw wrongKey.error();
        }
        return "callers/" + digest(key.get());
    }

    private static String stranger(Request request) throws ApiError {
        if (key(request).isPresent() || request.headers().first("Authorization").isPresent()
                || request.headers().first("x-goog-user-project").isPresent()) {
            throw ApiError.invalid("Credentials came along to another host.");
        }
        return request.parameter(OtherHost.OWNER).orElse("");
    }

    private static Optional<String> token(Request request) {
        return request.headers().first("Authorization").filter(value -> value.startsWith(BEARER))
                .map(value -> value.substring(BEARER.length()).strip()).filter(value -> !value.isEmpty());
    }

    private static Optional<String> key(Request request) {
        return request.headers().first("x-goog-api-key").or(() -> request.parameter("key"))
                .filter(value -> !value.isBlank());
    }

    private static boolean accepts(Set<String> known, String one) {
        return known.isEmpty() || known.contains(one);
    }

    private static ApiError unauthenticated() {
        return ApiError.of(401, "Request had invalid authentication credentials. Expected OAuth 2 access token, login"
                + " cookie or other valid authentication credential.");
    }

    /** A secret is compared, never kept. */
    private static String digest(String key) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256, this one says it has not", e);
        }
    }
}
