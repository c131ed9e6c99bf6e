// SPDX-License-Identifier: Apache-2.0
package dev.veo3.emulator;

import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.veo3.emulator.Caller.GENERATION;
import static dev.veo3.emulator.Caller.prompt;
import static dev.veo3.emulator.Caller.text;
import static dev.veo3.emulator.Caller.tree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class LimitTest {

    @Test
    void moreOperationsThanMayRunAreRefusedUntilOneIsDone() throws Exception {
        try (Caller caller = Caller.of(Emulator.builder().maxInFlight(2))) {
            caller.accepted(prompt("A cat"));
            caller.pass(Duration.ofSeconds(10));
            caller.accepted(prompt("A cat"));

            HttpResponse<byte[]> response = caller.submit(prompt("A cat"));
            assertThat(response.statusCode()).isEqualTo(429);
            assertThat(text(response)).contains("RESOURCE_EXHAUSTED", "2 operations");
            caller.pass(GENERATION.minusSeconds(10));
            caller.accepted(prompt("A cat"));
            assertThat(caller.submit(prompt("A cat")).statusCode()).isEqualTo(429);
            assertThat(caller.emulator.ledger().entries()).hasSize(3);
        }
    }

    @Test
    void moreSubmissionsAMinuteThanTheQuotaAreRefusedWithTheTimeToWait() throws Exception {
        try (Caller caller = Caller.of(Emulator.builder().quota(2))) {
            caller.accepted(prompt("A cat"));
            caller.pass(Duration.ofSeconds(20));
            caller.accepted(prompt("A cat"));

            HttpResponse<byte[]> response = caller.submit(prompt("A cat"));
            assertThat(response.statusCode()).isEqualTo(429);
            assertThat(tree(response).at("/error/details/0/retryDelay").stringValue()).isEqualTo("40.001s");
            caller.pass(Duration.ofMillis(40_001));
            caller.accepted(prompt("A cat"));
            assertThat(caller.submit(prompt("A cat")).statusCode()).isEqualTo(429);
        }
    }

    @ParameterizedTest
    @CsvSource({"200ms, 200, 200", "2s, 2000, 2000", "500ms-3s, 500, 3000", "0ms, 0, 0"})
    void aLatencyIsReadFromText(String text, long shortest, long longest) {
        assertThat(Latency.parse(text))
                .isEqualTo(Latency.between(Duration.ofMillis(shortest), Duration.ofMillis(longest)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "2", "2m", "-2s", "2s-", "3s-2s", "1s-2s-3s", "9999999999s"})
    void aLatencyThatIsWrittenOtherwiseIsRefused(String text) {
        assertThatThrownBy(() -> Latency.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aLatencySpreadsOverItsRangeInTheSameWayEachTime() {
        Latency latency = Latency.between(Duration.ofSeconds(1), Duration.ofSeconds(2));

        for (int i = 1; i <= 100; i++) {
            assertThat(latency.of(i)).isBetween(latency.shortest(), latency.longest())
                    .isEqualTo(Latency.parse("1s-2s").of(i)).isNotEqualTo(latency.of(i + 1));
        }
        assertThat(latency.of(1)).isNotEqualTo(new Latency(latency.shortest(), latency.longest(), 7).of(1));
    }

    @Test
    void aLimitOfNothingIsRefused() {
        assertThatThrownBy(() -> Emulator.builder().maxInFlight(0)).hasMessageContaining("in flight");
        assertThatThrownBy(() -> Emulator.builder().quota(0)).hasMessageContaining("a minute");
    }
}
