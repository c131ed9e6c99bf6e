// SPDX-License-Identifier: Apache-2.0
package dev.veo3.emulator;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.veo3.emulator.Caller.GENERATION;
import static dev.veo3.emulator.Caller.json;
import static dev.veo3.emulator.Caller.prompt;
import static dev.veo3.emulator.Caller.text;
import static dev.veo3.emulator.Caller.tree;
import static org.assertj.core.api.Assertions.assertThat;

/** What the Gemini API refused of requests for Veo, documented or not. */
class GeminiRefusalTest {

    private static final String PNG = "{'mimeType':'image/png','bytesBase64Encoded':'iVBORw0KGgo='}";
    private static final String REFERENCE = "{'referenceType':'asset','image':" + PNG + "}";

    private final Caller caller = Caller.of(Emulator.builder().serveRetired().fileProcessing(Duration.ZERO));

    @AfterEach
    void close() {
        caller.close();
    }

    static Stream<Arguments> invalidBodies() {
        return Stream.of(
                // What the documents show and the live service refuses.
                instance("'prompt':'x','image':{'inlineData':{'mimeType':'image/png','data':'AAAA'}}",
                        "`inlineData` isn't supported by this model"),
                parameter("'durationSeconds':'8'", "needs to be a number"),
                parameter("'numberOfVideos':1", "`numberOfVideos` isn't supported by this model"),
                instance("'prompt':'x','video':{'encodedVideo':'AAAA','encoding':'video/mp4'}",
                        "Video URI not found in the request."),
                instance("'prompt':'x','video':{'bytesBase64Encoded':'AAAA'}", "Video URI not found in the request."),
                parameter("'seed':1", "`seed` isn't supported"),
                // What is of the other platform.
                parameter("'generateAudio':true", "`generateAudio` isn't supported"),
                parameter("'storageUri':'gs://b/p'", "`storageUri` isn't supported"),
                instance("'prompt':'x','image':{'gcsUri':'gs://b/i','mimeType':'image/png'}", "`gcsUri` isn't"),
                Arguments.of("{'instances':[{'prompt':'x'}],'labels':{}}", "`labels` isn't supported"),
                // What is just wrong.
                Arguments.of("{'instances':[]}", "exactly one instance"),
                Arguments.of("{'instances':[{'prompt':'x'}],'webhookConfig':{'url':'y'}}", "`url` isn't"),
                instance("'prompt':' '", "prompt is missing"),
                instance("'image':{'mimeType':'image/png'}", "is missing"),
                instance("'image':{'bytesBase64Encoded':'iVBORw0KGgo='}", "mimeType is missing"),
                instance("'image':{'bytesBase64Encoded':'AAAA','mimeType':'image/png'}", "neither PNG nor JPEG"),
                instance("'prompt':'x','lastFrame':" + PNG, "lastFrame needs"),
                instance("'prompt':'x','image':" + PNG + ",'video':{'uri':'y'}", "together with video"),
                instance("'prompt':'x','image':" + PNG + ",'referenceImages':[" + REFERENCE + "]",
                        "together with image"),
                instance("'prompt':'x','referenceImages':[]", "1 to 3"),
                instance("'prompt':'x','referenceImages':[{'image':" + PNG + "}]", "referenceType is missing"),
                parameter("'aspectRatio':'1:1'", "16:9, 9:16"), parameter("'resolution':'8k'", "720p, 1080p, 4k"),
                parameter("'durationSeconds':5", "[4, 6, 8]"), parameter("'sampleCount':2", "from 1 to 1"),
                parameter("'resolution':'1080p','durationSeconds':6", "needs to be 8 for 1080p"),
                parameter("'resolution':'4k','durationSeconds':4", "needs to be 8 for 4k"),
                parameter("'personGeneration':'dont_allow'", "dont_allow for personGeneration"),
                Arguments.of("{'instances':[{'image':" + PNG + "}],'parameters':{'personGeneration':'allow_all'}}",
                        "allow_all for personGeneration"),
                Arguments.of("{'instances':[{'prompt':'x','referenceImages':[" + REFERENCE
                        + "]}],'parameters':{'durationSeconds':4}}", "needs to be 8"));
    }

    @ParameterizedTest
    @MethodSource("invalidBodies")
    void aBodyThatTheServiceRefusesIsRefusedWithAReason(String body, String reason) throws Exception {
        HttpResponse<byte[]> response = submit("veo-3.1-generate-preview", json(body));

        assertThat(response.statusCode()).as(text(response)).isEqualTo(400);
        assertThat(tree(response).at("/error/status").stringValue()).isEqualTo("INVALID_ARGUMENT");
        assertThat(tree(response).at("/error/message").stringValue()).contains(reason);
        assertThat(caller.emulator.ledger().entries()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"veo-3.1-lite-generate-preview, 4k", "veo-3.0-generate-001, 4k", "veo-2.0-generate-001, 1080p"})
    void aModelMakesNoMoreThanItCan(String model, String resolution) throws Exception {
        String reference = "{'instances':[{'prompt':'x','referenceImages':[" + REFERENCE + "]}]}";
        String extension = "{'instances':[{'prompt':'x','video':{'uri':'y'}}]}";

        assertThat(submit(model, prompt("A cat")).statusCode()).isEqualTo(200);
        assertThat(text(submit(model, json("{'instances':[{'prompt':'x'}],'parameters':{'resolution':'" + resolution
                + "'}}")))).contains("Unsupported value");
        assertThat(text(submit(model, json(reference)))).contains("`referenceImages` isn't supported");
        assertThat(text(submit(model, json(extension)))).contains("`video` isn't supported");
    }

