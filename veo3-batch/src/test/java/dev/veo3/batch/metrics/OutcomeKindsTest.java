// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.metrics;

import dev.veo3.batch.event.JobOutcome;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class OutcomeKindsTest {

    @Test
    void everyWayToEndCountsOnceAsTheOutcomeItselfSaysIt() {
        for (int kind = 0; kind < OutcomeKinds.NAMES.size(); kind++) {
            JobOutcome outcome = JobOutcome.of(OutcomeKinds.NAMES.get(kind), "why", List.of()).orElseThrow();
            long[] one = new long[OutcomeKinds.NAMES.size()];
            one[OutcomeKinds.of(outcome)] = 1;

            assertThat(OutcomeKinds.of(outcome)).isEqualTo(kind);
            assertThat(OutcomeKinds.succeeded(one)).as(outcome.name()).isEqualTo(outcome.isSuccess() ? 1 : 0);
            assertThat(OutcomeKinds.left(one).jobs()).as(outcome.name()).isEqualTo(outcome.isLeft() ? 1 : 0);
            assertThat(OutcomeKinds.failed(one)).as(outcome.name())
                    .isEqualTo(outcome.isSuccess() || outcome.isLeft() ? 0 : 1);
        }
    }
}
