// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.report;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * How many jobs were in each phase over time, in a bounded number of steps that become longer as the batch does. What is added is
 * kept as time spent within a step, so that nothing is lost when two steps become one.
 */
final class TimeGrid {
    private static final int MOST = 360;
    private static final int PHASES = 4;
    private static final long FIRST_STEP = Duration.ofMillis(1).toNanos();

    /** In nanoseconds from the origin; about 73 years, so that the length of all steps has room in a long. */
    private static final long FARTHEST = Long.MAX_VALUE / 4;

    private final Instant origin;
    private long step = FIRST_STEP;
    /** The number of the step that is first in {@link #spent}, counted from the origin. */
    private long low;
    private int size;
    private long[][] spent = new long[PHASES][MOST];

    /** A grid for times near this one. */
    TimeGrid(Instant origin) {
        this.origin = origin;
    }

    /** How many jobs were in the phases on average, within one step. */
    record Step(double submit, double generate, double download, double other) {}

    /** Adds a job that has ended. */
    void add(ReportedJob job) {
        add(job, job.spent());
    }

    /** The same where it is known how the job spent its time. */
    void add(ReportedJob job, JobTimes.Spent times) {
        long at = near(Duration.between(origin, job.started()));
        at = add(0, at, times.submit());
        at = add(1, at, times.generate());
        at = add(2, at, times.download());
        add(3, at, times.other());
    }

    private long add(int phase, long from, Duration length) {
        long to = Math.min(from + near(length), FARTHEST);
        if (to > from) {
            cover(Math.floorDiv(from, step), Math.floorDiv(to - 1, step));
            for (long at = from; at < to;) {
                long number = Math.floorDiv(at, step);
                long end = Math.min(to, (number + 1) * step);
                spent[phase][(int) (number - low)] += end - at;
                at = end;
            }
        }
        return to;
    }

    /** A time of a machine whose clock was wrong by a lifetime is put at the edge. */
    private static long near(Duration time) {
        long nanos = Math.min(Words.nanos(time.abs()), FARTHEST);
        return time.isNegative() ? -nanos : nanos;
    }

    private void cover(long first, long last) {
        if (size == 0) {
            low = first;
            size = 1;
        }
        long from = Math.min(low, first);
        long to = Math.max(low + size - 1, last);
        int halvings = 0;
        while ((to >> halvings) - (from >> halvings) >= MOST) {
            halvings++;
        }
        if (halvings > 0 || from < low) {
            move(from >> halvings, halvings);
        }
        size = (int) ((to >> halvings) - low + 1);
    }

    private void move(long newLow, int halvings) {
        long[][] moved = new long[PHASES][MOST];
        for (int phase = 0; phase < PHASES; phase++) {
            for (int i = 0; i < size; i++) {
                moved[phase][(int) (((low + i) >> halvings) - newLow)] += spent[phase][i];
            }
        }
        spent = moved;
        low = newLow;
        step <<= halvings;
    }

    /** When the first step begins. */
    Instant begin() {
        return origin.plusNanos(low * step);
    }

    Duration step() {
        return Duration.ofNanos(step);
    }

    /** The steps in the order of time. */
    List<Step> steps() {
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            steps.add(new Step(mean(0, i), mean(1, i), mean(2, i), mean(3, i)));
        }
        return steps;
    }

    private double mean(int phase, int i) {
        return (double) spent[phase][i] / step;
    }
}
