// SPDX-License-Identifier: Apache-2.0
package dev.veo3.emulator;

import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.Base64;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.veo3.emulator.Caller.json;
import static dev.veo3.emulator.Caller.prompt;
import static dev.veo3.emulator.Caller.text;
import static dev.veo3.emulator.Caller.tree;
import static org.assertj.core.api.Assertions.assertThat;

class VeoRefusalTest {

    private static final byte[] PNG_MAGIC = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
    private static final String PNG = "{'mimeType':'image/png','bytesBase64Encoded':'"
            + Base64.getEncoder().encodeToString(PNG_MAGIC) + "'}";
    private static final String GS_IMAGE = "{'mimeType':'image/jpeg','gcsUri':'gs://bucket/i.jpg'}";
    private static final String GS_VIDEO = "{'mimeType':'video/mp4','gcsUri':'gs://bucket/v.mp4'}";

    private final Caller caller = Caller.plain();

    @AfterEach
    void close() {
        caller.close();
    }

    static Stream<Arguments> invalidBodies() {
        return Stream.of(Arguments.of("{", "Invalid JSON"), Arguments.of("[]", "not a JSON object"),
                Arguments.of("{} {}", "follows"), Arguments.of("{}", "exactly one instance"),
                Arguments.of("{'instances':[]}", "exactly one instance"),
                Arguments.of("{'instances':{}}", "instances needs to be an array"),
                Arguments.of("{'instances':['x']}", "instances[0] needs to be an object"),
                Arguments.of("{'instances':[{'prompt':'x'}],'webhookConfig':{}}", "webhookConfig"),
                instance("'prompt':'x','sampleCount':1,'imag':1", "\"imag\", \"sampleCount\" at 'instances[0]'"),
                parameter("'numberOfVideos':1", "\"numberOfVideos\" at 'parameters'"),
                instance("'prompt':' '", "prompt is missing"), instance("'prompt':7", "prompt needs to be a string"),
                instance("'referenceImages':[]", "prompt is missing"),
                parameter("'aspectRatio':'4:3'", "parameters.aspectRatio, supported: 16:9, 9:16"),
                parameter("'resolution':'8k'", "720p, 1080p, 4k"), parameter("'personGeneration':'all'", "allow_adult"),
                parameter("'compressionQuality':'best'", "optimized"), parameter("'resizeMode':'fit'", "crop"),
                parameter("'task':'make'", "textToVideo"),
                parameter("'durationSeconds':'8'", "durationSeconds needs to be a number, not string"),
                parameter("'durationSeconds':5", "[4,6,8]"), parameter("'durationSeconds':4.5", "whole number"),
                parameter("'durationSeconds':1e999999999", "whole number"), parameter("'sampleCount':0", "from 1 to 4"),
                parameter("'sampleCount':5", "from 1 to 4"), parameter("'seed':-1", "from 0 to 4294967295"),
                parameter("'seed':4294967296", "from 0 to 4294967295"),
                parameter("'generateAudio':'no'", "true or false"), parameter("'storageUri':'s3://b/p'", "gs://"),
                parameter("'storageUri':'gs://'", "gs://"), parameter("'fps':0", "from 1"),
                parameter("'pubsubTopic':'topics/t'", "projects/{project}/topics/{topic}"),
                instance("'image':" + GS_IMAGE + ",'video':" + GS_VIDEO, "video or referenceImages"),
                instance("'prompt':'x','image':" + GS_IMAGE + ",'referenceImages':[]", "video or referenceImages"),
                instance("'prompt':'x','video':" + GS_VIDEO + ",'referenceImages':[]", "together with video"),
                instance("'prompt':'x','lastFrame':" + GS_IMAGE, "lastFrame needs"),
                instance("'prompt':'x','referenceImages':[]", "1 to 3"),
                instance("'prompt':'x','referenceImages':[{'image':" + GS_IMAGE + "}]", "referenceType is missing"),
                instance("'prompt':'x','referenceImages':[{'referenceType':'style','image':" + GS_IMAGE + "}]",
                        "asset"),
                instance("'prompt':'x','referenceImages':[{'referenceType':'asset'}]", "image is missing"),
                instance("'image':{'mimeType':'image/png'}", "neither"),
                instance("'image':{'mimeType':'image/png','gcsUri':'gs://bucket/i','bytesBase64Encoded':''}", "both"),
                instance("'image':{'inlineData':{}}", "inlineData"),
                instance("'image':{'mimeType':'image/png','bytesBase64Encoded':'?'}", "Base64"),
                instance("'image':{'mimeType':'image/png','bytesBase64Encoded':7}", "base64 string"),
                instance("'image':{'mimeType':'image/png','bytesBase64Encoded':'AAAA'}", "neither PNG nor JPEG"),
                instance("'image':{'mimeType':'image/webp','gcsUri':'gs://bucket/i'}", "image/png, image/jpeg"),
                instance("'image':{'gcsUri':'gs://bucket/i'}", "mimeType is missing"),
                instance("'image':{'mimeType':'image/png','gcsUri':'/i.png'}", "gs://"),
                instance("'video':{'mimeType':'video/mp4','bytesBase64Encoded':'AAAA'}", "no MP4"),
                instance("'video':{'mimeType':'video/mp4','bytesBase64Encoded':'AAAAEG1vb3YAAAAAAAAAAA=='}", "no MP4"),
                Arguments.of("{'instances':[{'video':" + GS_VIDEO + "}],'parameters':{'durationSeconds':8}}", "adds 7"),
                label("'1a':'x'"), label("'A':'x'"), label("'a':'X'"), label("'a':'" + "x".repeat(64) + "'"),
                label("'" + "a".repeat(64) + "':'x'"),
                Arguments.of("{'instances':[{'prompt':'x'}],'labels':{'a':1}}", "labels.a needs to be a string"));
    }

