// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/**
 * The ids of jobs, by index and by id: sixteen bytes a job and the letters of its id. So a job of which no more is in memory can
 * still be named, and looked up in a journal. Thread-safe once it does not grow any more.
 */
final class IdTable implements Names {
    private static final int SMALLEST = 16;
    private static final int BLOCK_BITS = 16;
    private static final int BLOCK = 1 << BLOCK_BITS;

    /** The ids one behind the other, in pieces, so that to grow copies nothing. */
    private final List<byte[]> blocks = new ArrayList<>();
    /** Where each id begins, and where the last one ends. */
    private long[] starts = new long[SMALLEST + 1];
    /** Jobs by their ids' fingerprints, plus one; 0 is free. Never more than half full. */
    private int[] slots = new int[SMALLEST * 2];
    private int count;

    /** Gives the id to the job, unless another one has it. Jobs that come before this one and were given none have none. */
    @Override
    public OptionalInt put(String id, int job) {
        if (job < count) {
            throw new IllegalArgumentException("Job number " + job + " comes after number " + (count - 1));
        }
        byte[] bytes = bytes(id);
        int slot = slot(id, bytes);
        if (slots[slot] != 0) {
            return OptionalInt.of(slots[slot] - 1);
        }
        while (count < job) {
            append(new byte[0]);
        }
        append(bytes);
        slots[slot] = count;
        if (count * 2L > slots.length) {
            rehash();
        }
        return OptionalInt.empty();
    }

    @Override
    public OptionalInt find(String id) {
        int job = slots[slot(id, bytes(id))] - 1;
        return job < 0 ? OptionalInt.empty() : OptionalInt.of(job);
    }

    /** The id of a job; empty when it was given none. */
    String get(int job) {
        if (job >= count) {
            return "";
        }
        StringBuilder id = new StringBuilder((int) (starts[job + 1] - starts[job]));
        for (long at = starts[job]; at < starts[job + 1];) {
            int first = at(at++);
            if (first < 0x80) {
                id.append((char) first);
            } else if (first < 0xE0) {
                id.append((char) ((first & 0x1F) << 6 | (at(at++) & 0x3F)));
            } else {
                id.append((char) ((first & 0x0F) << 12 | (at(at++) & 0x3F) << 6 | (at(at++) & 0x3F)));
            }
        }
        return id.toString();
    }

    /** Gives back the room that was left to grow. */
    void trim() {
        starts = Arrays.copyOf(starts, count + 1);
    }

    private void append(byte[] id) {
        if (count + 1 == starts.length) {
            starts = Arrays.copyOf(starts, count + (count >> 1) + 1);
        }
        long end = starts[count];
        for (int from = 0; from < id.length;) {
            int place = (int) end & BLOCK - 1;
            if (place == 0) {
                blocks.add(new byte[BLOCK]);
            }
            int length = Math.min(id.length - from, BLOCK - place);
            System.arraycopy(id, from, blocks.getLast(), place, length);
            from += length;
            end += length;
        }
        starts[++count] = end;
    }

    private void rehash() {
        slots = new int[slots.length * 2];
        for (int job = 0; job < count; job++) {
            if (starts[job] < starts[job + 1]) {
                String id = get(job);
                slots[slot(id, bytes(id))] = job + 1;
            }
        }
    }

    /** Where the id is, or the free slot where it belongs. */
    private int slot(String id, byte[] bytes) {
        int mask = slots.length - 1;
        int slot = (int) Fingerprints.of(id) & mask;
        while (slots[slot] != 0 && !isAt(slots[slot] - 1, bytes)) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private boolean isAt(int job, byte[] id) {
        if (starts[job + 1] - starts[job] != id.length) {
            return false;
        }
        for (int i = 0; i < id.length; i++) {
            if ((byte) at(starts[job] + i) != id[i]) {
                return false;
            }
        }
        return true;
    }

    private int at(long place) {
        return blocks.get((int) (place >>> BLOCK_BITS))[(int) place & BLOCK - 1] & 0xFF;
    }

    /** Each char by itself as UTF-8 would write it: half a character, which a manifest may contain, must come back as it was. */
    private static byte[] bytes(String id) {
        byte[] bytes = new byte[id.length() * 3];
        int length = 0;
        for (int i = 0; i < id.length(); i++) {
            char letter = id.charAt(i);
            if (letter < 0x80) {
                bytes[length++] = (byte) letter;
            } else if (letter < 0x800) {
                bytes[length++] = (byte) (0xC0 | letter >> 6);
                bytes[length++] = (byte) (0x80 | (letter & 0x3F));
            } else {
                bytes[length++] = (byte) (0xE0 | letter >> 12);
                bytes[length++] = (byte) (0x80 | (letter >> 6 & 0x3F));
                bytes[length++] = (byte) (0x80 | (letter & 0x3F));
            }
        }
        return Arrays.copyOf(bytes, length);
    }
}
