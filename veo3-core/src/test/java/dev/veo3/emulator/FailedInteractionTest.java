// SPDX-License-Identifier: Apache-2.0
package dev.veo3.emulator;

import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

import static dev.veo3.emulator.Caller.GENERATION;
import static dev.veo3.emulator.Caller.json;
import static dev.veo3.emulator.Caller.text;
import static dev.veo3.emulator.Caller.tree;
import static org.assertj.core.api.Assertions.assertThat;

/** Interactions whose generation comes to nothing. */
class FailedInteractionTest {
    private static final String GEMINI = "/v1beta/interactions";

    @ParameterizedTest
    @CsvSource({"1, cancelled", "3, invalid_request", "4, deadline_exceeded", "5, not_found", "7, permission_denied",
        "8, resource_exhausted", "13, internal_error", "14, unavailable", "99, unknown"})
    void itSaysWhyInAWordAndCostsNoVideo(int code, String word) throws Exception {
        try (Caller caller = Caller.of(Emulator.builder().fileProcessing(Duration.ofSeconds(5))
                .fault(FaultRule.onSubmit(new Fault.OperationError(code, "No room."))))) {
            JsonNode created = answer(caller.withKey("POST", GEMINI,
                    json("{'model':'gemini-omni-1.1-flash','input':'A cat','background':true}")));
            caller.pass(GENERATION);

            JsonNode failed = answer(caller.withKey("GET", GEMINI + "/" + created.get("id").stringValue(), ""));

            assertThat(failed.get("status").stringValue()).isEqualTo("failed");
            assertThat(failed.get("errors").toString())
                    .isEqualTo(json("[{'code':'" + word + "','message':'No room.'}]"));
            assertThat(failed.at("/usage/total_output_tokens").intValue()).isZero();
            assertThat(failed.at("/usage/output_tokens_by_modality")).isEmpty();
            assertThat(caller.emulator.ledger().billedUsd()).isZero();
        }
    }

    private static JsonNode answer(HttpResponse<byte[]> response) {
        assertThat(response.statusCode()).as(text(response)).isEqualTo(200);
        return tree(response);
    }
}