    @ParameterizedTest
    @MethodSource("invalidBodies")
    void aBodyThatTheServiceRefusesIsRefusedWithAReason(String body, String reason) throws Exception {
        HttpResponse<byte[]> response = caller.submit(json(body));

        assertThat(response.statusCode()).as(text(response)).isEqualTo(400);
        assertThat(tree(response).at("/error/status").stringValue()).isEqualTo("INVALID_ARGUMENT");
        assertThat(tree(response).at("/error/code").intValue()).isEqualTo(400);
        assertThat(tree(response).at("/error/message").stringValue()).contains(reason);
        assertThat(caller.emulator.ledger().entries()).isEmpty();
    }

    static Stream<String> validBodies() {
        return Stream.of("{'instances':[{'image':" + PNG + "}]}",
                "{'instances':[{'image':" + PNG + ",'lastFrame':" + GS_IMAGE + "}]}",
                "{'instances':[{'prompt':'x','referenceImages':[{'referenceType':'ASSET','image':" + PNG + "}]}]}",
                "{'instances':[{'video':" + GS_VIDEO + "}],'parameters':{'durationSeconds':7}}",
                "{'instances':[{'prompt':'x'}],'parameters':{'durationSeconds':6.0,'seed':4294967295,'fps':24,"
                        + "'negativePrompt':'y','enhancePrompt':true,'resizeMode':'PAD','task':'textToVideo',"
                        + "'personGeneration':'allow_adult','compressionQuality':'optimized',"
                        + "'pubsubTopic':'projects/p/topics/t'},'labels':{'a-1_':''}}");
    }

    @ParameterizedTest
    @MethodSource("validBodies")
    void aBodyThatTheServiceTakesIsAccepted(String body) throws Exception {
        HttpResponse<byte[]> response = caller.submit(json(body));

        assertThat(response.statusCode()).as(text(response)).isEqualTo(200);
    }

