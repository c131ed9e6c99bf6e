// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.cluster;

import dev.veo3.batch.cluster.BatchTable.Orders;
import dev.veo3.time.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** When a worker tries again what it could not do. */
class RefusalsTest {
    private static final Instant NOW = Instant.parse("2026-11-26T10:00:00Z");

    private final ManualTime time = ManualTime.selfAdvancing(NOW);
    private final Refusals refusals = new Refusals("one", time);
    private final Orders films = orders(NOW);

    private static Orders orders(Instant submittedAt) {
        return new Orders("films", submittedAt, Optional.empty(), Optional.empty());
    }

    private int secondsOfRest() {
        int seconds = 0;
        while (refusals.rests(films)) {
            time.advance(Duration.ofSeconds(1));
            seconds++;
        }
        return seconds;
    }

    @Test
    void eachFaultMakesTheNextShareLongerInComing() {
        List<Integer> rests = new ArrayList<>();
        for (int fault = 0; fault < 7; fault++) {
            refusals.broke(films, "the journal cannot be written");
            rests.add(secondsOfRest());
        }

        assertThat(rests).containsExactly(2, 4, 8, 16, 32, 60, 60);
        assertThat(refusals.why("films")).contains("the journal cannot be written");
    }

    @Test
    void aShareThatLivedForLongEnoughHadNoFault() {
        for (int fault = 0; fault < 4; fault++) {
            refusals.broke(films, "the journal cannot be written");
        }
        long since = time.nanos();
        refusals.works("films", since);
        assertThat(refusals.why("films")).isPresent();
        time.advance(Duration.ofSeconds(61));
        refusals.works("films", since);

        assertThat(refusals.why("films")).isEmpty();
        refusals.broke(films, "the journal cannot be written");
        assertThat(secondsOfRest()).isEqualTo(2);
    }

    @Test
    void aBatchThatIsSubmittedAgainIsTriedAtOnceAndOneThatIsOverIsForgotten() {
        refusals.cannot(films, "a file is missing");
        assertThat(refusals.rests(orders(NOW.plusSeconds(1)))).isFalse();
        assertThat(secondsOfRest()).isEqualTo(10);

        refusals.retain(Set.of());
        assertThat(refusals.why("films")).isEmpty();
    }
}
