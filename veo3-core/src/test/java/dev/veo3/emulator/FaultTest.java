// SPDX-License-Identifier: Apache-2.0
package dev.veo3.emulator;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static dev.veo3.emulator.Caller.job;
import static dev.veo3.emulator.Caller.json;
import static dev.veo3.emulator.Caller.prompt;
import static dev.veo3.emulator.Caller.text;
import static dev.veo3.emulator.Caller.tree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class FaultTest {

    private static Caller with(FaultRule... rules) {
        Emulator.Builder builder = Emulator.builder();
        List.of(rules).forEach(builder::fault);
        return Caller.of(builder);
    }

    @Test
    void aStatusAtSubmissionAcceptsNothing() throws Exception {
        try (Caller caller = with(FaultRule.onSubmit(Fault.status(503)).first(2))) {
            assertThat(text(caller.submit(prompt("A cat")))).contains("\"code\":503", "UNAVAILABLE");
            assertThat(caller.submit(prompt("A cat")).statusCode()).isEqualTo(503);
            assertThat(caller.submit(prompt("A cat")).statusCode()).isEqualTo(200);

            Ledger ledger = caller.emulator.ledger();
            assertThat(ledger.entries()).hasSize(1);
            assertThat(ledger.requests(Ledger.Route.SUBMIT)).isEqualTo(3);
            assertThat(ledger.requests(Ledger.Route.SUBMIT, 503)).isEqualTo(2);
        }
    }

    @Test
    void anInvalidRequestUsesUpNoFault() throws Exception {
        try (Caller caller = with(FaultRule.onSubmit(Fault.status(500)).first(1))) {
            assertThat(caller.submit("{}").statusCode()).isEqualTo(400);
            assertThat(caller.submit(prompt("A cat")).statusCode()).isEqualTo(500);
        }
    }

    @Test
    void anErrorCanComeInAnArray() throws Exception {
        try (Caller caller = with(FaultRule.onPoll(new Fault.Status(500, true)))) {
            JsonNode answer = tree(caller.poll(caller.accepted(prompt("A cat"))));

            assertThat(answer.isArray()).isTrue();
            assertThat(answer.at("/0/error/status").stringValue()).isEqualTo("INTERNAL");
        }
    }

    @Test
    void tooManyRequestsNamesTheTimeToWaitInHeaderAndDetails() throws Exception {
        try (Caller caller = with(FaultRule.onSubmit(Fault.tooManyRequests(Duration.ofMillis(36_500))))) {
            HttpResponse<byte[]> response = caller.submit(prompt("A cat"));

            assertThat(response.statusCode()).isEqualTo(429);
            assertThat(response.headers().firstValue("Retry-After")).hasValue("37");
            assertThat(tree(response).at("/error/status").stringValue()).isEqualTo("RESOURCE_EXHAUSTED");
            assertThat(tree(response).at("/error/details").toString()).isEqualTo(
                    json("[{'@type':'type.googleapis.com/google.rpc.RetryInfo','retryDelay':'36.500s'}]"));
            assertThat(caller.emulator.ledger().entries()).isEmpty();
        }
    }

    @Test
    void tooManyRequestsMayNameNoTime() throws Exception {
        try (Caller caller = with(FaultRule.onSubmit(Fault.tooManyRequests()))) {
            HttpResponse<byte[]> response = caller.submit(prompt("A cat"));

            assertThat(response.headers().firstValue("Retry-After")).isEmpty();
            assertThat(text(response)).doesNotContain("details");
        }
    }

    @Test
    void aLostReplyIsAcceptedButNotAnswered() throws Exception {
        try (Caller caller = with(FaultRule.onSubmit(new Fault.ReplyLostAfterAcceptance()).job("b"))) {
            caller.accepted(job("a"));
            assertThatThrownBy(() -> caller.submit(job("b"))).isInstanceOf(IOException.class);

            Ledger ledger = caller.emulator.ledger();
            assertThat(ledger.entriesFor("b")).hasSize(1);
            assertThat(ledger.requests(Ledger.Route.SUBMIT)).isEqualTo(2);
            assertThat(ledger.requests(Ledger.Route.SUBMIT, Ledger.NO_ANSWER)).isEqualTo(1);
        }
    }

    @Test
    void aFilteredOperationIsDoneWithoutVideosAndNotCharged() throws Exception {
        try (Caller caller = with(FaultRule.onSubmit(new Fault.Filtered("90789179")))) {
            JsonNode done = caller.finished(prompt("A cat"));

            assertThat(done.get("done").booleanValue()).isTrue();
            assertThat(done.has("error")).isFalse();
            assertThat(done.at("/response/videos").isMissingNode()).isTrue();
            assertThat(done.at("/response/raiMediaFilteredCount").intValue()).isEqualTo(1);
            assertThat(done.at("/response/raiMediaFilteredReasons/0").stringValue()).contains("Support codes: 90789179",
                    "not be charged");
            Ledger.Entry entry = caller.emulator.ledger().entries().getFirst();
            assertThat(entry.state()).isEqualTo(Ledger.State.FILTERED);
            assertThat(entry.billedSeconds()).isZero();
        }
    }

    @Test
    void aPromptWithAWordOfTheSafetyRuleIsFiltered() throws Exception {
        try (Caller caller = Caller.plain()) {
            JsonNode done = caller.finished(prompt("Much BLOOD, everywhere"));

            assertThat(done.at("/response/raiMediaFilteredReasons/0").stringValue()).contains("61493863");
            assertThat(caller.finished(prompt("A bloodhound")).at("/response/videos")).hasSize(1);
        }
    }

    @Test
    void theSafetyRuleCanBeReplaced() throws Exception {
        try (Caller caller = Caller.of(Emulator.builder().safety(SafetyRule.none()))) {
            assertThat(caller.finished(prompt("blood")).at("/response/videos")).hasSize(1);
        }
    }

    @Test
    void aPartlyFilteredOperationHasFewerVideosAndChargesThoseOnly() throws Exception {
        try (Caller caller = with(FaultRule.onSubmit(new Fault.PartlyFiltered(1, "42237218")))) {
            JsonNode done = caller.finished(
                    json("{'instances':[{'prompt':'A cat'}],'parameters':{'sampleCount':3,'durationSeconds':4}}"));

            assertThat(done.at("/response/videos")).hasSize(2);
            assertThat(done.at("/response/raiMediaFilteredCount").intValue()).isEqualTo(1);
            Ledger.Entry entry = caller.emulator.ledger().entries().getFirst();
            assertThat(entry.state()).isEqualTo(Ledger.State.PARTLY_FILTERED);
            assertThat(entry.billedSeconds()).isEqualByComparingTo("8");
        }
    }

    @Test
    void anOperationCanBeDoneWithoutAResponse() throws Exception {
        try (Caller caller = with(FaultRule.onSubmit(new Fault.DoneWithoutResponse()))) {
            JsonNode done = caller.finished(prompt("A cat"));

            assertThat(done.propertyNames()).containsExactly("name", "done");
            assertThat(caller.emulator.ledger().entries().getFirst().state()).isEqualTo(Ledger.State.EMPTY);
            assertThat(caller.emulator.ledger().billedSeconds()).isEqualByComparingTo("8");
        }
    }

    @Test
    void anOperationCanEndWithAnError() throws Exception {
        try (Caller caller = with(FaultRule.onSubmit(new Fault.OperationError(13, "Internal error.")))) {
            JsonNode done = caller.finished(prompt("A cat"));

            assertThat(done.get("error").toString()).isEqualTo(json("{'code':13,'message':'Internal error.'}"));
            assertThat(done.has("response")).isFalse();
            assertThat(caller.emulator.ledger().entries().getFirst().state()).isEqualTo(Ledger.State.FAILED);
            assertThat(caller.emulator.ledger().billedSeconds()).isZero();
        }
    }

    @Test
    void aRuleCountsTheRequestsThatItConcernsOnly() throws Exception {
        try (Caller caller = with(FaultRule.onPoll(Fault.status(500)).promptContains("dog").nth(2))) {
            String cat = caller.accepted(prompt("A cat"));
            String dog = caller.accepted(prompt("A dog"));

            assertThat(caller.poll(cat).statusCode()).isEqualTo(200);
            assertThat(caller.poll(dog).statusCode()).isEqualTo(200);
            assertThat(caller.poll(cat).statusCode()).isEqualTo(200);
            assertThat(caller.poll(dog).statusCode()).isEqualTo(500);
            assertThat(caller.poll(dog).statusCode()).isEqualTo(200);
            assertThat(caller.emulator.ledger().requests(Ledger.Route.POLL, 500)).isEqualTo(1);
        }
    }

    @Test
    void aJobWithoutALabelIsToldByItsBody() throws Exception {
        try (Caller first = Caller.plain()) {
            first.accepted(prompt("A cat"));
            String hash = first.emulator.ledger().entries().getFirst().bodyHash();
            try (Caller caller = with(FaultRule.onSubmit(Fault.status(500)).job(hash))) {
                assertThat(caller.submit(prompt("A dog")).statusCode()).isEqualTo(200);
                assertThat(caller.submit(prompt("A cat")).statusCode()).isEqualTo(500);
                assertThat(first.emulator.ledger().entriesFor(hash)).hasSize(1);
            }
        }
    }

    @Test
    void aDownloadCanFail() throws Exception {
        try (Caller caller = with(FaultRule.onDownload(Fault.status(503)).first(1))) {
            JsonNode done = caller
                    .finished(json("{'instances':[{'prompt':'A cat'}],'parameters':{'storageUri':'gs://bucket/p'}}"));
            String object = done.at("/response/videos/0/gcsUri").stringValue().substring("gs://bucket/".length());
            String path = "/storage/v1/b/bucket/o/" + object.replace("/", "%2F") + "?alt=media";

            assertThat(caller.get(path).statusCode()).isEqualTo(503);
            assertThat(caller.get(path).statusCode()).isEqualTo(200);
            assertThat(caller.emulator.ledger().requests(Ledger.Route.DOWNLOAD)).isEqualTo(2);
        }
    }

    @Test
    void aFaultThatBelongsToAnotherStageIsRefused() {
        assertThatThrownBy(() -> new FaultRule(FaultRule.Stage.POLL, new FaultRule.Every(),
                new FaultRule.Numbers(1, 1), new Fault.DoneWithoutResponse()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("onSubmit");
        assertThatThrownBy(() -> FaultRule.onPoll(Fault.status(500)).first(0)).hasMessageContaining("from 1");
        assertThatThrownBy(() -> Fault.status(200)).hasMessageContaining("400 to 599");
        assertThatThrownBy(() -> new Fault.Filtered("violence")).hasMessageContaining("eight digits");
        assertThat(new Fault.TooManyRequests(Optional.empty(), Optional.empty())).isEqualTo(Fault.tooManyRequests());
    }
}
