// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.journal;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The words that stand in almost every line of a journal: found from their bytes, no second copy of them is made. */
final class Words {
    private static final int SLOTS = 256;
    private static final byte[][] BYTES = new byte[SLOTS][];
    private static final @Nullable String[] TEXTS = new String[SLOTS];

    static {
        List.of("v", "seq", "t", "type", "job", "crc", "opened", "manifest", "manifest_sha256", "options", "library",
                "instance", "limit", "key", "paused", "resumed", "why", "admitted", "spec", "price_micros",
                "submitting", "step", "attempt", "reserved_micros", "storage", "submitted", "result", "rejected",
                "cause", "refused", "not_sent", "quota", "ambiguous", "resolved", "verdict", "adopted", "absent",
                "by_hand", "generated", "uris", "expiry", "downloaded", "file", "size", "sha256", "ended", "outcome",
                "reason", "files", "operation", "started", "duration_nanos", "cost_micros", "was", "steps", "extras",
                "downloads", "submit", "succeeded", "partly_filtered", "filtered", "empty", "failed", "unfinished",
                "skipped", "cancelled").forEach(Words::add);
    }

    private Words() {}

    private static void add(String word) {
        byte[] bytes = word.getBytes(StandardCharsets.US_ASCII);
        int slot = slot(bytes, 0, bytes.length);
        while (TEXTS[slot] != null) {
            slot = (slot + 1) % SLOTS;
        }
        BYTES[slot] = bytes;
        TEXTS[slot] = word.intern();
    }

    /** The word that these bytes are; null when it is none of them. */
    static @Nullable String find(byte[] bytes, int start, int end) {
        if (start == end) {
            return null;
        }
        int slot = slot(bytes, start, end);
        for (String text = TEXTS[slot]; text != null; text = TEXTS[slot]) {
            if (isWord(BYTES[slot], bytes, start, end)) {
                return text;
            }
            slot = (slot + 1) % SLOTS;
        }
        return null;
    }

    private static boolean isWord(byte[] word, byte[] bytes, int start, int end) {
        if (word.length != end - start) {
            return false;
        }
        for (int i = 0; i < word.length; i++) {
            if (word[i] != bytes[start + i]) {
                return false;
            }
        }
        return true;
    }

    private static int slot(byte[] bytes, int start, int end) {
        return (bytes[start] * 31 + bytes[end - 1] * 7 + bytes[(start + end) / 2] * 17 + (end - start) * 59)
                & SLOTS - 1;
    }
}
