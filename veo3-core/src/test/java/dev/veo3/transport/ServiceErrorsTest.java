// SPDX-License-Identifier: Apache-2.0
package dev.veo3.transport;

import dev.veo3.error.ServiceError;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

class ServiceErrorsTest {
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

    static Stream<Arguments> bodies() {
        return Stream.of(
                Arguments.of("{\"error\":{\"code\":429,\"message\":\"Quota\",\"status\":\"RESOURCE_EXHAUSTED\"}}",
                        "RESOURCE_EXHAUSTED", "Quota"),
                Arguments.of("[{\"error\":{\"code\":403,\"message\":\"No\",\"status\":\"PERMISSION_DENIED\"}}]",
                        "PERMISSION_DENIED", "No"),
                Arguments.of("{\"error\":{\"code\":\"invalid_request\",\"message\":\"Bad\"}}", "invalid_request",
                        "Bad"),
                Arguments.of("{\"error\":{\"code\":\"400\",\"message\":7}}", "", ""),
                Arguments.of("{\"error\":\"invalid_grant\",\"error_description\":\"Bad token\"}", "", "invalid_grant"),
                Arguments.of("{\"errors\":[{\"code\":\"x\",\"message\":\"First\"}]}", "x", "First"),
                Arguments.of("{\"error\":{\"details\":\"none\"}}", "", ""),
                Arguments.of("<!doctype html><html><h1>502</h1>\n<p>Bad   gateway</p></html>", "", "502 Bad gateway"),
                Arguments.of("{\"error\":{\"message\":\"cut", "", "{\"error\":{\"message\":\"cut"),
                Arguments.of("[]", "", "[]"), Arguments.of("null", "", "null"), Arguments.of("", "", ""),
                Arguments.of("[".repeat(60_000), "", "[".repeat(1000) + " …"));
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void whateverTheBodyIsTheStatusIsKept(String body, String status, String message) {
        assertThat(ServiceErrors.parse(429, Optional.empty(), body, NOW))
                .isEqualTo(new ServiceError(429, status, message, Optional.empty()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"37 | PT37S", "0 | PT0S", "-5 | PT0S", " 12 | PT12S",
        "315360000 | PT24H", "99999999999999999999999 | PT24H", "1.5 | PT1.5S",
        "Tue, 24 Nov 2026 12:01:30 GMT | PT1M30S", "Tue, 24 Nov 2026 11:00:00 GMT | PT0S",
        "Mon, 24 Nov 2036 12:00:00 GMT | PT24H"})
    void retryAfterIsSecondsOrADateWithinADay(String header, Duration delay) {
        assertThat(ServiceErrors.parse(429, Optional.of(header), "", NOW).retryAfter()).contains(delay);
    }

    @ParameterizedTest
    @CsvSource({"soon", "''", "Someday", "1e9", "- 5", "0x10"})
    void aRetryAfterThatCannotBeReadIsNone(String header) {
        assertThat(ServiceErrors.parse(429, Optional.of(header), "", NOW).retryAfter()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"37s, PT37S", "0.5s, PT0.5S", "-3s, PT0S", "400000s, PT24H", "0.123456789s, PT0.123456789S"})
    void retryInfoIsAProtobufDuration(String written, Duration delay) {
        assertThat(ServiceErrors.parse(429, Optional.empty(), retryInfo(written), NOW).retryAfter()).contains(delay);
    }

    static Stream<Arguments> quotas() {
        String failure = "{'@type':'type.googleapis.com/google.rpc.QuotaFailure','violations':[%s]}";
        String day = "{'quotaMetric':'generativelanguage.googleapis.com/requests','quotaId':'RequestsPerDayPerProject'}";
        String minute = "{'quotaId':'RequestsPerMinutePerProject'}";
        String info = "{'@type':'type.googleapis.com/google.rpc.ErrorInfo','reason':'RATE_LIMIT_EXCEEDED',"
                + "'metadata':{'quota_limit':'RequestsPerMinutePerRegion'}}";
        return Stream.of(Arguments.of(failure.formatted(day), "RequestsPerDayPerProject"),
                Arguments.of(failure.formatted(minute + "," + day + "," + minute),
                        "RequestsPerMinutePerProject, RequestsPerDayPerProject"),
                Arguments.of(info, "RequestsPerMinutePerRegion"), Arguments.of(failure.formatted(""), ""),
                Arguments.of(failure.formatted("7,null,{'quotaId':7}"), ""),
                Arguments.of("7,{'violations':{'quotaId':[]},'metadata':'none'}", ""));
    }

    /** By the name, a quota of a day is told from one of a minute, whatever words come with it. */
    @ParameterizedTest
    @MethodSource("quotas")
    void theNameOfTheQuotaIsKept(String details, String quota) {
        String body = ("{'error':{'code':429,'message':'You exceeded your current quota','details':[" + details + "]}}")
                .replace('\'', '"');

        ServiceError error = ServiceErrors.parse(429, Optional.empty(), body, NOW);

        assertThat(error.quota()).isEqualTo(quota);
        assertThat(error.describe()).contains("You exceeded your current quota")
                .contains(quota.isEmpty() ? "" : " (quota " + quota + ")");
    }

    @Test
    void theLongerOfTwoWishesCounts() {
        assertThat(ServiceErrors.parse(429, Optional.of("3"), retryInfo("37s"), NOW).retryAfter())
                .contains(Duration.ofSeconds(37));
        assertThat(ServiceErrors.parse(429, Optional.of("60"), retryInfo("37s"), NOW).retryAfter())
                .contains(Duration.ofMinutes(1));
    }

    @Test
    void oneDetailThatIsNoneDoesNotHideTheOther() {
        String body = "{\"error\":{\"details\":[7,{\"@type\":\"type.googleapis.com/google.rpc.RetryInfo\"},null,"
                + "{\"@type\":\"type.googleapis.com/google.rpc.RetryInfo\",\"retryDelay\":\"5s\"}]}}";

        assertThat(ServiceErrors.parse(429, Optional.empty(), body, NOW).retryAfter()).contains(Duration.ofSeconds(5));
    }

    @Test
    void noMoreThan64KilobytesAreRead() {
        ByteArrayInputStream body = new ByteArrayInputStream("x".repeat(1 << 20).getBytes(StandardCharsets.UTF_8));

        ServiceError error = ServiceErrors.read(new Answer(500, Map.of("retry-after", List.of("9")), body), NOW);
        assertThat(error.retryAfter()).contains(Duration.ofSeconds(9));
        assertThat(body.available()).isEqualTo((1 << 20) - (1 << 16));
    }

    private static String retryInfo(String delay) {
        return "{\"error\":{\"details\":[{\"@type\":\"type.googleapis.com/google.rpc.RetryInfo\",\"retryDelay\":\""
                + delay
                + "\"}]}}";
    }

    @Test
    void aSecretThatJsonWritesInOtherLettersIsTakenOut() {
        String body = "{\"error\": {\"status\": \"INVALID_ARGUMENT\", \"message\": \"no: opaque\\/key\\u003d\"}}";
        Answer answer = new Answer(400, Map.of(), new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)))
                .toSecretCall(Set.of("opaque/key="));

        assertThat(ServiceErrors.read(answer, Instant.EPOCH).message()).isEqualTo("no: [redacted]");
    }
}
