// SPDX-License-Identifier: Apache-2.0
package dev.veo3.emulator;

import dev.veo3.emulator.clip.MovieHeader;
import dev.veo3.emulator.http.Peer;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static dev.veo3.emulator.Caller.GENERATION;
import static dev.veo3.emulator.Caller.json;
import static dev.veo3.emulator.Caller.prompt;
import static dev.veo3.emulator.Caller.text;
import static dev.veo3.emulator.Caller.tree;
import static dev.veo3.emulator.SubmissionWire.KEY;
import static dev.veo3.emulator.SubmissionWire.TOKEN;
import static dev.veo3.emulator.SubmissionWire.VEO;
import static org.assertj.core.api.Assertions.assertThat;

/** Faults of the connection, seen from a bare socket on every wire: what arrives, and what stands in the ledger. */
class WireFaultTest {
    static Stream<SubmissionWire> wires() {
        return Stream.of(SubmissionWire.AGENT_PLATFORM, SubmissionWire.GEMINI, SubmissionWire.INTERACTIONS);
    }

    private static Caller with(FaultRule... rules) {
        Emulator.Builder builder = Emulator.builder().serveRetired().fileProcessing(Duration.ZERO);
        List.of(rules).forEach(builder::fault);
        return Caller.of(builder);
    }

    @ParameterizedTest
    @MethodSource("wires")
    void aResetBeforeTheBodyIsReadAcceptsNothing(SubmissionWire wire) throws Exception {
        try (Caller caller = with(FaultRule.onSubmit(new Fault.ResetBeforeBody()).first(1))) {
            // Of a body of a million bytes none is sent: the emulator does not wait for it.
            assertThat(isReset(caller, "POST " + wire.path() + " HTTP/1.1\nHost: h\n" + wire.auth()
                    + "\nContent-Length: 1000000\n\n")).isTrue();

            assertLedger(caller, 0, Ledger.NO_ANSWER);
            assertThat(answer(caller, wire.submission())).startsWith("HTTP/1.1 200");
        }
    }

    @ParameterizedTest
    @MethodSource("wires")
    void aResetAfterTheBodyWasReadAcceptsNothing(SubmissionWire wire) throws Exception {
        try (Caller caller = with(FaultRule.onSubmit(new Fault.ResetAfterBody()))) {
            assertThat(isReset(caller, wire.submission())).isTrue();

            assertLedger(caller, 0, Ledger.NO_ANSWER);
        }
    }

    @ParameterizedTest
    @MethodSource("wires")
    void aResetAfterAcceptanceHasAccepted(SubmissionWire wire) throws Exception {
        try (Caller caller = with(FaultRule.onSubmit(new Fault.ResetAfterAcceptance()))) {
            assertThat(isReset(caller, wire.submission())).isTrue();

            assertLedger(caller, 1, Ledger.NO_ANSWER);
        }
    }

    @ParameterizedTest
    @MethodSource("wires")
    void aLostReplyHasAcceptedAndClosesTheConnectionInGoodOrder(SubmissionWire wire) throws Exception {
        try (Caller caller = with(FaultRule.onSubmit(new Fault.ReplyLostAfterAcceptance()))) {
            assertThat(answer(caller, wire.submission())).isEmpty();

            assertLedger(caller, 1, Ledger.NO_ANSWER);
        }
    }

    @ParameterizedTest
    @MethodSource("wires")
    void aStallIsNeverAnsweredAndAcceptsNothing(SubmissionWire wire) throws Exception {
        try (Caller caller = with(FaultRule.onSubmit(new Fault.Stall())); Peer peer = peer(caller)) {
            peer.send(wire.submission());
            while (caller.emulator.ledger().requests(Ledger.Route.SUBMIT) == 0) {
                Thread.onSpinWait();
            }
            caller.pass(Duration.ofDays(1));

            assertThat(peer.sendEnd().rest()).isEmpty();
            assertLedger(caller, 0, Ledger.NO_ANSWER);
        }
    }

    @ParameterizedTest
    @MethodSource("wires")
    void aLateAnswerHasAcceptedLongBefore(SubmissionWire wire) throws Exception {
        try (Caller caller = with(FaultRule.onSubmit(new Fault.Late(Duration.ofMinutes(5))));
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<String> answer = threads.submit(() -> answer(caller, wire.submission()));
            while (caller.emulator.ledger().requests(Ledger.Route.SUBMIT) == 0) {
                Thread.onSpinWait();
            }
            assertLedger(caller, 1, 200);
            assertThat(answer.isDone()).isFalse();
            while (!answer.isDone()) { // The ledger has the request a moment before the five minutes begin.
                caller.pass(Duration.ofSeconds(10));
            }
            assertThat(answer.get()).startsWith("HTTP/1.1 200");
        }
    }

