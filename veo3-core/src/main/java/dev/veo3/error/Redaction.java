// SPDX-License-Identifier: Apache-2.0
package dev.veo3.error;

import java.util.regex.Pattern;

/** Takes tokens and keys out of texts that came from outside: some proxies print the request that they refuse. */
final class Redaction {
    private static final Pattern TOKEN = Pattern.compile("(?i)\\bbearer\\s+[A-Za-z0-9._~+/=-]{16,}");
    private static final Pattern KEY = Pattern.compile("\\bAIza[A-Za-z0-9_-]{20,}"
            + "|(?<=(?i:x-goog-api-key)\"?[:=]\\s?\"?)[A-Za-z0-9._~+/-]{16,}|(?<=[?&]key=)[A-Za-z0-9._~+/-]{16,}");

    private Redaction() {}

    static String of(String text) {
        return KEY.matcher(TOKEN.matcher(text).replaceAll("Bearer [redacted]")).replaceAll("[redacted]");
    }
}
