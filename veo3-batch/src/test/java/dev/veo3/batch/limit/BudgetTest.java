// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.limit;

import dev.veo3.batch.limit.Budget.Money;
import dev.veo3.batch.limit.Budget.Reservation;
import dev.veo3.model.Usd;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class BudgetTest {
    private static final Usd CAP = Usd.of("10");

    @Test
    void moneyIsReservedBeforeItIsSpent() {
        Budget budget = Budget.of(CAP);

        Reservation reservation = budget.reserve(Usd.of("3.20")).orElseThrow();

        assertThat(reservation.amount()).isEqualTo(Usd.of("3.20"));
        assertThat(budget.snapshot()).isEqualTo(new Money(Optional.of(CAP), Usd.of("3.20"), Usd.ZERO));
        assertThat(budget.left()).contains(Usd.of("6.80"));
    }

    @Test
    void theLastCentMayBeSpentAndNotOneMore() {
        Budget budget = Budget.of(CAP);

        assertThat(budget.reserve(Usd.of("9.99"))).isPresent();
        assertThat(budget.reserve(Usd.of("0.010001"))).isEmpty();
        assertThat(budget.reserve(Usd.of("0.01"))).isPresent();
        assertThat(budget.reserve(Usd.of("0.000001"))).isEmpty();
        assertThat(budget.reserve(Usd.ZERO)).isPresent();
        assertThat(budget.left()).contains(Usd.ZERO);
    }

    @Test
    void whatIsRefusedChangesNothing() {
        Budget budget = Budget.of(CAP);
        budget.reserve(Usd.of("4"));

        budget.reserve(Usd.of("7"));

        assertThat(budget.left()).contains(Usd.of("6"));
    }

    @Test
    void aFilteredJobGivesItsReservationBack() {
        Budget budget = Budget.of(CAP);

        assertThat(budget.reserve(CAP).orElseThrow().giveBack()).isTrue();

        assertThat(budget.snapshot()).isEqualTo(new Money(Optional.of(CAP), Usd.ZERO, Usd.ZERO));
    }

    @Test
    void anAmbiguousJobKeepsItsReservationUntilItsFateIsKnown() {
        Budget budget = Budget.of(CAP);
        Reservation ambiguous = budget.reserve(CAP).orElseThrow();

        assertThat(budget.reserve(Usd.of("1"))).isEmpty();
        ambiguous.giveBack();
        assertThat(budget.reserve(Usd.of("1"))).isPresent();
    }

    @Test
    void whatWasReservedBeyondTheChargeIsFreeAgain() {
        Budget budget = Budget.of(CAP);

        assertThat(budget.reserve(Usd.of("8")).orElseThrow().spend(Usd.of("6"))).isTrue();

        assertThat(budget.snapshot()).isEqualTo(new Money(Optional.of(CAP), Usd.ZERO, Usd.of("6")));
        assertThat(budget.left()).contains(Usd.of("4"));
    }

    @Test
    void aChargeBeyondTheReservationIsCountedTooAndTheBudgetIsOver() {
        Budget budget = Budget.of(CAP);

        budget.reserve(CAP).orElseThrow().spend(Usd.of("12"));

        assertThat(budget.snapshot()).isEqualTo(new Money(Optional.of(CAP), Usd.ZERO, Usd.of("12")));
        assertThat(budget.left()).contains(Usd.ZERO);
        assertThat(budget.reserve(Usd.ZERO)).isEmpty();
    }

    @Test
    void aReservationIsSettledOnce() {
        Budget budget = Budget.of(CAP);
        Reservation reservation = budget.reserve(Usd.of("5")).orElseThrow();
        reservation.spend(Usd.of("5"));

        assertThat(reservation.giveBack()).isFalse();
        assertThat(reservation.spend(Usd.of("5"))).isFalse();

        assertThat(budget.snapshot()).isEqualTo(new Money(Optional.of(CAP), Usd.ZERO, Usd.of("5")));
    }

    @Test
    void whatAnEarlierRunReservedCountsEvenUnderALowerCap() {
        Budget budget = Budget.of(CAP);

        Reservation old = budget.takeOver(Usd.of("11"));

        assertThat(budget.reserve(Usd.ZERO)).isEmpty();
        old.spend(Usd.of("9"));
        assertThat(budget.left()).contains(Usd.of("1"));
    }

    @Test
    void withoutACapEverythingPassesAndIsCounted() {
        Budget budget = Budget.unlimited();

        budget.reserve(Usd.of("1000000")).orElseThrow().spend(Usd.of("999999"));
        budget.reserve(Usd.of("5"));

        assertThat(budget.snapshot()).isEqualTo(new Money(Optional.empty(), Usd.of("5"), Usd.of("999999")));
        assertThat(budget.left()).isEmpty();
    }

    @Test
    void anAmountThatDoesNotFitIntoTheNumbersIsRefusedAndNotWrappedAround() {
        Budget budget = Budget.unlimited();
        budget.reserve(new Usd(Long.MAX_VALUE));

        assertThat(budget.reserve(new Usd(1))).isEmpty();
        assertThat(budget.snapshot().reserved()).isEqualTo(new Usd(Long.MAX_VALUE));
    }

    @RepeatedTest(20)
    void sixtyFourThreadsThatRaceForTheLastDollarNeverPassTheCap() throws InterruptedException {
        Budget budget = Budget.of(CAP);
        budget.reserve(Usd.of("9")).orElseThrow().spend(Usd.of("9"));
        AtomicLong won = new AtomicLong();
        CountDownLatch start = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newFixedThreadPool(64)) {
            for (int i = 0; i < 64; i++) {
                threads.submit(() -> {
                    start.await();
                    budget.reserve(Usd.of("0.15")).ifPresent(reservation -> won.incrementAndGet());
                    return null;
                });
            }
            start.countDown();
        }

        assertThat(won).hasValue(6);
        assertThat(budget.left()).contains(Usd.of("0.10"));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void whateverHappensWhatIsPromisedIsUnderTheCap(long seed) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        Budget budget = Budget.of(CAP);
        List<Reservation> open = new ArrayList<>();
        long spent = 0;
        for (int step = 0; step < 10_000; step++) {
            long amount = random.nextLong(4_000_000);
            long promised = spent + open.stream().mapToLong(each -> each.amount().micros()).sum();
            if (random.nextInt(3) == 0 || open.isEmpty()) {
                Optional<Reservation> reservation = budget.reserve(new Usd(amount));
                assertThat(reservation.isPresent()).isEqualTo(promised + amount <= CAP.micros());
                reservation.ifPresent(open::add);
            } else {
                Reservation settled = open.remove(random.nextInt(open.size()));
                // Little is spent at a time, so that the money lasts.
                long actual = random.nextBoolean() ? 0 : Math.min(1_000, settled.amount().micros());
                settled.spend(new Usd(actual));
                spent += actual;
            }
            Money money = budget.snapshot();
            assertThat(money.spent().micros()).isEqualTo(spent);
            assertThat(money.reserved().micros())
                    .isEqualTo(open.stream().mapToLong(each -> each.amount().micros()).sum());
            assertThat(money.reserved().plus(money.spent())).isLessThanOrEqualTo(CAP);
        }
    }

    @Test
    void noReaderEverSeesMoreSpentThanPromised() throws InterruptedException {
        Budget budget = Budget.of(CAP);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int thread = 0; thread < 8; thread++) {
                threads.submit(() -> {
                    for (int i = 0; i < 5_000; i++) {
                        budget.reserve(Usd.of("0.0002")).ifPresent(each -> each.spend(Usd.of("0.0001")));
                    }
                });
            }
            for (int i = 0; i < 10_000; i++) {
                Money money = budget.snapshot();
                assertThat(money.reserved().plus(money.spent())).isLessThanOrEqualTo(CAP);
            }
        }

        assertThat(budget.snapshot().spent()).isEqualTo(Usd.of("4"));
    }
}
