// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.limit;

import dev.veo3.batch.limit.RateBucket.Slot;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RateBucketTest {
    /** Noon in California. */
    private static final Instant NOON = Instant.parse("2026-11-24T20:00:00Z");

    private static long seconds(long seconds) {
        return Duration.ofSeconds(seconds).toNanos();
    }

    private static Slot reserve(RateBucket bucket, long second) {
        return bucket.reserve(seconds(second), NOON.plusSeconds(second));
    }

    private static Duration wait(RateBucket bucket, long second) {
        return reserve(bucket, second).remaining(seconds(second));
    }

    @Test
    void submissionsLeaveAtEqualDistancesFromTheFirstOn() {
        RateBucket bucket = new RateBucket(RateLimit.perMinute(10));

        for (int i = 0; i < 20; i++) {
            assertThat(wait(bucket, 0)).isEqualTo(Duration.ofSeconds(6 * i));
        }
    }

    @Test
    void aPauseSavesNothingUp() {
        RateBucket bucket = new RateBucket(RateLimit.perMinute(10));
        wait(bucket, 0);

        assertThat(wait(bucket, 3_600)).isZero();
        assertThat(wait(bucket, 3_600)).isEqualTo(Duration.ofSeconds(6));
        assertThat(wait(bucket, 3_604)).isEqualTo(Duration.ofSeconds(8));
    }

    @Test
    void theDistanceIsRoundedUpSoThatNoMinuteHoldsOneMore() {
        assertThat(new RateBucket(RateLimit.perMinute(7)).reserve(0, NOON).at()).isZero();
        RateBucket bucket = new RateBucket(RateLimit.perMinute(7));
        for (int i = 0; i < 7; i++) {
            reserve(bucket, 0);
        }

        assertThat(wait(bucket, 0)).isGreaterThanOrEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void withoutALimitNothingWaits() {
        RateBucket bucket = new RateBucket(RateLimit.none());

        for (int i = 0; i < 1_000; i++) {
            assertThat(wait(bucket, 0)).isZero();
        }
    }

    @Test
    void aMomentThatIsGivenBackIsTakenByTheNext() {
        RateBucket bucket = new RateBucket(RateLimit.perMinute(10));
        reserve(bucket, 0);
        Slot second = reserve(bucket, 0);
        reserve(bucket, 0);

        bucket.giveBack(second);

        assertThat(reserve(bucket, 3)).isEqualTo(second);
        assertThat(wait(bucket, 3)).isEqualTo(Duration.ofSeconds(15));
    }

    @Test
    void ofTheMomentsThatWereGivenBackTheEarliestIsTakenFirst() {
        RateBucket bucket = new RateBucket(RateLimit.perMinute(10));
        reserve(bucket, 0);
        Slot second = reserve(bucket, 0);
        Slot third = reserve(bucket, 0);
        bucket.giveBack(third);
        bucket.giveBack(second);

        assertThat(reserve(bucket, 1)).isEqualTo(second);
        assertThat(reserve(bucket, 1)).isEqualTo(third);
    }

    @Test
    void aMomentThatHasPassedIsLostOrTwoWouldLeaveAtOnce() {
        RateBucket bucket = new RateBucket(RateLimit.perMinute(10));
        Slot first = reserve(bucket, 0);
        reserve(bucket, 0);
        bucket.giveBack(first);

        assertThat(wait(bucket, 5)).isEqualTo(Duration.ofSeconds(7));
    }

    @Test
    void aDaysQuotaIsWaitedForUntilMidnightInCalifornia() {
        RateBucket bucket = new RateBucket(RateLimit.perMinute(60).andPerDay(3));
        for (int i = 0; i < 3; i++) {
            assertThat(wait(bucket, 0)).isEqualTo(Duration.ofSeconds(i));
        }

        assertThat(wait(bucket, 60)).isEqualTo(Duration.ofHours(12).minusSeconds(60));
        assertThat(wait(bucket, 60)).isEqualTo(Duration.ofHours(12).minusSeconds(59));
        assertThat(wait(bucket, 60)).isEqualTo(Duration.ofHours(12).minusSeconds(58));
        assertThat(wait(bucket, 60)).isEqualTo(Duration.ofHours(36).minusSeconds(60));
        assertThat(bucket.snapshot().ofDay()).isEqualTo(OptionalInt.of(1));
    }

    @Test
    void aNewDayHasItsWholeQuota() {
        RateBucket bucket = new RateBucket(RateLimit.none().andPerDay(2));
        reserve(bucket, 0);

        long tomorrow = Duration.ofHours(13).toSeconds();

        assertThat(wait(bucket, tomorrow)).isZero();
        assertThat(wait(bucket, tomorrow)).isZero();
        assertThat(wait(bucket, tomorrow)).isEqualTo(Duration.ofHours(23));
    }

    @Test
    void aMomentThatPassedUnusedDoesNotCountForTheDay() {
        RateBucket bucket = new RateBucket(RateLimit.perMinute(60).andPerDay(2));
        Slot first = reserve(bucket, 0);
        reserve(bucket, 0);
        bucket.giveBack(first);

        assertThat(wait(bucket, 60)).isZero();
        assertThat(wait(bucket, 60)).isGreaterThan(Duration.ofHours(11));
    }

    @Test
    void aDayIsAsLongAsItIsInCalifornia() {
        // The clocks are put forward in the night of 14 March 2027: that day has 23 hours.
        RateBucket bucket = new RateBucket(RateLimit.none().andPerDay(1));
        Instant midnight = Instant.parse("2027-03-14T08:00:00Z");
        bucket.reserve(0, midnight);

        assertThat(bucket.reserve(0, midnight).remaining(0)).isEqualTo(Duration.ofHours(23));
        assertThat(bucket.reserve(0, midnight).remaining(0)).isEqualTo(Duration.ofHours(47));
    }

    @Test
    void theClockMayRunOverTheLargestNumber() {
        RateBucket bucket = new RateBucket(RateLimit.perMinute(10));
        long now = Long.MAX_VALUE - seconds(9);
        bucket.reserve(now, NOON);
        Slot second = bucket.reserve(now, NOON);
        Slot third = bucket.reserve(now, NOON);
        bucket.giveBack(third);
        bucket.giveBack(second);

        assertThat(bucket.reserve(now, NOON).remaining(now)).isEqualTo(Duration.ofSeconds(6));
        assertThat(bucket.reserve(now, NOON).remaining(now)).isEqualTo(Duration.ofSeconds(12));
        assertThat(bucket.reserve(now + seconds(60), NOON).remaining(now + seconds(60))).isZero();
    }

    @Test
    void eachProjectAndModelHasABucketOfItsOwn() {
        RateLimits limits = new RateLimits(RateLimit.perMinute(10), Map.of("slow", RateLimit.perMinute(1)));

        wait(limits.of("a"), 0);
        wait(limits.of("slow"), 0);

        assertThat(wait(limits.of("b"), 0)).isZero();
        assertThat(wait(limits.of("a"), 0)).isEqualTo(Duration.ofSeconds(6));
        assertThat(wait(limits.of("slow"), 0)).isEqualTo(Duration.ofSeconds(60));
        assertThat(limits.snapshot()).containsOnlyKeys("a", "b", "slow");
    }

    @Test
    void lessThanOneSubmissionIsNoLimit() {
        assertThatThrownBy(() -> RateLimit.perMinute(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> RateLimit.none().andPerDay(-1)).isInstanceOf(IllegalArgumentException.class);
    }
}
