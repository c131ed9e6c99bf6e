// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.limit;

import dev.veo3.batch.limit.AdaptiveLimit.Learned;
import dev.veo3.batch.limit.AdaptiveLimit.Sent;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** How the limit follows the quota, told by the jobs that are taken and refused. */
class QuotaSearchTest extends JobsUnderALimit {

    @Test
    void itGrowsByOneWithEachJobThatIsTakenUpToTheMost() {
        accept();
        assertThat(limit.limit()).isEqualTo(2);
        for (int jobs = 2; jobs < MOST; jobs++) {
            accept();
            assertThat(limit.limit()).isEqualTo(jobs + 1);
        }
        accept();
        assertThat(limit.limit()).isEqualTo(MOST);
        replace(500);
        assertThat(limit.limit()).isEqualTo(MOST);
    }

    @Test
    void itDoesNotGrowWhileItIsNotUsedUp() {
        for (int i = 0; i < 100; i++) {
            accept();
            end();
        }

        assertThat(limit.limit()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 10, 30, 63})
    void theFirstRefusalSaysHowManyFit(int quota) {
        find(quota);

        assertThat(limit.snapshot()).isEqualTo(new Learned(quota, quota, quota, MOST));
        replace(quota);
        assertThat(limit.limit()).isEqualTo(quota);
    }

    @Test
    void aVolleyOfRefusalsMakesItFallOnce() {
        while (running < 9) {
            accept();
        }
        List<Sent> volley = IntStream.range(0, 5).mapToObj(n -> limit.sending()).toList();

        volley.forEach(sent -> limit.refused(sent, now));

        assertThat(limit.limit()).isEqualTo(9);
    }

    @Test
    void aJobThatLeftBeforeARefusalAndIsTakenShowsThatMoreFit() {
        while (running < 8) {
            accept();
        }
        Sent first = limit.sending();
        Sent second = limit.sending();
        refuse();
        assertThat(limit.limit()).isEqualTo(8);

        limit.accepted(first, now);
        limit.accepted(second, now);

        assertThat(limit.snapshot()).isEqualTo(new Learned(10, 10, 10, MOST));
    }

    @Test
    void afterSomeTimeOneSingleJobTriesForMore() {
        find(10);
        now += 29_000_000_000L;
        replace(1);
        assertThat(limit.limit()).isEqualTo(10);

        now += 1_000_000_000L;
        replace(1);

        assertThat(limit.limit()).isEqualTo(11);
        replace(3);
        assertThat(limit.limit()).isEqualTo(11);
    }

    @Test
    void aTryThatIsRefusedLeavesTheLimitWhereItWas() {
        find(10);
        now += MINUTE;
        replace(1);

        refuse();

        assertThat(limit.snapshot()).isEqualTo(new Learned(10, 10, 10, MOST));
    }

    @Test
    void theLongerThereIsNoMoreTheMoreRarelyItTries() {
        find(10);
        List<Long> minutes = new ArrayList<>();
        long last = now;
        for (int i = 0; i < 4_000; i++) {
            now += MINUTE / 6;
            replace(1);
            if (limit.limit() == 11) {
                minutes.add((now - last + MINUTE / 2) / MINUTE);
                last = now;
                refuse();
            }
        }

        assertThat(minutes).startsWith(1L, 2L, 4L, 4L, 8L, 10L).endsWith(10L, 10L, 10L);
    }

    @Test
    void aTryThatIsTakenIsFollowedByAnotherWhenHalfOfTheJobsHaveBeenReplaced() {
        find(10);
        now += MINUTE;
        replace(1);
        accept();
        assertThat(limit.snapshot()).isEqualTo(new Learned(11, 11, 11, MOST));

        replace(3);
        assertThat(limit.limit()).isEqualTo(11);
        replace(1);
        assertThat(limit.limit()).isEqualTo(12);
    }

    @Test
    void whereThereIsMoreRoomItClimbsInGrowingSteps() {
        find(4);
        now += MINUTE;
        List<Integer> steps = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            replace(1);
            while (running < limit.limit()) {
                accept();
            }
            steps.add(limit.limit());
        }

        assertThat(steps.stream().distinct()).containsExactly(5, 6, 8, 12, 20, 36, 64);
    }

    @Test
    void theEndOfTheRoomIsWhereAClimbIsRefused() {
        find(4);
        now += MINUTE;
        for (int i = 0; i < 60; i++) {
            replace(1);
            if (running < limit.limit()) {
                if (running < 17) {
                    accept();
                } else {
                    refuse();
                }
            }
        }

        assertThat(limit.snapshot()).isEqualTo(new Learned(17, 17, 17, MOST));
    }

    @Test
    void oneRefusalBelowTheLevelThatFittedIsForgiven() {
        find(10);
        end();
        refuse();
        assertThat(limit.limit()).isEqualTo(9);

        replace(1);
        assertThat(limit.limit()).isEqualTo(10);
        accept();
        assertThat(limit.snapshot()).isEqualTo(new Learned(10, 10, 10, MOST));
    }

    @Test
    void aSecondOneIsTheNewQuota() {
        find(10);
        end();
        refuse();
        replace(1);
        refuse();

        assertThat(limit.snapshot()).isEqualTo(new Learned(9, 9, 9, MOST));
        replace(20);
        assertThat(limit.limit()).isEqualTo(9);
    }

    @Test
    void theMoreRefusalsInARowTheFurtherItFalls() {
        find(20);
        List<Integer> limits = new ArrayList<>();
        while (running > 5) {
            end();
            if (running < limit.limit()) {
                refuse();
                limits.add(limit.limit());
            }
        }

        assertThat(limits).containsExactly(19, 12, 5);
        end();
        accept();
        refuse();
        assertThat(limit.snapshot()).isEqualTo(new Learned(5, 5, 5, MOST));
    }

    @Test
    void itNeverFallsBelowOne() {
        find(3);
        while (running > 0) {
            end();
        }
        for (int i = 0; i < 50; i++) {
            refuse();
            assertThat(limit.limit()).isEqualTo(1);
        }
    }

    @Test
    void farBelowALevelThatFittedItTriesMoreOftenAndGoesBackThereAtOnce() {
        find(20);
        while (running > 4) {
            end();
        }
        refuse();
        refuse();
        refuse();
        while (running < 4) {
            accept();
        }
        refuse();
        refuse();
        while (limit.limit() == running) {
            now += MINUTE;
            replace(2);
        }
        assertThat(now).isLessThanOrEqualTo(4 * MINUTE);

        while (running < 18) {
            if (running < limit.limit()) {
                accept();
            } else {
                replace(1);
            }
        }

        assertThat(limit.snapshot().level()).isGreaterThanOrEqualTo(18);
        assertThat(now).isLessThanOrEqualTo(4 * MINUTE);
    }
}
