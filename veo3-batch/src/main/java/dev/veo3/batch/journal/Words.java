// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.journal;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The words that stand in almost every line of a journal: found from their bytes, no second copy of them is made. A word is
 * compared as two numbers of eight bytes each.
 */
final class Words {
    private static final int SLOT_BITS = 8;
    private static final int SLOTS = 1 << SLOT_BITS;
    private static final int LONGEST = 2 * Long.BYTES;
    private static final long SPREAD = 0x9E37_79B9_7F4A_7C15L;
    private static final long[] HEADS = new long[SLOTS];
    private static final long[] TAILS = new long[SLOTS];
    private static final @Nullable String[] TEXTS = new String[SLOTS];

    static {
        List.of("v", "seq", "t", "type", "job", "crc", "opened", "manifest", "manifest_sha256", "options", "library",
                "instance", "limit", "key", "paused", "resumed", "why", "admitted", "spec", "price_micros",
                "submitting", "step", "attempt", "reserved_micros", "storage", "submitted", "result", "rejected",
                "cause", "refused", "not_sent", "quota", "ambiguous", "resolved", "verdict", "adopted", "absent",
                "by_hand", "generated", "uris", "expiry", "downloaded", "file", "size", "sha256", "ended", "outcome",
                "reason", "files", "operation", "started", "duration_nanos", "cost_micros", "code", "was", "steps",
                "extras",
                "retried_nanos", "prices", "downloads", "submit", "succeeded", "partly_filtered", "filtered", "empty",
                "failed",
                "unfinished",
                "skipped", "cancelled").forEach(Words::add);
    }

    private Words() {}

    private static void add(String word) {
        byte[] bytes = Arrays.copyOf(word.getBytes(StandardCharsets.US_ASCII), LONGEST);
        long head = head(bytes, 0, word.length());
        long tail = tail(bytes, 0, word.length());
        int slot = slot(head, tail);
        while (TEXTS[slot] != null) {
            slot = slot + 1 & SLOTS - 1;
        }
        HEADS[slot] = head;
        TAILS[slot] = tail;
        TEXTS[slot] = word.intern();
    }

    /** The word that these bytes are; null when it is none of them, or so near the array's end that it is not looked for. */
    static @Nullable String find(byte[] bytes, int start, int end) {
        int length = end - start;
        if (length == 0 || length > LONGEST || start + LONGEST > bytes.length) {
            return null;
        }
        long head = head(bytes, start, length);
        long tail = tail(bytes, start, length);
        int slot = slot(head, tail);
        for (String text = TEXTS[slot]; text != null; text = TEXTS[slot]) {
            if (HEADS[slot] == head && TAILS[slot] == tail && text.length() == length) {
                return text;
            }
            slot = slot + 1 & SLOTS - 1;
        }
        return null;
    }

    private static long head(byte[] bytes, int start, int length) {
        return firstOf(ByteSearch.eight(bytes, start), Math.min(length, Long.BYTES));
    }

    private static long tail(byte[] bytes, int start, int length) {
        return length <= Long.BYTES ? 0 : firstOf(ByteSearch.eight(bytes, start + Long.BYTES), length - Long.BYTES);
    }

    /** So many of eight bytes, one at the least. */
    private static long firstOf(long eight, int count) {
        return eight & (-1L >>> (Long.SIZE - Byte.SIZE * count));
    }

    private static int slot(long head, long tail) {
        return (int) (((head ^ Long.rotateLeft(tail, 29)) * SPREAD) >>> (Long.SIZE - SLOT_BITS));
    }
}
