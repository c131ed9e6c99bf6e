// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.journal;

import java.util.Arrays;
import java.util.stream.LongStream;

/** Where the lines are of a job that needs more than one. */
final class JobLines {
    private static final int USUAL = 4;

    private long[] offsets = new long[USUAL];
    private int count;
    private long bytes;

    /** Adds the next line. */
    JobLines add(long offset, long length) {
        if (count == offsets.length) {
            offsets = Arrays.copyOf(offsets, count * 2);
        }
        offsets[count++] = offset;
        bytes += length;
        return this;
    }

    /** Where they begin in the file, in its order. */
    LongStream offsets() {
        return Arrays.stream(offsets, 0, count);
    }

    /** Where the first of them begins. */
    long from() {
        return offsets[0];
    }

    /** How much room they take. */
    long bytes() {
        return bytes;
    }
}
