package dev.veo3.transport;

import dev.veo3.error.ServiceError;
import dev.veo3.video.OperationName;
import dev.veo3.video.SubmitOutcome;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

class SubmitVerdictTest {
    private static final URI SERVICE = URI.create("http://service.invalid/");

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

    static Stream<Arguments> failures() {
        IOException unresolved = new IOException("x");
        unresolved.initCause(new UnresolvedAddressException());
        return Stream.of(Arguments.of(new ConnectException("refused"), true), Arguments.of(unresolved, true),
                Arguments.of(new HttpConnectTimeoutException("connect"), true),
                Arguments.of(new SSLHandshakeException("certificate"), true),
                Arguments.of(new HttpTimeoutException("request timed out"), false),
                Arguments.of(new SSLException("closed"), false), Arguments.of(new SocketException("reset"), false),
                Arguments.of(new EOFException(), false),
                Arguments.of(new IOException("late", new ConnectException("of a proxy")), false));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void aFailureTellsThatACallIsUnsentOnlyWhenNobodyHasTakenItsBody(IOException failure, boolean before) {
        Call submit = Call.post(SERVICE, CallBody.of(new byte[]{1}), Duration.ofSeconds(1));
        AtomicBoolean taken = new AtomicBoolean();

        assertThat(HttpTransport.isUnsent(submit, failure, taken)).isTrue();
        assertThat(taken).as("so that nobody can take the body afterwards").isTrue();
        assertThat(HttpTransport.isUnsent(submit, failure, taken)).as("once the body was taken").isFalse();
        assertThat(HttpTransport.isUnsent(Call.get(SERVICE, Duration.ofSeconds(1)), failure, new AtomicBoolean()))
                .as("without a body").isEqualTo(before);
        assertThat(SubmitVerdict.ofSilence(failure)).as("judged only by the transport's own word")
                .isInstanceOf(SubmitOutcome.Ambiguous.class);
        assertThat(SubmitVerdict.ofSilence(new UnsentException("No connection", failure)))
                .isEqualTo(new SubmitOutcome.NotSent("No connection"));
    }
}
