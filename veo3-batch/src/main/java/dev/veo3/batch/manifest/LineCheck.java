// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.manifest;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Tells the bytes of one job from others: eight bytes of their SHA-256. Not thread-safe. */
final class LineCheck {
    private final MessageDigest digest;

    LineCheck() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    long of(byte[] bytes, int from, int length) {
        digest.update(bytes, from, length);
        return ByteBuffer.wrap(digest.digest()).getLong();
    }
}
