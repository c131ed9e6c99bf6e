// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.plan;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * Numbers by names, without the names: about twenty bytes an entry. Two names may share a fingerprint, so whoever asks has to
 * look at the name itself. Not thread-safe while it grows.
 */
final class Fingerprints {
    private static final int SMALLEST = 16;

    /** Places in {@link #prints}, plus one; 0 is free. Never more than half full. */
    private int[] slots = new int[SMALLEST * 2];
    private long[] prints = new long[SMALLEST];
    private int[] numbers = new int[SMALLEST];
    private int count;

    /** Eight bytes of the name's SHA-256: nobody can write names that share one by intent. */
    static long of(String name) {
        return ByteBuffer.wrap(FileDigests.sha256().digest(name.getBytes(StandardCharsets.UTF_8))).getLong();
    }

    void add(long print, int number) {
        if (count == prints.length) {
            grow();
        }
        prints[count] = print;
        numbers[count] = number;
        int slot = slot(print);
        while (slots[slot] != 0) {
            slot = next(slot);
        }
        slots[slot] = ++count;
    }

    /** The first number of that fingerprint that passes; -1 when none does. */
    int find(long print, IntPredicate isIt) {
        for (int slot = slot(print); slots[slot] != 0; slot = next(slot)) {
            int entry = slots[slot] - 1;
            if (prints[entry] == print && isIt.test(numbers[entry])) {
                return numbers[entry];
            }
        }
        return -1;
    }

    private int slot(long print) {
        return (int) print & (slots.length - 1);
    }

    private int next(int slot) {
        return (slot + 1) & (slots.length - 1);
    }

    private void grow() {
        prints = Arrays.copyOf(prints, count * 2);
        numbers = Arrays.copyOf(numbers, count * 2);
        slots = new int[prints.length * 2];
        for (int entry = 0; entry < count; entry++) {
            int slot = slot(prints[entry]);
            while (slots[slot] != 0) {
                slot = next(slot);
            }
            slots[slot] = entry + 1;
        }
    }
}
