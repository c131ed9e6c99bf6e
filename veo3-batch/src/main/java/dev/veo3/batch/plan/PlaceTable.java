// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.plan;

import dev.veo3.batch.manifest.JobFile.Place;
import java.util.Arrays;

/** Where the jobs of a file stand: 24 bytes a job. Not thread-safe while it grows. */
final class PlaceTable {
    private long[] offsets = new long[16];
    private int[] lengths = new int[16];
    private int[] lines = new int[16];
    private long[] checks = new long[16];
    private int count;

    void add(Place place) {
        if (count == offsets.length) {
            resize(count + (count >> 1));
        }
        offsets[count] = place.offset();
        lengths[count] = place.length();
        lines[count] = place.line();
        checks[count] = place.check();
        count++;
    }

    /** Gives back the room that was left to grow. */
    void trim() {
        resize(count);
    }

    private void resize(int most) {
        offsets = Arrays.copyOf(offsets, most);
        lengths = Arrays.copyOf(lengths, most);
        lines = Arrays.copyOf(lines, most);
        checks = Arrays.copyOf(checks, most);
    }

    /** The line on which a job begins. */
    int line(int job) {
        return lines[job];
    }

    Place get(int job) {
        if (job >= count) {
            throw new IndexOutOfBoundsException("There is no job of index " + job + " among " + count);
        }
        return new Place(offsets[job], lengths[job], lines[job], checks[job]);
    }

    int count() {
        return count;
    }
}
