// SPDX-License-Identifier: Apache-2.0
package dev.veo3.error;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What errors say to people. */
class ErrorTextTest {

    @Test
    void aServiceErrorIsOneLine() {
        assertThat(error(429, "RESOURCE_EXHAUSTED", "Quota exceeded").describe())
                .isEqualTo("HTTP 429 RESOURCE_EXHAUSTED: Quota exceeded");
        assertThat(error(503, "", "").describe()).isEqualTo("HTTP 503");
    }

    @Test
    void onlyA429IsAboutAQuota() {
        assertThat(error(429, "", "").isQuota()).isTrue();
        assertThat(error(503, "RESOURCE_EXHAUSTED", "").isQuota()).isFalse();
    }

    @Test
    void aTokenInAMessageIsTakenOut() {
        assertThat(error(403, "", "You sent authorization: bearer ya29.a0AfH6SMBx-_~+/=0123, why?").message())
                .isEqualTo("You sent authorization: Bearer [redacted], why?");
        assertThat(error(401, "", "Bearer tokens are needed").message()).isEqualTo("Bearer tokens are needed");
        assertThat(new VeoProtocolException("No JSON", "Bearer ya29.a0AfH6SMBx0123456789"))
                .hasMessage("No JSON; it began: Bearer [redacted]");
    }

    @Test
    void anAnswerThatCannotBeReadIsQuotedInPart() {
        assertThat(new VeoProtocolException("No JSON", "<html>\r\n\u0007 x"))
                .hasMessage("No JSON; it began: <html>  x");
        assertThat(new VeoProtocolException("No JSON", "")).hasMessage("No JSON; it began: (nothing)");
        assertThat(new VeoProtocolException("No JSON", "y".repeat(9999)).getMessage()).hasSizeLessThan(250);
    }

    @Test
    void aCodeOfTheOperationHasItsName() {
        assertThat(new RpcError(3, "Bad").describe()).isEqualTo("INVALID_ARGUMENT: Bad");
        assertThat(new RpcError(16, "").describe()).isEqualTo("UNAUTHENTICATED");
        assertThat(new RpcError(99, "").name()).isEqualTo("CODE_99");
        assertThat(new RpcError(-1, "").name()).isEqualTo("CODE_-1");
    }

    @Test
    void aServiceExceptionKeepsWhatTheServiceSaid() {
        ServiceError error = new ServiceError(404, "NOT_FOUND", "Gone", Optional.of(Duration.ofSeconds(1)));

        assertThat(new VeoServiceException("Polling x", error).error()).isEqualTo(error);
        assertThat(new VeoServiceException("Polling x", error))
                .hasMessage("Polling x: the service answered HTTP 404 NOT_FOUND: Gone");
    }

    private static ServiceError error(int status, String name, String message) {
        return new ServiceError(status, name, message, Optional.empty());
    }
}
