// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/** A job's id in the letters that a label may have, and a folder in Cloud Storage. Ids that are alike in them are told apart by their digest. */
final class JobLabel {
    private static final int LONGEST = 63;

    private JobLabel() {}

    static String of(String id) {
        String plain = id.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_-]", "-");
        if (plain.equals(id) && plain.length() <= LONGEST) {
            return plain;
        }
        String digest = "-" + HexFormat.of().formatHex(sha256(id), 0, 8);
        return plain.substring(0, Math.min(plain.length(), LONGEST - digest.length())) + digest;
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
