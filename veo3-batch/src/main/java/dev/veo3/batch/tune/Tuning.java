// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.tune;

import dev.veo3.batch.metrics.Bottleneck;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * What a {@link Tuner} found out. Only as good as its batches were: a manifest of few jobs tells little about many at once, and the
 * quota of tomorrow may be another one.
 *
 * @param levels what was tried, the fewest at once first; at least one
 * @param recommended how many jobs should run at once; empty when at no level the service dealt with all of them
 * @param reason why, a sentence
 * @since 1.0
 */
public record Tuning(List<TunedLevel> levels, OptionalInt recommended, String reason) {
    /** So much of the best throughput is as good as all of it: less at once leaves more of the quota to others. */
    private static final double ENOUGH = 0.95;
    /** By so much more at once must be faster, or it is not. */
    static final double GAIN = 1.05;

    /** Copies the list. */
    public Tuning {
        levels = List.copyOf(levels);
    }

    /**
     * Judges what was tried.
     *
     * @param tried with concurrency rising, at least one
     * @param more why nothing above the last one was tried; empty when nobody asked for it
     */
    static Tuning of(List<TunedLevel> tried, Optional<String> more) {
        List<TunedLevel> levels = tried.stream().filter(level -> !level.hasTrouble()).toList();
        if (levels.isEmpty()) {
            return new Tuning(tried, OptionalInt.empty(), trouble(tried.getFirst()));
        }
        double best = levels.stream().mapToDouble(TunedLevel::jobsPerMinute).max().orElseThrow();
        List<TunedLevel> good = levels.stream().filter(level -> level.jobsPerMinute() >= best * ENOUGH).toList();
        TunedLevel chosen = good.stream().filter(level -> !level.isRefusedOften()).findFirst()
                .orElseGet(() -> quietest(levels, good.getFirst()));
        return new Tuning(tried, OptionalInt.of(chosen.concurrency()), reason(tried, chosen, more));
    }

    private static String trouble(TunedLevel level) {
        return "With " + level.concurrency() + " at once " + (level.jobs() - level.answered()) + " of " + level.jobs()
                + " jobs were not dealt with as they should be"
                + level.obstacle().map(why -> ", most of them " + why).orElse(".");
    }

    /** Where the best are refused often, the fastest that is not, unless it is slower by half. */
    private static TunedLevel quietest(List<TunedLevel> levels, TunedLevel fast) {
        return levels.stream().filter(level -> !level.isRefusedOften())
                .filter(level -> level.jobsPerMinute() * 2 >= fast.jobsPerMinute())
                .reduce((one, other) -> other.jobsPerMinute() >= one.jobsPerMinute() * GAIN ? other : one)
                .orElse(fast);
    }

    private static String reason(List<TunedLevel> levels, TunedLevel chosen, Optional<String> more) {
        int next = levels.indexOf(chosen) + 1;
        if (next == levels.size()) {
            return "Nothing was faster than " + chosen.concurrency() + " at once"
                    + more.map(why -> ", and more was not tried: " + why).orElse(
                            ", the most that was tried: there may be more to gain above it")
                    + "." + heldUp(chosen, more.isEmpty());
        }
        TunedLevel above = levels.get(next);
        if (above.hasTrouble()) {
            return trouble(above);
        }
        if (above.isRefusedOften()) {
            return "With " + above.concurrency() + " at once the service refused " + above.rateLimitHits()
                    + " submissions: its quota is used up in between.";
        }
        return "With " + above.concurrency() + " at once it was not faster by more than "
                + Math.round((GAIN - 1) * 100) + " %." + heldUp(above, false);
    }

    /** To let more run at once is no advice where that was no use, or cannot be. */
    private static String heldUp(TunedLevel level, boolean mayBeMore) {
        return level.bottleneck().map(cause -> " What held it up most was " + cause.title() + "."
                + (cause == Bottleneck.Cause.SERVICE_TIME && !mayBeMore ? "" : " " + cause.advice())).orElse("");
    }

    /** What was found at the level that is recommended; empty when none is. */
    public Optional<TunedLevel> best() {
        return levels.stream().filter(level -> recommended.isPresent() && level.concurrency() == recommended.getAsInt())
                .findFirst();
    }

    /** What limits the recommended level, if anything took time. */
    public Optional<Bottleneck.Cause> bottleneck() {
        return best().flatMap(TunedLevel::bottleneck);
    }

    /** The recommendation, or that there is none, and why; a few sentences. */
    public String verdict() {
        return (recommended.isPresent()
                ? "Recommended: concurrency " + recommended.getAsInt()
                : "Nothing is recommended")
                + ". " + reason;
    }

    /** A line for each level and the recommendation, for people. */
    public String describe() {
        return levels.stream().map(TunedLevel::describe).collect(Collectors.joining(System.lineSeparator()))
                + System.lineSeparator() + verdict();
    }
}
