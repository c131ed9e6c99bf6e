// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.doctor;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ProcessorLoadTest {

    private static ProcessorLoad load(int cpuMillis, int elapsedMillis, int processors) {
        return new ProcessorLoad(50, Optional.of(Duration.ofMillis(cpuMillis)), Duration.ofMillis(elapsedMillis),
                processors);
    }

    @Test
    void jobsThatWaitForAServiceAreNoBurden() {
        assertThat(load(1_400, 2_500, 2).isHeavy()).isFalse();
        assertThat(load(1_400, 2_500, 2).describe())
                .isEqualTo("50 jobs used 28.0 ms of CPU time each, 28 % of 2 processors");
    }

    @Test
    void jobsThatKeepAllProcessorsBusyAre() {
        assertThat(load(9_000, 5_000, 2).isHeavy()).isTrue();
        assertThat(load(9_000, 5_000, 2).describe()).isEqualTo(
                "50 jobs used 180.0 ms of CPU time each, 90 % of 2 processors: more jobs at once will wait for these");
        assertThat(load(9_000, 5_000, 16).isHeavy()).isFalse();
    }

    @Test
    void jobsThatTakeHalfASecondOfAProcessorAreWhateverTheMachine() {
        assertThat(load(26_000, 5_000, 64).isHeavy()).isTrue();
    }

    @Test
    void jobsThatTakeNextToNothingAreNoneHoweverQuickTheServiceIs() {
        assertThat(load(1_000, 500, 2).isHeavy()).isFalse();
    }
}
