// SPDX-License-Identifier: Apache-2.0
package dev.veo3.transport;

import dev.veo3.error.ServiceError;
import dev.veo3.video.OperationName;
import dev.veo3.video.SubmitOutcome;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class SubmitVerdictTest {

    @Test
    void onlyTheseAnswersAreDefiniteRefusals() {
        Set<Integer> definite = Set.of(400, 401, 403, 404, 405, 411, 412, 413, 414, 415, 422, 429);

        assertThat(IntStream.range(100, 600).filter(status -> status < 200 || status >= 300)).allSatisfy(status -> {
            SubmitOutcome outcome = SubmitVerdict.ofError(new ServiceError(status, "", "", Optional.empty()));
            assertThat(outcome).isInstanceOf(
                    definite.contains(status) ? SubmitOutcome.Refused.class : SubmitOutcome.Ambiguous.class);
        });
    }

    @Test
    void anAnswerIsAnAcceptanceWhenItHasAName() {
        OperationName name = new OperationName("operations/1");

        assertThat(SubmitVerdict.ofSuccess(200, Optional.of(name), "{}")).isEqualTo(new SubmitOutcome.Accepted(name));
        assertThat(SubmitVerdict.ofSuccess(202, Optional.empty(), "")).isInstanceOfSatisfying(
                SubmitOutcome.Ambiguous.class, ambiguous -> assertThat(ambiguous.reason()).contains("HTTP 202"));
    }

    @Test
    void theBeginningOfAnAnswerWithoutANameIsKeptWithoutTokens() {
        String token = "ya29.secret-token-0123456789abcdef";
        String answer = "{\"id\":\"projects/p/operations/17\",\"auth\":\"Bearer " + token + "\"}" + "x".repeat(5000);

        assertThat(SubmitVerdict.ofSuccess(200, Optional.empty(), answer)).isInstanceOfSatisfying(
                SubmitOutcome.Ambiguous.class, ambiguous -> assertThat(ambiguous.reason())
                        .contains("projects/p/operations/17").doesNotContain(token).hasSizeLessThan(400));
    }

    @Test
    void anErrorThatCameInsteadOfANameIsTold() {
        assertThat(SubmitVerdict.ofSuccess(200, Optional.empty(), "{\"error\":{\"code\":13,\"message\":\"No room\"}}"))
                .isInstanceOfSatisfying(SubmitOutcome.Ambiguous.class,
                        ambiguous -> assertThat(ambiguous.reason()).contains("but with an error: ")
                                .contains("No room"));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " "})
    void aFailureThatSaysNothingIsToldByItsKind(@Nullable String message) {
        assertThat(SubmitVerdict.ofSilence(new EOFException(message))).isInstanceOfSatisfying(
                SubmitOutcome.Ambiguous.class, ambiguous -> assertThat(ambiguous.reason()).endsWith("EOFException"));
    }

    static Stream<IOException> failures() {
        IOException unresolved = new IOException("x");
        unresolved.initCause(new UnresolvedAddressException());
        return Stream.of(new ConnectException("refused"), unresolved, new HttpConnectTimeoutException("connect"),
                new SSLHandshakeException("certificate"), new HttpTimeoutException("request timed out"),
                new SSLException("closed"), new SocketException("reset"), new EOFException());
    }

    @ParameterizedTest
    @MethodSource("failures")
    void noFailureByItselfTellsThatNothingWasSent(IOException failure) {
        assertThat(SubmitVerdict.ofSilence(failure)).as("judged only by the transport's own word")
                .isInstanceOf(SubmitOutcome.Ambiguous.class);
        assertThat(SubmitVerdict.ofSilence(new UnsentException("No connection", failure)))
                .isEqualTo(new SubmitOutcome.NotSent("No connection"));
    }

    @Test
    void anAnswerToARequestThatDidNotLeaveWholeLeavesNoDoubt() {
        assertThat(IntStream.range(100, 600).filter(status -> status < 200 || status >= 300)).allSatisfy(status -> {
            ServiceError error = new ServiceError(status, "", "", Optional.empty());
            SubmitOutcome whole = SubmitVerdict.ofError(error);
            assertThat(SubmitVerdict.ofErrorBeforeSending(error)).isInstanceOf(
                    whole instanceof SubmitOutcome.Refused ? SubmitOutcome.Refused.class : SubmitOutcome.NotSent.class);
        });
        assertThat(SubmitVerdict.ofErrorBeforeSending(new ServiceError(407, "", "", Optional.empty())))
                .isInstanceOfSatisfying(SubmitOutcome.NotSent.class,
                        notSent -> assertThat(notSent.reason()).contains("HTTP 407", "proxy"));
    }
}
