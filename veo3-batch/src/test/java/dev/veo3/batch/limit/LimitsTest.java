// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.limit;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What a batch is told about the limits of its service. */
class LimitsTest {

    @Test
    void eachSettingChangesItselfOnly() {
        Limits standard = Limits.standard();
        assertThat(standard).isEqualTo(new Limits(RateLimit.none(), Map.of(), false, false, 4,
                Duration.ofMinutes(6)));

        RateLimit rate = RateLimit.perMinute(10);
        assertThat(standard.withRate(rate)).isEqualTo(new Limits(rate, Map.of(), false, false, 4,
                Duration.ofMinutes(6)));
        assertThat(standard.withRate("veo", rate).modelRates()).containsExactly(Map.entry("veo", rate));
        assertThat(standard.adapting().withDownloads(1).withLongestGeneration(Duration.ZERO)).isEqualTo(
                new Limits(RateLimit.none(), Map.of(), true, false, 1, Duration.ZERO));
        assertThat(standard.adaptingWithLatencyBrake().latencyBrake()).isTrue();
        assertThat(standard.adaptingWithLatencyBrake().adaptive()).isTrue();
    }

    @Test
    void whatCannotBeIsRefused() {
        Limits standard = Limits.standard();
        assertThatThrownBy(() -> standard.withDownloads(0)).hasMessageContaining("not 0");
        assertThatThrownBy(() -> standard.withLongestGeneration(Duration.ofSeconds(-1))).hasMessageContaining("PT-1S");
        assertThatThrownBy(() -> new Limits(RateLimit.none(), Map.of(), false, true, 4, Duration.ZERO))
                .hasMessageContaining("latency brake");
    }
}
