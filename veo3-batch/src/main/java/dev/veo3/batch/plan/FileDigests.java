// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.plan;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The digests of files, each of which is read in pieces. Those that were asked for last are remembered: many jobs may share one,
 * and a million may each have its own. Thread-safe.
 */
final class FileDigests {
    private static final int PIECE = 1 << 16;
    private static final int MOST_REMEMBERED = 10_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Path, String> known = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Path, String> eldest) {
            return size() > MOST_REMEMBERED;
        }
    };

    /** The SHA-256 of the file's content, in hexadecimal digits. */
    String of(Path file) {
        lock.lock();
        try {
            String digest = known.get(file);
            if (digest != null) {
                return digest;
            }
        } finally {
            lock.unlock();
        }
        // Two threads may read the same file: that is better than to make everybody wait for one.
        String digest = read(file);
        lock.lock();
        try {
            known.put(file, digest);
        } finally {
            lock.unlock();
        }
        return digest;
    }

    private static String read(Path file) {
        MessageDigest digest = sha256();
        byte[] piece = new byte[PIECE];
        try (InputStream content = Files.newInputStream(file)) {
            for (int length = content.read(piece); length >= 0; length = content.read(piece)) {
                digest.update(piece, 0, length);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
