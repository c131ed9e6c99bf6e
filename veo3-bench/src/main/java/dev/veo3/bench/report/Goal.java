// SPDX-License-Identifier: Apache-2.0
package dev.veo3.bench.report;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What the library wants to reach, as figures of one run say it.
 *
 * @param what    what is measured, for a person
 * @param measure what the run says, empty if it did not measure it
 * @param limit   the most that it may be, or the least if {@code atLeast}
 * @param atLeast whether more is better
 * @param ratio   whether the measure is a ratio within one run, which means the same on any machine
 * @param unit    what stands behind the number
 */
record Goal(String what, Measure measure, double limit, boolean atLeast, boolean ratio, String unit) {

    /** A number out of the figures of a run. */
    interface Measure {
        /** The number, or empty if the run does not have what it takes. */
        OptionalDouble of(Figures figures);
    }

    /** One figure of a run. */
    interface Chosen {
        /** The figure, or empty. */
        Optional<Figure> of(Figures figures);
    }

    static Chosen figure(String type, String method, String... parameters) {
        return figures -> figures.find(type, method, parameters);
    }

    /** Our time over the bound's is at most that. */
    static Goal ratio(String what, Chosen ours, Chosen bound, double limit) {
        return new Goal(what, figures -> quotient(ours.of(figures), bound.of(figures)), limit, false, true, "x");
    }

    /** The bound's time over ours, which is our share of its speed, is at least that. */
    static Goal speed(String what, Chosen ours, Chosen bound, double limit) {
        return new Goal(what, figures -> quotient(bound.of(figures), ours.of(figures)), limit, true, true, "x");
    }

    /** Each operation takes at most so many nanoseconds. */
    static Goal nanos(String what, Chosen ours, double limit) {
        return new Goal(what, figures -> ours.of(figures).map(figure -> OptionalDouble.of(figure.nanos()))
                .orElse(OptionalDouble.empty()), limit, false, false, "ns");
    }

    /** Each operation takes at most so many nanoseconds more than the bound's. */
    static Goal extraNanos(String what, Chosen ours, Chosen bound, double limit) {
        return new Goal(what, figures -> difference(ours.of(figures), bound.of(figures)), limit, false, false, "ns");
    }

    /** Each operation allocates at most so many bytes. */
    static Goal bytes(String what, Chosen ours, double limit) {
        return new Goal(what, figures -> ours.of(figures).map(Figure::bytes).orElse(OptionalDouble.empty()), limit,
                false, false, "B");
    }

    /** There are at least so many operations in a second. */
    static Goal rate(String what, Chosen ours, double limit) {
        return new Goal(what, figures -> ours.of(figures).map(figure -> OptionalDouble.of(1e9 / figure.nanos()))
                .orElse(OptionalDouble.empty()), limit, true, false, "/s");
    }

    private static OptionalDouble quotient(Optional<Figure> above, Optional<Figure> below) {
        return above.isPresent() && below.isPresent()
                ? OptionalDouble.of(above.get().nanos() / below.get().nanos())
                : OptionalDouble.empty();
    }

    private static OptionalDouble difference(Optional<Figure> above, Optional<Figure> below) {
        return above.isPresent() && below.isPresent()
                ? OptionalDouble.of(above.get().nanos() - below.get().nanos())
                : OptionalDouble.empty();
    }

    boolean isMet(double value) {
        return atLeast ? value >= limit : value <= limit;
    }

    String row(Figures figures) {
        OptionalDouble value = measure.of(figures);
        String goal = (atLeast ? ">= " : "<= ") + number(limit);
        if (value.isEmpty()) {
            return "| " + what + " | " + goal + " | | not measured in this run |\n";
        }
        double measured = value.getAsDouble();
        return "| " + what + " | " + goal + " | " + number(measured) + " | " + (isMet(measured) ? "met" : "**missed**")
                + " |\n";
    }

    private String number(double value) {
        String digits = value >= 1_000
                ? String.format(Locale.ROOT, "%,.0f", value)
                : String.format(Locale.ROOT, value >= 100 ? "%.0f" : value >= 10 ? "%.1f" : "%.2f", value);
        return digits + " " + unit;
    }
}
