// SPDX-License-Identifier: Apache-2.0
package dev.veo3;

import java.net.URI;
import java.util.Locale;
import java.util.Set;

/** The spelling of an address that stands for the service's hosts. */
final class BaseUrl {
    private static final Set<String> SCHEMES = Set.of("http", "https");

    private static final int LAST_PORT = 65_535;

    private BaseUrl() {}

    /** The address without a slash at its end. */
    static URI checked(URI address) {
        String scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
        if (!SCHEMES.contains(scheme) || address.getHost() == null || address.getRawUserInfo() != null
                || address.getPort() > LAST_PORT || address.getRawQuery() != null || address.getRawFragment() != null) {
            throw new IllegalArgumentException("\"" + scheme + "://" + address.getHost() + "…\" is no base URL."
                    + (address.getPort() > LAST_PORT ? " Ports end at " + LAST_PORT + "." : "")
                    + " Write for example http://127.0.0.1:8080, without user, query or fragment");
        }
        return URI.create(address.toString().replaceAll("/+$", ""));
    }
}
