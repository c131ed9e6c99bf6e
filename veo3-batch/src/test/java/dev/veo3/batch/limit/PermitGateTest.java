// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.limit;

import dev.veo3.batch.limit.PermitGate.Permits;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PermitGateTest {

    @Test
    void asManyGetInAsTheLimitSays() {
        PermitGate gate = new PermitGate(2);

        assertThat(gate.tryAcquire()).isTrue();
        assertThat(gate.tryAcquire()).isTrue();
        assertThat(gate.tryAcquire()).isFalse();
        assertThat(gate.snapshot()).isEqualTo(new Permits(2, 2));
    }

    @Test
    void aPermitThatIsGivenBackLetsAnotherIn() {
        PermitGate gate = new PermitGate(1);
        gate.tryAcquire();

        assertThat(gate.release()).isTrue();
        assertThat(gate.tryAcquire()).isTrue();
    }

    @Test
    void aLimitOfZeroLetsNothingIn() {
        assertThat(new PermitGate(0).tryAcquire()).isFalse();
    }

    @Test
    void aLimitMayFallBelowWhatIsInFlight() {
        PermitGate gate = full(5);

        assertThat(gate.limit(2)).isZero();

        assertThat(gate.snapshot()).isEqualTo(new Permits(2, 5));
        assertThat(gate.snapshot().debt()).isEqualTo(3);
        assertThat(gate.snapshot().free()).isZero();
        assertThat(gate.mayKeep()).isFalse();
        assertThat(gate.tryAcquire()).isFalse();
    }

    @Test
    void asManyGiveTheirPermitsUpAsAreTooManyAndTheOthersKeepThem() {
        PermitGate gate = full(5);
        gate.limit(2);

        assertThat(gate.keeps()).isFalse();
        assertThat(gate.release()).isFalse();
        assertThat(gate.keeps()).isFalse();
        assertThat(gate.keeps()).isTrue();
        assertThat(gate.keeps()).isTrue();

        assertThat(gate.snapshot()).isEqualTo(new Permits(2, 2));
        assertThat(gate.mayKeep()).isTrue();
    }

    @Test
    void aLimitThatRisesSaysHowManyMoreGetIn() {
        PermitGate gate = full(5);

        assertThat(gate.limit(7)).isEqualTo(2);
        assertThat(gate.tryAcquire()).isTrue();
    }

    @Test
    void aLimitThatRisesAgainForgivesTheDebt() {
        PermitGate gate = full(5);
        gate.limit(2);
        gate.limit(5);

        assertThat(gate.keeps()).isTrue();
        assertThat(gate.snapshot()).isEqualTo(new Permits(5, 5));
    }

    @Test
    void whatRunsAlreadyIsCountedBeyondTheLimitToo() {
        PermitGate gate = new PermitGate(1);

        gate.acquireInDebt();
        gate.acquireInDebt();

        assertThat(gate.snapshot()).isEqualTo(new Permits(1, 2));
        assertThat(gate.release()).isFalse();
        assertThat(gate.release()).isTrue();
    }

    @Test
    void aPermitThatNobodyHoldsCannotBeGivenBack() {
        PermitGate gate = new PermitGate(3);

        assertThatThrownBy(gate::release).isInstanceOf(IllegalStateException.class);
        assertThat(gate.snapshot()).isEqualTo(new Permits(3, 0));
    }

    @Test
    void aNegativeLimitIsRefused() {
        PermitGate gate = full(1);

        assertThatThrownBy(() -> new PermitGate(-1)).hasMessage("A limit is not negative: -1");
        assertThatThrownBy(() -> gate.limit(-7)).hasMessage("A limit is not negative: -7");
        assertThat(gate.snapshot()).isEqualTo(new Permits(1, 1));
    }

    @Test
    void theLargestLimitCountsToo() {
        PermitGate gate = new PermitGate(Integer.MAX_VALUE);

        gate.tryAcquire();

        assertThat(gate.snapshot()).isEqualTo(new Permits(Integer.MAX_VALUE, 1));
        assertThat(gate.limit(0)).isZero();
        assertThat(gate.snapshot()).isEqualTo(new Permits(0, 1));
    }

    /** Against a model that is too simple to be wrong. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void whateverHappensTheNumbersAddUp(long seed) {
        RandomGenerator random = random(seed);
        int limit = random.nextInt(6);
        int inUse = 0;
        PermitGate gate = new PermitGate(limit);
        for (int step = 0; step < 10_000; step++) {
            switch (random.nextInt(5)) {
                case 0 -> {
                    boolean free = inUse < limit;
                    assertThat(gate.tryAcquire()).isEqualTo(free);
                    inUse += free ? 1 : 0;
                }
                case 1 -> {
                    if (inUse > 0) {
                        inUse--;
                        assertThat(gate.release()).isEqualTo(inUse < limit);
                    }
                }
                case 2 -> {
                    if (inUse > 0) {
                        boolean debt = inUse > limit;
                        assertThat(gate.keeps()).isEqualTo(!debt);
                        inUse -= debt ? 1 : 0;
                    }
                }
                case 3 -> {
                    limit = random.nextInt(12);
                    assertThat(gate.limit(limit)).isEqualTo(Math.max(0, limit - inUse));
                }
                default -> {
                    gate.acquireInDebt();
                    inUse++;
                }
            }
            Permits permits = gate.snapshot();
            assertThat(permits).isEqualTo(new Permits(limit, inUse));
            assertThat(permits.inUse() + permits.free()).isEqualTo(permits.limit() + permits.debt());
            assertThat(gate.mayKeep()).isEqualTo(permits.debt() == 0);
        }
    }

    /** Threads that keep their permits, as the engine's do, while the limit goes up and down. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void noPermitIsLostWhileTheLimitGoesUpAndDown(long seed) {
        PermitGate gate = new PermitGate(8);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int thread = 0; thread < 32; thread++) {
                long own = seed * 100 + thread;
                threads.submit(() -> work(gate, random(own)));
            }
            RandomGenerator random = random(seed);
            threads.submit(() -> {
                for (int i = 0; i < 2_000; i++) {
                    gate.limit(random.nextInt(16));
                    Thread.yield();
                }
            });
        }

        assertThat(gate.snapshot().inUse()).isZero();
    }

    private static void work(PermitGate gate, RandomGenerator random) {
        for (int job = 0; job < 2_000; job++) {
            if (gate.tryAcquire()) {
                boolean held = true;
                for (int more = random.nextInt(4); held && more > 0; more--) {
                    Thread.yield();
                    held = gate.keeps();
                }
                if (held) {
                    gate.release();
                }
            }
        }
    }

    private static PermitGate full(int limit) {
        PermitGate gate = new PermitGate(limit);
        for (int i = 0; i < limit; i++) {
            gate.tryAcquire();
        }
        return gate;
    }

    private static RandomGenerator random(long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }
}
