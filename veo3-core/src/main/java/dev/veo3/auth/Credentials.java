// SPDX-License-Identifier: Apache-2.0
package dev.veo3.auth;

import java.util.Map;

/**
 * What proves to the service who asks. Asked again for each request, so that a token may change. Thread-safe.
 *
 * @since 1.0
 */
public sealed interface Credentials permits ApiKey, BearerToken, ApplicationDefault {

    /**
     * The headers that carry the credentials. They are secret: they go into a request and nowhere else.
     *
     * @throws CredentialsException when there is nothing to send
     */
    Map<String, String> headers();
}
