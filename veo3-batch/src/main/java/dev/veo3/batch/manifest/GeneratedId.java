// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.manifest;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.stream.Collectors;

/**
 * Ids of generated jobs that have no variable in what was written for them. They come from the values, not from the numbers of
 * the rows, so that a row that is put in changes no other job.
 */
final class GeneratedId {
    private static final int LONGEST = 60;
    private static final int DIGITS = 8;

    private GeneratedId() {}

    /** What was written, which may be nothing, and the values; what does not go well with file names is a hyphen. */
    static String of(String written, Collection<String> values) {
        String plain = values.stream().map(GeneratedId::plain).filter(value -> !value.isEmpty())
                .collect(Collectors.joining("-"));
        String prefix = written.isBlank() || plain.isEmpty() ? written : written + "-";
        if (plain.length() <= LONGEST) {
            return prefix + plain;
        }
        int end = LONGEST - DIGITS - 1;
        int cut = Character.isHighSurrogate(plain.charAt(end - 1)) ? end - 1 : end;
        return prefix + plain.substring(0, cut) + "-" + digits(String.join("\0", values));
    }

    private static String plain(String value) {
        StringBuilder plain = new StringBuilder(value.length());
        value.codePoints().forEach(letter -> {
            boolean kept = Character.isLetterOrDigit(letter) || letter == '.' || letter == '_';
            if (kept) {
                plain.appendCodePoint(letter);
            } else if (!plain.isEmpty() && plain.charAt(plain.length() - 1) != '-') {
                plain.append('-');
            }
        });
        int end = plain.length();
        return plain.substring(0, end > 0 && plain.charAt(end - 1) == '-' ? end - 1 : end);
    }

    private static String digits(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, DIGITS / 2);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