    @Test
    void anImageOfMoreThanTwentyMegabytesIsRefused() throws Exception {
        String image = Base64.getEncoder().encodeToString(Arrays.copyOf(PNG_MAGIC, 20 * 1024 * 1024 + 1));
        HttpResponse<byte[]> response = caller.submit(
                json("{'instances':[{'image':{'mimeType':'image/png','bytesBase64Encoded':'" + image + "'}}]}"));

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(text(response)).contains("has 20971521 bytes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"veo-3.1-generate-preview", "veo-3.0-generate-001", "veo-2.0-generate-001", "veo-9"})
    void aRetiredOrUnknownModelIsNotFound(String model) throws Exception {
        HttpResponse<byte[]> response = caller.submit(model, prompt("A cat"));

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(text(response)).contains("NOT_FOUND", "Publisher Model", model, "was not found");
    }

    @Test
    void theLiteModelTakesNeitherReferencesNor4k() throws Exception {
        String lite = "veo-3.1-lite-generate-001";

        assertThat(caller.submit(lite, prompt("A cat")).statusCode()).isEqualTo(200);
        assertThat(text(caller.submit(lite, json("{'instances':[{'prompt':'x'}],'parameters':{'resolution':'4k'}}"))))
                .contains("4k isn't supported");
        assertThat(text(caller.submit(lite,
                json("{'instances':[{'prompt':'x','referenceImages':[{'referenceType':'asset','image':" + PNG
                        + "}]}]}"))))
                .contains("referenceImages isn't supported");
    }

    @Test
    void anUnknownOperationIsNotFound() throws Exception {
        String model = "projects/p/locations/us-central1/publishers/google/models/" + Caller.MODEL;

        assertThat(caller.poll(model + "/operations/x").statusCode()).isEqualTo(404);
        assertThat(caller.post(Caller.MODEL + ":fetchPredictOperation", "{}").statusCode()).isEqualTo(400);
    }

    @Test
    void anOperationIsFoundOnlyThroughItsOwnModelProjectAndLocation() throws Exception {
        String name = caller.accepted(prompt("A cat"));
        String question = json("{'operationName':'" + name + "'}");

        HttpResponse<byte[]> response = caller.post("veo-3.1-fast-generate-001:fetchPredictOperation", question);
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(text(response)).contains("INVALID_ARGUMENT", "does not match", "veo-3.1-fast-generate-001", name);
        assertThat(caller.poll(name.replace("projects/p/", "projects/other/")).statusCode()).isEqualTo(400);
        assertThat(caller.poll(name.replace("us-central1", "europe-west4")).statusCode()).isEqualTo(400);
        assertThat(caller.poll("projects/p/operations/x").statusCode()).isEqualTo(400);
        assertThat(caller.poll(name).statusCode()).isEqualTo(200);
    }

    @Test
    void anUnknownRouteIsAnsweredWithThoseThatExist() throws Exception {
        HttpResponse<byte[]> response = caller.get("/v1beta/models/veo:predictLongRunning");

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(text(response)).contains(":predictLongRunning", ":fetchPredictOperation", "/storage/v1/b/",
                "/emulator/ledger");
        assertThat(caller.emulator.ledger().requests(Ledger.Route.OTHER, 404)).isEqualTo(1);
    }

    @Test
    void aRequestWithoutATokenIsRefused() throws Exception {
        String call = Caller.MODEL + ":predictLongRunning";

        assertThat(caller.send(call, prompt("A cat")).statusCode()).isEqualTo(401);
        assertThat(caller.send(call, prompt("A cat"), "Authorization", "Basic x").statusCode()).isEqualTo(401);
        assertThat(text(caller.send(call, prompt("A cat"), "Authorization", "Bearer "))).contains("UNAUTHENTICATED");
        assertThat(caller.emulator.ledger().entries()).isEmpty();
    }

    @Test
    void anotherTokenThanTheAcceptedOneIsRefused() throws Exception {
        try (Caller strict = Caller.of(Emulator.builder().acceptedToken("right"))) {
            String call = Caller.MODEL + ":predictLongRunning";

            assertThat(strict.submit(prompt("A cat")).statusCode()).isEqualTo(401);
            assertThat(strict.send(call, prompt("A cat"), "Authorization", "Bearer right").statusCode()).isEqualTo(200);
        }
    }

    private static Arguments instance(String fields, String reason) {
        return Arguments.of("{'instances':[{" + fields + "}]}", reason);
    }

    private static Arguments parameter(String field, String reason) {
        return Arguments.of("{'instances':[{'prompt':'x'}],'parameters':{" + field + "}}", reason);
    }

    private static Arguments label(String label) {
        return Arguments.of("{'instances':[{'prompt':'x'}],'labels':{" + label + "}}", "63 lowercase letters");
    }
}
