// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.cluster;

import dev.veo3.batch.journal.HeldBackException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** How often the database is asked for a place when all are taken. */
class HeldBacksTest {
    private final HeldBacks held = new HeldBacks(new Random(7));

    private Duration ask(String job) {
        return held.later(job, 0, HeldBackException.until("3 jobs are in flight", LimitTable.LOOK_AGAIN)).pause()
                .orElseThrow();
    }

    @Test
    void oneThatWaitsAloneAsksTwiceAtOnceAndThenEachSecond() {
        assertThat(ask("job")).isBetween(Duration.ofMillis(250), Duration.ofMillis(500));
        for (int again = 0; again < 20; again++) {
            assertThat(ask("job")).isBetween(Duration.ofMillis(500), Duration.ofSeconds(1));
        }
    }

    /** Sixteen used to ask 32 times a second. */
    @Test
    void manyThatWaitTogetherAskAFewTimesASecondAndNotAtTheSameMoment() {
        List<Duration> pauses = new ArrayList<>();
        for (int round = 0; round < 8; round++) {
            pauses.clear();
            for (int job = 0; job < 16; job++) {
                pauses.add(ask("job" + job));
            }
        }

        double perSecond = pauses.stream().mapToDouble(pause -> 1e9 / pause.toNanos()).sum();
        assertThat(perSecond).isBetween(3.0, 6.5);
        assertThat(new HashSet<>(pauses)).hasSizeGreaterThan(12);
    }

    @Test
    void whoHasPassedBeginsAnew() {
        for (int again = 0; again < 10; again++) {
            ask("job");
        }
        held.forget("job");

        assertThat(ask("job")).isLessThanOrEqualTo(Duration.ofMillis(500));
    }

    @Test
    void aMomentThatIsKnownIsNotPutOff() {
        HeldBackException moment = HeldBackException.until("10 jobs a minute", Duration.ofSeconds(6));
        HeldBackException never = HeldBackException.forGood("the budget is spent");

        for (int again = 0; again < 3; again++) {
            assertThat(held.later("job", 0, moment)).isSameAs(moment);
            assertThat(held.later("job", 0, never)).isSameAs(never);
        }
    }

    @Test
    void thoseThatAreToldAskByThemselvesOnlyInCaseThatIsMissed() {
        held.watched();

        for (int again = 0; again < 10; again++) {
            assertThat(ask("job")).isBetween(Duration.ofSeconds(30), Duration.ofMinutes(1));
        }
    }

    @Test
    void asManyAreToldAsThereIsRoomForAndWhoHasWaitedLongestFirst() {
        List.of("first", "second", "third").forEach(this::ask);
        ask("first");

        assertThat(held.told(places(2))).containsExactly("first", "second");
        assertThat(held.told(places(2))).as("two are asking").containsExactly("third");
        ask("second");
        assertThat(held.told(places(2))).containsExactly("second");
        assertThat(held.told(places(-1))).isEmpty();
    }

    private static Room places(int places) {
        return new Room(places, Long.MAX_VALUE, true, Set.of(), Set.of());
    }

    private static Room money(int money, boolean mayGetMore) {
        return new Room(9, money, mayGetMore, Set.of(), Set.of());
    }

    /** It makes another attempt in the place of the one before. */
    @Test
    void whoHasAPlaceAlreadyNeedsNoOther() {
        List.of("first", "own").forEach(this::ask);

        assertThat(held.told(new Room(-1, Long.MAX_VALUE, true, Set.of("own"), Set.of()))).isEmpty();
        assertThat(held.told(new Room(0, Long.MAX_VALUE, true, Set.of("own"), Set.of()))).containsExactly("own");
    }

    @Test
    void whoseAnswerHasComeWaitsForNoPlaceToAskAnew() {
        List.of("first", "own").forEach(this::ask);

        assertThat(held.told(new Room(-1, Long.MAX_VALUE, true, Set.of("own"), Set.of("own")))).containsExactly("own");
    }

    @Test
    void moneyThatNobodyGivesBackIsNotWaitedFor() {
        held.later("dear", 5, HeldBackException.until("the budget", LimitTable.LOOK_AGAIN));

        assertThat(held.told(money(4, true))).isEmpty();
        assertThat(held.told(money(4, false))).containsExactly("dear");
    }

    @Test
    void whatIsLeftOfTheMoneyIsForThoseWhosePriceItPays() {
        HeldBackException spent = HeldBackException.until("the budget", LimitTable.LOOK_AGAIN);
        held.later("dear", 5, spent);
        held.later("cheap", 2, spent);
        held.later("too", 2, spent);

        assertThat(held.told(money(3, true))).containsExactly("cheap");
        assertThat(held.told(money(1, true))).isEmpty();
    }

    @Test
    void whoWaitsForAMomentThatIsKnownIsNotTold() {
        ask("job");
        held.later("job", 0, HeldBackException.until("10 jobs a minute", Duration.ofSeconds(6)));

        assertThat(held.jobs()).isEmpty();
    }
}
