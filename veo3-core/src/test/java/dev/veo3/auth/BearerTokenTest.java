// SPDX-License-Identifier: Apache-2.0
package dev.veo3.auth;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class BearerTokenTest {

    @Test
    void aTokenIsSentAndNeverPrinted() {
        BearerToken token = BearerToken.of("secret\n");

        assertThat(token.headers()).isEqualTo(Map.of("Authorization", "Bearer secret"));
        assertThat(token.toString()).isEqualTo("BearerToken[redacted]");
    }

    @Test
    void aSourceIsAskedEachTime() {
        Iterator<String> tokens = List.of("first", "second").iterator();
        BearerToken token = BearerToken.from(tokens::next);

        assertThat(token.headers()).containsValue("Bearer first");
        assertThat(token.headers()).containsValue("Bearer second");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "secret\nHost: evil", "secret token", "secret\u00e9"})
    void whatIsNoTokenIsNotSentAndNotPrinted(String text) {
        assertThatThrownBy(() -> BearerToken.of(text).headers()).isInstanceOf(CredentialsException.class)
                .hasMessageNotContaining("secret");
    }

    @Test
    void ofASourceThatFailsOnlyTheKindOfFailureIsTold() {
        assertThatThrownBy(() -> BearerToken.from(() -> {
            throw new IllegalStateException("Cannot parse: secret");
        }).headers()).isInstanceOf(CredentialsException.class).hasMessageContaining("java.lang.IllegalStateException")
                .hasMessageNotContaining("secret").hasNoCause();
    }

    @Test
    void aSourceMaySayItselfWhatIsWrong() {
        CredentialsException failure = new CredentialsException("The metadata server is down: try again later");
        assertThatThrownBy(() -> BearerToken.from(() -> {
            throw failure;
        }).headers()).isSameAs(failure);
    }
}
