// SPDX-License-Identifier: Apache-2.0
package dev.veo3.emulator;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

import static dev.veo3.emulator.Caller.GENERATION;
import static dev.veo3.emulator.Caller.job;
import static dev.veo3.emulator.Caller.json;
import static dev.veo3.emulator.Caller.prompt;
import static dev.veo3.emulator.Caller.tree;
import static org.assertj.core.api.Assertions.assertThat;

/** What the ledger says of attempts and costs, and what of it is forgotten. */
class LedgerTest {

    @Test
    void everyAcceptedSubmissionOfAJobIsAnAttempt() throws Exception {
        try (Caller caller = Caller
                .of(Emulator.builder().fault(FaultRule.onSubmit(new Fault.ReplyLostAfterAcceptance()).nth(5))
                        .fault(FaultRule.onSubmit(Fault.status(503)).nth(2)))) {
            caller.submit(job("a"));
            caller.submit(job("b"));
            caller.submit(job("b"));
            caller.submit(job("a"));
            try {
                caller.submit(job("a"));
            } catch (IOException e) {
                assertThat(caller.emulator.ledger().requests(Ledger.Route.SUBMIT, Ledger.NO_ANSWER)).isEqualTo(1);
            }

            assertThat(caller.emulator.ledger().entriesFor("a")).extracting(Ledger.Entry::attempt).containsExactly(1, 2,
                    3);
            assertThat(caller.emulator.ledger().entriesFor("b")).extracting(Ledger.Entry::attempt).containsExactly(1);
            JsonNode ofB = tree(caller.get("/emulator/ledger?job=b"));
            assertThat(ofB.get("entries")).singleElement()
                    .satisfies(entry -> assertThat(entry.get("job").stringValue()).isEqualTo("b"));
        }
    }

    @ParameterizedTest
    @CsvSource({"veo-3.1-generate-001, 720p, true, 3.20", "veo-3.1-generate-001, 4k, true, 4.80",
        "veo-3.1-generate-001, 1080p, false, 1.60", "veo-3.1-fast-generate-001, 1080p, true, 0.96",
        "veo-3.1-lite-generate-001, 720p, false, 0.24"})
    void aVideoCostsWhatTheCatalogueSays(String model, String resolution, boolean sound, String usd) throws Exception {
        try (Caller caller = Caller.plain()) {
            caller.submit(model, json("{'instances':[{'prompt':'A cat'}],'parameters':{'sampleCount':2,'resolution':'"
                    + resolution + "','generateAudio':" + sound + "}}"));
            assertThat(caller.emulator.ledger().billedUsd()).isEqualByComparingTo("0");
            caller.pass(GENERATION);

            Ledger ledger = caller.emulator.ledger();
            assertThat(ledger.billedUsd()).isEqualByComparingTo(new BigDecimal(usd).multiply(BigDecimal.TWO));
            assertThat(ledger.entries().getFirst().billedUsd()).hasValue(ledger.billedUsd());
        }
    }

    @Test
    void aModelWithoutAPriceCostsNobodyKnowsWhat() throws Exception {
        try (Caller caller = Caller.of(Emulator.builder().serveRetired())) {
            caller.submit("veo-2.0-generate-001", prompt("A cat"));
            caller.pass(GENERATION);

            assertThat(caller.emulator.ledger().entries().getFirst().billedUsd()).isEmpty();
            assertThat(caller.emulator.ledger().billedSeconds()).isEqualByComparingTo("8");
            assertThat(tree(caller.get("/emulator/ledger")).at("/entries/0").has("billedUsd")).isFalse();
        }
    }

    @Test
    void theOldestThatAreDoneAreForgottenAndTheirSumIsKept() throws Exception {
        try (Caller caller = Caller.of(Emulator.builder().keep(3))) {
            for (String job : List.of("a", "b", "a", "c", "d")) {
                caller.accepted(job(job));
            }
            assertThat(caller.emulator.ledger().entries()).as("those that run are never forgotten").hasSize(5);
            caller.pass(GENERATION);
            String last = caller.accepted(job("a"));
            caller.pass(GENERATION);

            Ledger ledger = caller.emulator.ledger();
            assertThat(ledger.entries()).extracting(entry -> entry.job().orElseThrow()).containsExactly("c", "d", "a");
            assertThat(ledger.entries().getLast().attempt()).isEqualTo(3);
            assertThat(ledger.forgotten().submissions()).isEqualTo(3);
            assertThat(ledger.forgotten().billedSeconds()).isEqualByComparingTo("24");
            assertThat(ledger.billedSeconds()).isEqualByComparingTo("48");
            assertThat(ledger.billedUsd()).isEqualByComparingTo("19.2");
            assertThat(tree(caller.get("/emulator/ledger")).get("forgotten").intValue()).isEqualTo(3);
            assertThat(caller.poll(last).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void aForgottenOperationIsNotFoundAndNeitherIsItsVideo() throws Exception {
        try (Caller caller = Caller.of(Emulator.builder().keep(1))) {
            String stored = json("{'instances':[{'prompt':'A cat'}],'parameters':{'storageUri':'gs://bucket/p'}}");
            JsonNode done = caller.finished(stored);
            String object = done.at("/response/videos/0/gcsUri").stringValue().substring("gs://bucket/".length());
            String path = "/storage/v1/b/bucket/o/" + object.replace("/", "%2F");
            assertThat(caller.get(path).statusCode()).isEqualTo(200);

            caller.accepted(stored);
            assertThat(caller.get(path).statusCode()).isEqualTo(404);
            assertThat(caller.poll(done.get("name").stringValue()).statusCode()).isEqualTo(404);
        }
    }
}
