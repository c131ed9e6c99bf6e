// SPDX-License-Identifier: Apache-2.0
package dev.veo3.internal.download;

import dev.veo3.transport.Answer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * A checksum of a whole file, as Cloud Storage announces it in {@code x-goog-hash}. Immutable.
 *
 * @param algorithm {@code crc32c} or {@code md5}
 * @param base64 the value; of a crc32c its four bytes from the highest
 */
record Checksum(String algorithm, String base64) {
    private static final int BLOCK = 128 * 1024;

    /** The cheaper of those that an answer announces; empty when it announces none. */
    static Optional<Checksum> of(Answer answer) {
        return Stream.of("crc32c", "md5").flatMap(algorithm -> announced(answer)
                .filter(one -> one.startsWith(algorithm + "="))
                .map(one -> new Checksum(algorithm, one.substring(algorithm.length() + 1)))).findFirst();
    }

    private static Stream<String> announced(Answer answer) {
        return answer.headers("x-goog-hash").stream().flatMap(value -> Stream.of(value.split(","))).map(String::strip);
    }

    /** Whether a file has it. */
    boolean isThatOf(Path file) throws IOException {
        byte[] found = algorithm.equals("md5") ? md5(file) : crc32c(file);
        return Arrays.equals(found, decoded());
    }

    private byte[] decoded() {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            // No file has it.
            return new byte[0];
        }
    }

    private static byte[] crc32c(Path file) throws IOException {
        CRC32C crc = new CRC32C();
        byte[] block = new byte[BLOCK];
        try (InputStream in = Files.newInputStream(file)) {
            for (int count = in.read(block); count >= 0; count = in.read(block)) {
                crc.update(block, 0, count);
            }
        }
        return ByteBuffer.allocate(4).putInt((int) crc.getValue()).array();
    }

    private static byte[] md5(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest md5 = MessageDigest.getInstance("MD5");
            byte[] block = new byte[BLOCK];
            for (int count = in.read(block); count >= 0; count = in.read(block)) {
                md5.update(block, 0, count);
            }
            return md5.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has MD5", e);
        }
    }
}