    @Test
    void theOldestModelIsSilentAndHasItsOwnDurations() throws Exception {
        String five = json("{'instances':[{'prompt':'x'}],'parameters':{'durationSeconds':5,'sampleCount':2,"
                + "'personGeneration':'dont_allow'}}");

        assertThat(submit("veo-2.0-generate-001", five).statusCode()).isEqualTo(200);
        assertThat(text(submit("veo-2.0-generate-001",
                json("{'instances':[{'image':" + PNG + ",'lastFrame':" + PNG + "}]}")))).contains("`lastFrame` isn't");
        caller.pass(GENERATION);
        assertThat(caller.emulator.ledger().billedSeconds()).isEqualByComparingTo("10");
    }

    @ParameterizedTest
    @ValueSource(strings = {"veo-3.1-generate-preview", "veo-3.0-generate-001", "veo-2.0-generate-001"})
    void aRetiredModelIsNotFoundUnlessItIsToBeServed(String model) throws Exception {
        try (Caller plain = Caller.plain()) {
            HttpResponse<byte[]> response = plain.withKey("POST", "/v1beta/models/" + model + ":predictLongRunning",
                    prompt("A cat"));

            assertThat(response.statusCode()).isEqualTo(404);
            assertThat(text(response)).contains("NOT_FOUND", model, "v1beta");
            assertThat(plain.withKey("GET", "/v1beta/models/" + model, "").statusCode()).isEqualTo(404);
        }
        assertThat(submit(model, prompt("A cat")).statusCode()).isEqualTo(200);
    }

    @Test
    void anExtensionNeedsAVideoOfTheSameKeyThatVeoMade() throws Exception {
        String body = "{'instances':[{'prompt':'x','video':{'uri':'%s'}}],'parameters':{%s}}";
        String model = "veo-3.1-generate-preview";
        String name = tree(submit(model, prompt("A cat"))).get("name").stringValue();
        String omni = tree(caller.withKey("POST", "/v1beta/interactions", json("{'model':'gemini-omni-1.1-flash',"
                + "'input':'A cat','background':true,'response_format':{'type':'video','delivery':'uri'}}"))).get("id")
                .stringValue();
        caller.pass(GENERATION);
        String uri = tree(caller.withKey("GET", "/v1beta/" + name, ""))
                .at("/response/generateVideoResponse/generatedSamples/0/video/uri").stringValue();
        String omniUri = tree(caller.withKey("GET", "/v1beta/interactions/" + omni, ""))
                .at("/steps/2/content/0/uri").stringValue();
        String call = "/v1beta/models/" + model + ":predictLongRunning";

        assertThat(text(submit(model, json(body.formatted(omniUri, ""))))).contains("was not generated by Veo");
        assertThat(text(submit(model, json(body.formatted(uri, "'resolution':'1080p'"))))).contains("is 720p");
        assertThat(text(submit(model, json(body.formatted(uri, "'durationSeconds':4"))))).contains("needs to be 8");
        assertThat(caller.call("POST", call, json(body.formatted(uri, "")), "x-goog-api-key", "other").statusCode())
                .isEqualTo(403);
        assertThat(submit(model, json(body.formatted(uri, ""))).statusCode()).isEqualTo(200);
    }

    @Test
    void whatBelongsToAnotherKeyIsForbidden() throws Exception {
        String name = tree(submit("veo-3.1-generate-preview", prompt("A cat"))).get("name").stringValue();
        caller.pass(GENERATION);
        String uri = tree(caller.withKey("GET", "/v1beta/" + name, ""))
                .at("/response/generateVideoResponse/generatedSamples/0/video/uri").stringValue();

        assertThat(caller.call("GET", "/v1beta/" + name, "", "x-goog-api-key", "other").statusCode()).isEqualTo(403);
        HttpResponse<byte[]> download = caller.call("GET", uri, "", "x-goog-api-key", "other");
        assertThat(download.statusCode()).isEqualTo(403);
        assertThat(text(download)).contains("PERMISSION_DENIED", "or it may not exist");
        assertThat(caller.call("GET", uri + "&key=key", "").statusCode()).isEqualTo(302);
        assertThat(caller.withKey("GET", "/v1beta/models/veo-3.1-generate-preview/operations/x", "").statusCode())
                .isEqualTo(404);
        assertThat(caller.withKey("GET", "/v1beta/files/x:download?alt=media", "").statusCode()).isEqualTo(403);
        assertThat(caller.withKey("GET", uri.replace("?alt=media", ""), "").statusCode()).isEqualTo(400);
        assertThat(caller.withKey("GET", "/v1beta/files?pageToken=x", "").statusCode()).isEqualTo(400);
    }

    private HttpResponse<byte[]> submit(String model, String body) throws Exception {
        return caller.withKey("POST", "/v1beta/models/" + model + ":predictLongRunning", body);
    }

    private static Arguments instance(String fields, String reason) {
        return Arguments.of("{'instances':[{" + fields + "}]}", reason);
    }

    private static Arguments parameter(String field, String reason) {
        return Arguments.of("{'instances':[{'prompt':'x'}],'parameters':{" + field + "}}", reason);
    }
}
