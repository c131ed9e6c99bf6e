// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.limit;

import dev.veo3.batch.limit.AdaptiveLimit.Learned;
import dev.veo3.batch.limit.AdaptiveLimit.Sent;
import dev.veo3.batch.limit.PermitGate.Permits;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class AdaptiveLimitTest extends JobsUnderALimit {

    @Test
    void itBeginsWithTwo() {
        assertThat(limit.snapshot()).isEqualTo(new Learned(2, 2, 0, MOST));
        assertThat(new AdaptiveLimit(1).limit()).isEqualTo(1);
    }

    @Test
    void anotherRunBeginsWhereThisOneStopped() {
        AdaptiveLimit next = new AdaptiveLimit(MOST, 10);
        List<Integer> limits = new ArrayList<>();
        for (int jobs = 0; jobs < 10; jobs++) {
            next.accepted(next.sending(), now);
            limits.add(next.limit());
        }

        assertThat(limits).containsExactly(2, 3, 4, 5, 6, 7, 8, 9, 10, 10);
    }

    @ParameterizedTest
    @CsvSource({"100,64,64", "0,8,2", "-5,8,2", "8,1,1"})
    void whatWasLearnedIsKeptWithinTheMost(int learned, int most, int level) {
        AdaptiveLimit next = new AdaptiveLimit(most, learned);
        for (int jobs = 0; jobs < level; jobs++) {
            next.accepted(next.sending(), now);
        }

        assertThat(next.snapshot()).isEqualTo(new Learned(level, level, level, most));
    }

    @Test
    void whatIsResumedFits() {
        for (int i = 0; i < 8; i++) {
            limit.resumed();
        }
        assertThat(limit.snapshot()).isEqualTo(new Learned(8, 8, 8, MOST));

        limit.ended();
        assertThat(limit.snapshot()).isEqualTo(new Learned(8, 8, 7, MOST));
        for (int i = 0; i < 100; i++) {
            limit.resumed();
        }
        assertThat(limit.limit()).isEqualTo(MOST);
    }

    @Test
    void whatMayRunCountsAsRunningAndProvesNothing() {
        limit.unknown(limit.sending());
        limit.unknown(limit.sending());

        assertThat(limit.snapshot()).isEqualTo(new Learned(2, 2, 2, MOST));
        limit.ended();
        assertThat(limit.snapshot().running()).isEqualTo(1);
    }

    @Test
    void whatCameToNothingIsCountedNowhere() {
        limit.withdrawn(limit.sending());

        assertThat(limit.snapshot().running()).isZero();
        accept();
        assertThat(limit.limit()).isEqualTo(2);
    }

    @Test
    void nothingEndsThatDoesNotRun() {
        accept();
        end();

        assertThatThrownBy(limit::ended).isInstanceOf(IllegalStateException.class);
        assertThat(limit.snapshot().running()).isZero();
    }

    @Test
    void aSubmissionIsAnsweredOnce() {
        Sent sent = limit.sending();
        limit.refused(sent, now);

        assertThatThrownBy(() -> limit.accepted(sent, now)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> limit.refused(sent, now)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> limit.unknown(sent)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> limit.withdrawn(sent)).isInstanceOf(IllegalStateException.class);
        assertThat(limit.snapshot().running()).isZero();
    }

    @Test
    void lessThanOneAtOnceIsRefused() {
        assertThatThrownBy(() -> new AdaptiveLimit(0)).hasMessage("At least 1 job runs at once, not 0");
    }

    @Test
    void theClockMayRunOverTheLargestNumber() {
        now = Long.MAX_VALUE - MINUTE / 4;
        find(10);
        now += MINUTE;
        replace(1);

        assertThat(limit.limit()).isEqualTo(11);
    }

    /** Whatever a service does, the limit stays between one and the most, and counts what runs. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void whateverHappensItStaysWithinItsBounds(long seed) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        AdaptiveLimit any = random.nextBoolean() ? new AdaptiveLimit(16) : AdaptiveLimit.withLatencyBrake(16, 9);
        List<Sent> sending = new ArrayList<>();
        int at = 0;
        for (int step = 0; step < 20_000; step++) {
            now += random.nextLong(MINUTE / 2);
            int choice = random.nextInt(6);
            if (choice == 0 && at < 40) {
                any.resumed();
                at++;
            } else if (choice <= 2 || sending.isEmpty()) {
                if (sending.size() + at < any.limit()) {
                    sending.add(any.sending());
                } else if (at > 0) {
                    any.generated("kind", now - random.nextLong(5 * MINUTE), now);
                    any.ended();
                    at--;
                }
            } else {
                Sent sent = sending.remove(random.nextInt(sending.size()));
                switch (choice) {
                    case 3 -> any.refused(sent, now);
                    case 4 -> {
                        any.accepted(sent, now);
                        at++;
                    }
                    default -> any.withdrawn(sent);
                }
            }
            Learned learned = any.snapshot();
            assertThat(learned.limit()).isBetween(1, 16);
            assertThat(learned.level()).isBetween(1, 16);
            assertThat(learned.running()).isEqualTo(at);
        }
    }

    @Test
    void theGateHasTheLatestLimitWhoeverGivesItLast() {
        PermitGate gate = new PermitGate(2);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int thread = 0; thread < 16; thread++) {
                threads.submit(() -> {
                    for (int i = 0; i < 500; i++) {
                        Sent sent = limit.sending();
                        if (i % 10 == 9) {
                            limit.refused(sent, i);
                        } else {
                            limit.accepted(sent, i);
                            limit.ended();
                        }
                        limit.applyTo(gate);
                    }
                });
            }
        }

        assertThat(gate.snapshot()).isEqualTo(new Permits(limit.limit(), 0));
        assertThat(limit.snapshot().running()).isZero();
    }
}
