// SPDX-License-Identifier: Apache-2.0
package dev.veo3.model;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ModelValuesTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a/b", "../x", "-x", "a:b", "a?b"})
    void aModelIdIsPartOfAnAddress(String id) {
        assertThatThrownBy(() -> new ModelId(id)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void certainLengthsAreAllowedExactly() {
        DurationRule rule = new DurationRule.Exactly(List.of(8, 4, 6));

        assertThat(rule.allows(Duration.ofSeconds(6))).isTrue();
        assertThat(rule.allows(Duration.ofSeconds(5))).isFalse();
        assertThat(rule.allows(Duration.ofMillis(6001))).isFalse();
        assertThat(rule.describe()).isEqualTo("4, 6 or 8 s");
        assertThat(new DurationRule.Exactly(List.of(8)).describe()).isEqualTo("8 s");
    }

    @Test
    void aRangeOfLengthsIncludesItsEnds() {
        DurationRule rule = new DurationRule.Between(Duration.ofSeconds(3), Duration.ofSeconds(10));

        assertThat(rule.allows(Duration.ofSeconds(3))).isTrue();
        assertThat(rule.allows(Duration.ofMillis(9999))).isTrue();
        assertThat(rule.allows(Duration.ofSeconds(10))).isTrue();
        assertThat(rule.allows(Duration.ofMillis(10_001))).isFalse();
        assertThat(rule.allows(Duration.ofMillis(2999))).isFalse();
        assertThat(rule.describe()).isEqualTo("3 to 10 s");
    }

    @Test
    void aRuleThatAllowsNothingIsRefused() {
        assertThatThrownBy(() -> new DurationRule.Exactly(List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new DurationRule.Between(Duration.ofSeconds(2), Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void namesOfTheWireAreFound() {
        assertThat(Resolution.of("4K")).contains(Resolution.K4);
        assertThat(Resolution.of("8k")).isEmpty();
        assertThat(Resolution.names()).isEqualTo("360p, 720p, 1080p, 4k");
        assertThat(AspectRatio.of("9:16")).contains(AspectRatio.PORTRAIT);
        assertThat(AspectRatio.of("4:3")).isEmpty();
    }
}
