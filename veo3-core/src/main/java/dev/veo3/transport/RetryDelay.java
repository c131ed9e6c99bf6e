// SPDX-License-Identifier: Apache-2.0
package dev.veo3.transport;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How long the service asks to wait: never negative, never more than a day, whatever it wrote. Pure functions. */
final class RetryDelay {
    private static final Duration LONGEST = Duration.ofHours(24);
    private static final Pattern SECONDS = Pattern.compile("([+-]?)(\\d{1,30}(?:\\.\\d{1,9}\\d{0,30})?)(s?)");

    private RetryDelay() {}

    /** Of a {@code Retry-After} header: seconds, or a date. Empty when it is neither. */
    static Optional<Duration> ofHeader(String value, Instant now) {
        Optional<Duration> seconds = ofSeconds(value);
        if (seconds.isPresent()) {
            return seconds;
        }
        try {
            Instant until = ZonedDateTime.parse(value.strip(), DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
            return Optional.of(bounded(Duration.between(now, until)));
        } catch (DateTimeException e) {
            // The header is a wish, and one that cannot be read is none.
            return Optional.empty();
        }
    }

    /** Of a number of seconds, or of a protobuf duration such as {@code 37s} or {@code 0.5s}. Empty when it is neither. */
    static Optional<Duration> ofSeconds(String value) {
        Matcher matcher = SECONDS.matcher(value.strip());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        if (matcher.group(1).equals("-")) {
            return Optional.of(Duration.ZERO);
        }
        BigDecimal seconds = new BigDecimal(matcher.group(2)).min(BigDecimal.valueOf(LONGEST.toSeconds()));
        return Optional.of(bounded(Duration.ofNanos(seconds.movePointRight(9).longValue())));
    }

    private static Duration bounded(Duration delay) {
        if (delay.isNegative()) {
            return Duration.ZERO;
        }
        return delay.compareTo(LONGEST) > 0 ? LONGEST : delay;
    }
}
