// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.engine;

import dev.veo3.batch.journal.JournalRecord;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;

/** Describes files that are in their places, so that a later run knows them again. */
final class Deliveries {
    private static final int CHUNK = 1 << 16;

    private Deliveries() {}

    /** The record of a file; of one that cannot be read, without its digest: the next run looks again. */
    static JournalRecord.Downloaded record(String job, Instant time, Path file) {
        MessageDigest digest = sha256();
        long size = 0;
        try (InputStream in = Files.newInputStream(file)) {
            byte[] chunk = new byte[CHUNK];
            for (int read = in.read(chunk); read > 0; read = in.read(chunk)) {
                digest.update(chunk, 0, read);
                size += read;
            }
        } catch (IOException e) {
            return new JournalRecord.Downloaded(job, time, file, 0, "");
        }
        return new JournalRecord.Downloaded(job, time, file, size, HexFormat.of().formatHex(digest.digest()));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
