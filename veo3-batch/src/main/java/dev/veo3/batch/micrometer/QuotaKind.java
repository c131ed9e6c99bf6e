// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.micrometer;

import dev.veo3.error.ServiceError;
import java.util.Locale;

/** Which kind of quota is used up, from the names and words that the service uses. */
final class QuotaKind {

    private QuotaKind() {}

    static String of(ServiceError error) {
        String words = (error.quota() + " " + error.message()).toLowerCase(Locale.ROOT).replaceAll("[ _-]", "");
        if (words.contains("perday") || words.contains("daily")) {
            return "daily";
        }
        return words.contains("concurrent") || words.contains("inprogress") || words.contains("longrunning")
                ? "concurrency"
                : "rpm";
    }
}
