// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.limit;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The days by which Google counts quotas: they begin at midnight Pacific time.
 *
 * @see <a href="https://ai.google.dev/gemini-api/docs/rate-limits">Rate limits</a>
 * @since 1.0
 */
public final class QuotaDay {
    private static final ZoneId PACIFIC = ZoneId.of("America/Los_Angeles");
    /** In the names of metrics and limits that such messages quote, for example {@code GenerateRequestsPerDayPerProject}. */
    private static final Pattern OF_A_DAY = Pattern.compile("(?i:per[ _-]?day)(?![a-z])|(?i:\\bdaily\\b)");

    private QuotaDay() {}

    /**
     * How long to wait after a refusal: until the quotas are given out anew where the service says that a quota of a whole day is
     * used up (it may name some seconds all the same, after which it would refuse again), otherwise as long as it asks for.
     *
     * @param message the service's words
     * @param asked how long it asks to wait
     * @param now the wall clock's time
     */
    public static Optional<Duration> wish(String message, Optional<Duration> asked, Instant now) {
        return OF_A_DAY.matcher(message).find() ? Optional.of(untilReset(now)) : asked;
    }

    /** How long until the quotas of a day are given out anew: more than nothing, at most 25 hours. */
    public static Duration untilReset(Instant now) {
        return Duration.between(now, start(of(now).plusDays(1)));
    }

    static LocalDate of(Instant instant) {
        return LocalDate.ofInstant(instant, PACIFIC);
    }

    static Instant start(LocalDate day) {
        return day.atStartOfDay(PACIFIC).toInstant();
    }
}
