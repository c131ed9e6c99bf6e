// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.plan;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** What an object in Cloud Storage is, by its name: the library does not fetch it. */
final class CloudTypes {
    private static final Map<String, String> TYPES = Map.of("png", "image/png", "jpg", "image/jpeg", "jpeg",
            "image/jpeg",
            "webp", "image/webp", "mp4", "video/mp4", "mov", "video/quicktime");

    private CloudTypes() {}

    static Optional<String> of(String uri) {
        return Optional.ofNullable(TYPES.get(uri.substring(uri.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT)));
    }

    static String endings() {
        return String.join(", ", new TreeSet<>(TYPES.keySet()));
    }
}
