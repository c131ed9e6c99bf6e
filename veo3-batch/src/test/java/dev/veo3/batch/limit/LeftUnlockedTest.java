// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.limit;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** A thread that keeps the lock of a limit stops every other job of its batch, without a word. */
class LeftUnlockedTest {

    static Stream<Arguments> calls() {
        AdaptiveLimit limit = new AdaptiveLimit(8);
        StallBreaker breaker = new StallBreaker(Duration.ofMinutes(10), Duration.ofMinutes(60));
        Cooldown cooldown = new Cooldown(new Random(1));
        RateBucket bucket = new RateBucket(RateLimit.perMinute(10));
        return Stream.of(
                of("accepted", () -> limit.accepted(limit.sending(), 1), limit::snapshot),
                of("refused", () -> limit.refused(limit.sending(), 1), limit::snapshot),
                of("withdrawn", () -> limit.withdrawn(limit.sending()), limit::snapshot),
                of("unknown", () -> limit.unknown(limit.sending()), limit::snapshot),
                of("resumed", limit::resumed, limit::snapshot),
                of("generated", () -> limit.generated("4 s", 1, 2), limit::snapshot),
                of("ended", limit::ended, limit::snapshot),
                of("the limit's snapshot", limit::snapshot, limit::limit),
                of("tryPass", () -> breaker.tryPass(1), () -> breaker.snapshot(1)),
                of("the breaker's accepted", breaker::accepted, () -> breaker.snapshot(1)),
                of("the breaker's refused", () -> breaker.refused(1, true), () -> breaker.snapshot(1)),
                of("the breaker's withdrawn", breaker::withdrawn, () -> breaker.snapshot(1)),
                of("the breaker's snapshot", () -> breaker.snapshot(1), breaker::accepted),
                of("the cooldown's refused", () -> cooldown.refused(1, 1, Optional.empty()),
                        () -> cooldown.snapshot(1)),
                of("the cooldown's accepted", () -> cooldown.accepted(1), () -> cooldown.snapshot(1)),
                of("remaining", () -> cooldown.remaining(1), () -> cooldown.snapshot(1)),
                of("the cooldown's snapshot", () -> cooldown.snapshot(1), () -> cooldown.remaining(1)),
                of("reserve and give back", () -> bucket.giveBack(bucket.reserve(0, Instant.EPOCH)), bucket::snapshot),
                of("the rate's snapshot", bucket::snapshot, () -> bucket.reserve(0, Instant.EPOCH)));
    }

    private static Arguments of(String name, Runnable call, Runnable afterwards) {
        return Arguments.of(name, call, afterwards);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("calls")
    void whatOneThreadHasToldALimitAnotherMayAskAtOnce(String name, Runnable call, Runnable afterwards)
            throws InterruptedException {
        call.run();

        Thread other = Thread.ofVirtual().start(afterwards);

        assertThat(other.join(Duration.ofSeconds(20))).as(name + " leaves the lock to another thread").isTrue();
    }

    @ParameterizedTest
    @MethodSource("pauses")
    void aPauseIsToldWithItsRefusalsAndItsRest(long now, Cooldown.Pause expected) {
        Cooldown cooldown = new Cooldown(() -> 0L);
        cooldown.refused(0, 0, Optional.of(Duration.ofSeconds(30)));

        assertThat(cooldown.snapshot(now)).isEqualTo(expected);
    }

    static Stream<Arguments> pauses() {
        return Map.of(0L, 30L, 10_000_000_000L, 20L, 30_000_000_000L, 0L).entrySet().stream().map(each -> Arguments
                .of(each.getKey(), new Cooldown.Pause(Duration.ofSeconds(each.getValue()), 1)));
    }
}