    @ParameterizedTest
    @MethodSource("wires")
    void anAnswerThatIsCutInTheMiddleHasAccepted(SubmissionWire wire) throws Exception {
        try (Caller caller = with(FaultRule.onSubmit(new Fault.CutMidBody(7)))) {
            String answer = answer(caller, wire.submission());

            assertThat(answer).startsWith("HTTP/1.1 200").doesNotEndWith("}");
            assertThat(answer).doesNotContain(caller.emulator.ledger().entries().getFirst().operation());
            assertLedger(caller, 1, 200);
        }
    }

    @ParameterizedTest
    @MethodSource("wires")
    void aModelThatIsRetiredMeanwhileIsNotFound(SubmissionWire wire) throws Exception {
        try (Caller caller = with(FaultRule.onSubmit(new Fault.ModelRetired()).nth(2))) {
            assertThat(answer(caller, wire.submission())).startsWith("HTTP/1.1 200");
            assertThat(answer(caller, wire.submission())).startsWith("HTTP/1.1 404").contains("not found");

            assertThat(caller.emulator.ledger().entries()).hasSize(1);
        }
    }

    static Stream<Arguments> stages() {
        return Stream.of(FaultRule.Stage.POLL, FaultRule.Stage.DOWNLOAD)
                .flatMap(stage -> Stream.of("gemini", "bucket").map(where -> Arguments.of(stage, where)));
    }

    @ParameterizedTest
    @MethodSource("stages")
    void pollsAndDownloadsAreResetStalledAndCutToo(FaultRule.Stage stage, String where) throws Exception {
        try (Caller caller = with(rule(stage, new Fault.ResetBeforeBody()).nth(1),
                rule(stage, new Fault.ResetAfterBody()).nth(1), rule(stage, new Fault.CutMidBody(5)).nth(2),
                rule(stage, new Fault.Stall()).nth(3), rule(stage, Fault.status(408)).nth(4))) {
            String request = request(caller, stage, where);

            assertThat(isReset(caller, request)).isTrue();
            assertThat(isReset(caller, request)).isTrue();
            assertThat(answer(caller, request)).startsWith("HTTP/1.1 200").hasSizeLessThan(400);
            try (Peer peer = peer(caller)) {
                assertThat(peer.send(request).sendEnd().rest()).isEmpty();
            }
            assertThat(answer(caller, request)).startsWith("HTTP/1.1 408 Request Timeout");
            assertThat(answer(caller, request)).startsWith("HTTP/1.1 200");
            Ledger.Route route = stage == FaultRule.Stage.POLL ? Ledger.Route.POLL : Ledger.Route.DOWNLOAD;
            assertThat(caller.emulator.ledger().requests(route, Ledger.NO_ANSWER)).isEqualTo(3);
            assertThat(caller.emulator.ledger().entries()).hasSize(1);
        }
    }

    @Test
    void aTruncatedFileLooksWholeToHttp() throws Exception {
        try (Caller caller = with(FaultRule.onDownload(new Fault.Truncated(50)).first(1))) {
            String path = path(caller, "gemini");
            HttpResponse<byte[]> half = caller.withKey("GET", path, "");
            HttpResponse<byte[]> whole = caller.withKey("GET", path, "");

            assertThat(half.statusCode()).isEqualTo(200);
            assertThat(half.body()).hasSize(whole.body().length / 2);
            assertThat(half.headers().firstValueAsLong("Content-Length")).hasValue(half.body().length);
        }
    }

    @Test
    void aTruncatedFileIsDescribedAsWhole() throws Exception {
        try (Caller caller = with(FaultRule.onDownload(new Fault.Truncated(0)))) {
            String path = path(caller, "bucket");

            assertThat(caller.get(path + "?alt=media").body()).isEmpty();
            assertThat(tree(caller.get(path)).get("size").stringValue()).isNotEqualTo("0");
        }
    }

