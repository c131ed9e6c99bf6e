// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.plan;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * What a job asks for as a text that can be hashed: lines {@code name=length:value} in UTF-8, without the lines for what was left
 * out. The length, in UTF-16, keeps two specifications apart whatever their values contain. It is used for one job after the other,
 * so that a manifest's many jobs need one buffer. Not thread-safe.
 */
final class SpecText {
    private static final String VERSION = "v1:";
    private static final int USUAL = 1_024;

    private final MessageDigest digest = FileDigests.sha256();
    private byte[] bytes = new byte[USUAL];
    private int length;

    /** Begins anew; what a very long job has needed is given back. */
    void clear() {
        if (bytes.length > 64 * USUAL) {
            bytes = new byte[USUAL];
        }
        length = 0;
    }

    /** Adds a line, if there is a value. */
    void add(String name, Optional<String> value) {
        if (value.isPresent()) {
            add(name, value.get());
        }
    }

    /** Adds a line. */
    void add(String name, String value) {
        write(name);
        write("=");
        write(Integer.toString(value.length()));
        write(":");
        write(value);
        write("\n");
    }

    /** The hash of the lines. */
    SpecHash hash() {
        digest.update(bytes, 0, length);
        return new SpecHash(VERSION + HexFormat.of().formatHex(digest.digest()));
    }

    private void write(String text) {
        ensure(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 128) {
                write(text.substring(i).getBytes(StandardCharsets.UTF_8));
                return;
            }
            bytes[length++] = (byte) c;
        }
    }

    private void write(byte[] more) {
        ensure(more.length);
        System.arraycopy(more, 0, bytes, length, more.length);
        length += more.length;
    }

    private void ensure(int more) {
        if (more > bytes.length - length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }
}
