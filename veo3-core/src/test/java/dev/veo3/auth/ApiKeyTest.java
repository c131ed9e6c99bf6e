// SPDX-License-Identifier: Apache-2.0
package dev.veo3.auth;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ApiKeyTest {

    @Test
    void aKeyIsSentInAHeaderAndNeverPrinted() {
        ApiKey key = ApiKey.of("AIza-secret\n");

        assertThat(key.headers()).isEqualTo(Map.of("x-goog-api-key", "AIza-secret"));
        assertThat(key.toString()).isEqualTo("ApiKey[redacted]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "secret\nHost: evil", "secret key", "\"secret\"", "'secret'", "secret\u00e9"})
    void whatIsNoKeyIsRefusedAndNotPrinted(String text) {
        assertThatThrownBy(() -> ApiKey.of(text)).isInstanceOf(CredentialsException.class)
                .hasMessageNotContaining("secret");
    }
}
