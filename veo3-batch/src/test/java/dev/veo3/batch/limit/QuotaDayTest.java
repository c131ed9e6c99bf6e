// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.limit;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class QuotaDayTest {
    /** Noon in California. */
    private static final Instant NOON = Instant.parse("2026-11-24T20:00:00Z");

    @ParameterizedTest
    @CsvSource({
        // Winter and summer.
        "2026-11-24T20:00:00Z,PT12H", "2026-07-24T20:00:00Z,PT11H",
        // The first and the last moment of a day.
        "2026-11-24T08:00:00Z,PT24H", "2026-11-24T07:59:59.999Z,PT0.001S",
        // The days on which the clocks are put forward and back.
        "2027-03-14T08:00:00Z,PT23H", "2026-11-01T07:00:00Z,PT25H"})
    void aDayEndsAtMidnightInCalifornia(Instant now, Duration left) {
        assertThat(QuotaDay.untilReset(now)).isEqualTo(left);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "Quota exceeded for quota metric 'Video generation requests' and limit 'Video generation requests per day' of service"
                + " 'generativelanguage.googleapis.com' for consumer 'project_number:1'.",
        "Quota exceeded for aiplatform.googleapis.com/online_prediction_requests_per_day_per_base_model",
        "quotaId: GenerateRequestsPerDayPerProjectPerModel", "You have used up your daily quota"})
    void aQuotaOfAWholeDayIsWaitedForUntilItIsGivenOutAnewWhateverElseIsAskedFor(String message) {
        assertThat(QuotaDay.wish(message, Optional.of(Duration.ofSeconds(37)), NOON)).contains(Duration.ofHours(12));
        assertThat(QuotaDay.wish(message, Optional.empty(), NOON)).contains(Duration.ofHours(12));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Resource has been exhausted (e.g. check quota).",
        "Quota exceeded for quota metric 'Video generation requests per minute'",
        "All operators per Daylight plc are busy"})
    void anyOtherRefusalIsWaitedForAsLongAsTheServiceAsks(String message) {
        assertThat(QuotaDay.wish(message, Optional.of(Duration.ofSeconds(37)), NOON)).contains(Duration.ofSeconds(37));
        assertThat(QuotaDay.wish(message, Optional.empty(), NOON)).isEmpty();
    }

    @Test
    void aCooldownHoldsBackUntilMidnightAndForALittleWhileMore() {
        Cooldown cooldown = new Cooldown(() -> Long.MAX_VALUE);

        Duration pause = cooldown.refused(0, 0, QuotaDay.wish("limit per day", Optional.empty(), NOON));

        assertThat(pause).isBetween(Duration.ofHours(12), Duration.ofHours(12).plusMinutes(1));
    }
}