    @Test
    void aSlowDownloadTakesItsTime() throws Exception {
        Emulator.Builder builder = Emulator.builder().latency(Latency.fixed(Duration.ZERO))
                .fault(FaultRule.onDownload(new Fault.Slow(10_000)));
        try (Caller caller = Caller.moving(builder, Duration.ofMillis(100))) {
            String path = path(caller, "bucket") + "?alt=media";
            long before = caller.nanos.get();
            int bytes = caller.get(path).body().length;

            assertThat(Duration.ofNanos(caller.nanos.get() - before)).isGreaterThan(Duration.ofSeconds(bytes / 10_000));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gemini", "bucket"})
    void aDownloadGoesToAnotherHostThatMustNotSeeCredentials(String where) throws Exception {
        try (Caller caller = with(FaultRule.onDownload(new Fault.RedirectToOtherHost()))) {
            String path = path(caller, where) + (where.equals("bucket") ? "?alt=media" : "");
            String credentials = where.equals("bucket") ? "Authorization" : "x-goog-api-key";
            String secret = where.equals("bucket") ? "Bearer token" : "key";
            HttpResponse<byte[]> redirect = caller.call("GET", path, "", credentials, secret);
            String location = redirect.headers().firstValue("Location").orElseThrow();

            assertThat(redirect.statusCode()).isEqualTo(302);
            assertThat(location).startsWith("http://localhost:").doesNotContain("=" + secret).doesNotContain("Bearer");
            HttpResponse<byte[]> file = caller.call("GET", location, "", "Range", "bytes=0-");
            assertThat(MovieHeader.parse(file.body()).seconds()).isPositive();
            HttpResponse<byte[]> leaked = caller.call("GET", location, "", credentials, secret);
            assertThat(leaked.statusCode()).isEqualTo(400);
            assertThat(text(leaked)).contains("Credentials came along");
            assertThat(caller.emulator.ledger().requests(Ledger.Route.DOWNLOAD, 400)).isEqualTo(1);
            assertThat(caller.call("GET", "/elsewhere/emulator/ledger", "").statusCode()).isEqualTo(404);
        }
    }

    private static FaultRule rule(FaultRule.Stage stage, Fault.OfReply fault) {
        return stage == FaultRule.Stage.POLL ? FaultRule.onPoll(fault) : FaultRule.onDownload(fault);
    }

    /** Makes a video and answers the request that polls or downloads it. */
    private static String request(Caller caller, FaultRule.Stage stage, String where) throws Exception {
        boolean bucket = where.equals("bucket");
        if (stage == FaultRule.Stage.POLL && bucket) {
            String name = caller.accepted(prompt("A cat"));
            return Peer.post(VEO + ":fetchPredictOperation", json("{'operationName':'" + name + "'}"), TOKEN,
                    "Connection: close");
        }
        if (stage == FaultRule.Stage.POLL) {
            String name = tree(caller.withKey("POST", SubmissionWire.GEMINI.path(), SubmissionWire.GEMINI.body()))
                    .get("name").stringValue();
            return get("/v1beta/" + name, KEY);
        }
        return get(path(caller, where) + (bucket ? "?alt=media" : ""), bucket ? TOKEN : KEY);
    }

    /** Makes a video and answers where its bytes are; polls of it are left alone. */
    private static String path(Caller caller, String where) throws Exception {
        if (where.equals("bucket")) {
            JsonNode done = caller
                    .finished(json("{'instances':[{'prompt':'A cat'}],'parameters':{'storageUri':'gs://bucket/p'}}"));
            String uri = done.at("/response/videos/0/gcsUri").stringValue();
            return "/storage/v1/b/bucket/o/" + uri.substring("gs://bucket/".length()).replace("/", "%2F");
        }
        String name = tree(caller.withKey("POST", SubmissionWire.GEMINI.path(), SubmissionWire.GEMINI.body()))
                .get("name").stringValue();
        caller.pass(GENERATION);
        String uri = tree(caller.withKey("GET", "/v1beta/" + name, ""))
                .at("/response/generateVideoResponse/generatedSamples/0/video/uri").stringValue();
        return "/download" + uri.substring(caller.emulator.baseUrl().toString().length());
    }

    private static String get(String path, String auth) {
        return "GET " + path + " HTTP/1.1\nHost: h\n" + auth + "\nConnection: close\n\n";
    }

    private static void assertLedger(Caller caller, int accepted, int status) {
        Ledger ledger = caller.emulator.ledger();
        assertThat(ledger.entries()).hasSize(accepted);
        assertThat(ledger.requests()).containsExactly(new Ledger.Requests(Ledger.Route.SUBMIT, status, 1));
    }

    private static boolean isReset(Caller caller, String request) throws IOException {
        try (Peer peer = peer(caller)) {
            return peer.send(request).isReset();
        }
    }

    /** All that comes until the connection ends. */
    private static String answer(Caller caller, String request) throws IOException {
        try (Peer peer = peer(caller)) {
            return peer.send(request.replaceFirst("Host: h\n", "Host: h\nConnection: close\n")).rest();
        }
    }

    private static Peer peer(Caller caller) throws IOException {
        return new Peer(caller.emulator.baseUrl());
    }
}
