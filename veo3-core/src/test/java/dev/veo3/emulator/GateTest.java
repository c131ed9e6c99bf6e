// SPDX-License-Identifier: Apache-2.0
package dev.veo3.emulator;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static dev.veo3.emulator.Caller.json;
import static dev.veo3.emulator.Caller.prompt;
import static dev.veo3.emulator.Caller.text;
import static dev.veo3.emulator.Caller.tree;
import static org.assertj.core.api.Assertions.assertThat;

/** Credentials that are missing, of the wrong kind or not accepted, on every wire. */
class GateTest {

    private static final String VEO = "/v1/projects/p/locations/us-central1/publishers/google/models/veo-3.1-generate-001";

    private final Caller caller = Caller
            .of(Emulator.builder().acceptedToken("right").acceptedKey("right").acceptedProject("p"));

    @AfterEach
    void close() {
        caller.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            veo          |                |              | 401 | UNAUTHENTICATED   | Expected OAuth 2 access token
            veo          | Authorization  | Bearer wrong | 401 | UNAUTHENTICATED   | Expected OAuth 2 access token
            veo          | Authorization  | Basic right  | 401 | UNAUTHENTICATED   | Expected OAuth 2 access token
            veo          | x-goog-api-key | right        | 401 | UNAUTHENTICATED   | API keys are not supported by this API
            poll         | x-goog-api-key | right        | 401 | UNAUTHENTICATED   | API keys are not supported by this API
            bucket       | x-goog-api-key | right        | 401 | UNAUTHENTICATED   | API keys are not supported by this API
            foreign      | Authorization  | Bearer right | 403 | PERMISSION_DENIED | projects/other
            platform     | Authorization  | Bearer right | 403 | PERMISSION_DENIED | projects/other
            platform     | x-goog-api-key | right        | 401 | UNAUTHENTICATED   | API keys are not supported by this API
            interactions |                |              | 403 | PERMISSION_DENIED | unregistered callers
            interactions | Authorization  | Bearer right | 401 | UNAUTHENTICATED   | Expected OAuth 2 access token
            interactions | x-goog-api-key | wrong        | 400 | INVALID_ARGUMENT  | API key not valid
            gemini       | x-goog-api-key | wrong        | 400 | INVALID_ARGUMENT  | API key not valid
            gemini       |                |              | 403 | PERMISSION_DENIED | unregistered callers
            files        | Authorization  | Bearer right | 401 | UNAUTHENTICATED   | Expected OAuth 2 access token
            models       |                |              | 403 | PERMISSION_DENIED | unregistered callers
            """)
    void wrongCredentialsAreRefusedByTheFrontEnd(String what, String name, String value, int status, String word,
            String message) throws Exception {
        HttpResponse<byte[]> response = call(what, name == null ? new String[0] : new String[]{name, value});

        assertThat(response.statusCode()).as(text(response)).isEqualTo(status);
        assertThat(tree(response).at("/error/code").intValue()).isEqualTo(status);
        assertThat(tree(response).at("/error/status").stringValue()).isEqualTo(word);
        assertThat(tree(response).at("/error/message").stringValue()).contains(message);
        assertThat(text(response)).doesNotContain("wrong");
        assertThat(caller.emulator.ledger().entries()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"INVALID, 400, INVALID_ARGUMENT, API_KEY_INVALID",
        "UNAUTHENTICATED, 401, UNAUTHENTICATED, ACCESS_TOKEN_TYPE_UNSUPPORTED",
        "BLOCKED, 403, PERMISSION_DENIED, API_KEY_SERVICE_BLOCKED"})
    void aWrongKeyIsRefusedAsTheUserWantsToRehearseIt(KeyRefusal refusal, int status, String word, String reason)
            throws Exception {
        try (Caller strict = Caller.of(Emulator.builder().acceptedKey("right").wrongKeys(refusal))) {
            for (String[] request : new String[][]{{"POST", "/v1beta/interactions"},
                {"POST", "/v1beta/models/veo-3.1-generate-preview:predictLongRunning"}, {"GET", "/v1beta/models"},
                {"GET", "/v1beta/files/x:download?alt=media"}, {"GET", "/v1beta/interactions/v1_a"}}) {
                HttpResponse<byte[]> response = strict.call(request[0], request[1], "{}", "x-goog-api-key", "wrong");
                assertThat(response.statusCode()).as(request[1]).isEqualTo(status);
                assertThat(tree(response).at("/error/code").intValue()).isEqualTo(status);
                assertThat(tree(response).at("/error/status").stringValue()).isEqualTo(word);
                assertThat(tree(response).at("/error/details/0/reason").stringValue()).isEqualTo(reason);
            }
            assertThat(strict.call("GET", "/v1beta/models", "", "x-goog-api-key", "right").statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void anInvalidKeyHasAReasonForPrograms() throws Exception {
        HttpResponse<byte[]> response = call("interactions", "x-goog-api-key", "wrong");

        assertThat(tree(response).at("/error/details").toString()).isEqualTo(json("[{'@type':"
                + "'type.googleapis.com/google.rpc.ErrorInfo','reason':'API_KEY_INVALID','domain':'googleapis.com'}]"));
    }

    @ParameterizedTest
    @CsvSource({"veo, Authorization, Bearer right", "interactions, x-goog-api-key, right",
        "models, x-goog-api-key, right"})
    void rightCredentialsPass(String what, String name, String value) throws Exception {
        assertThat(call(what, name, value).statusCode()).isEqualTo(200);
    }

    @Test
    void aKeyMayStandInTheQuery() throws Exception {
        assertThat(caller.call("GET", "/v1beta/models?key=right", "").statusCode()).isEqualTo(200);
        assertThat(caller.call("GET", "/v1beta/models?key=", "").statusCode()).isEqualTo(403);
    }

    private HttpResponse<byte[]> call(String what, String... headers) throws Exception {
        return switch (what) {
            case "veo" -> caller.call("POST", VEO + ":predictLongRunning", prompt("A cat"), headers);
            case "poll" -> caller.call("POST", VEO + ":fetchPredictOperation", "{}", headers);
            case "foreign" ->
                caller.call("POST", VEO.replace("/p/", "/other/") + ":predictLongRunning", prompt("A cat"), headers);
            case "bucket" -> caller.call("GET", "/storage/v1/b/b/o/o?alt=media", "", headers);
            case "platform" -> caller.call("POST", "/v1beta1/projects/other/locations/global/interactions",
                    json("{'model':'gemini-omni-1.1-flash-preview','input':'A cat'}"), headers);
            case "interactions" -> caller.call("POST", "/v1beta/interactions",
                    json("{'model':'gemini-omni-1.1-flash','input':'A cat','background':true}"), headers);
            case "gemini" -> caller.call("POST", "/v1beta/models/veo-3.1-generate-preview:predictLongRunning",
                    prompt("A cat"), headers);
            case "files" -> caller.call("GET", "/v1beta/files/x", "", headers);
            case "models" -> caller.call("GET", "/v1beta/models", "", headers);
            default -> throw new IllegalArgumentException(what);
        };
    }
}
