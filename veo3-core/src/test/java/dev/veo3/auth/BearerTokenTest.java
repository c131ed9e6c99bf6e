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
    void aSourceThatFailsIsToldWithItsReason() {
        assertThatThrownBy(() -> BearerToken.from(() -> {
            throw new IllegalStateException("The metadata server is down");
        }).headers()).isInstanceOf(CredentialsException.class).hasMessageContaining("The metadata server is down")
                .hasCauseInstanceOf(IllegalStateException.class);
    }
}
