// SPDX-License-Identifier: Apache-2.0
package dev.veo3.emulator;

import java.net.http.HttpResponse;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static dev.veo3.emulator.Caller.GENERATION;
import static dev.veo3.emulator.Caller.json;
import static dev.veo3.emulator.Caller.text;
import static dev.veo3.emulator.Caller.tree;
import static org.assertj.core.api.Assertions.assertThat;

/** What the Interactions API refuses, and how it words that. */
class InteractionRefusalTest {

    private static final String GEMINI = "/v1beta/interactions";
    private static final String AGENT_PLATFORM = "/v1beta1/projects/p/locations/global/interactions";
    private static final String IMAGE = "{'type':'image','mime_type':'image/png','data':'iVBORw0KGgo='}";
    private static final String VIDEO = "{'type':'video','mime_type':'video/webm','data':'AAAA'}";

    private final Caller caller = Caller.plain();

    @AfterEach
    void close() {
        caller.close();
    }

    static Stream<Arguments> invalidFields() {
        return Stream.of(Arguments.of("'background':true", "input is missing"),
                Arguments.of("'input':7", "input needs to be an array"),
                Arguments.of("'input':'x','negative_prompt':'y'", "\"negative_prompt\""),
                Arguments.of("'input':'x','previousInteractionId':'y'", "\"previousInteractionId\""),
                Arguments.of("'input':'x','system_instruction':'y'", "system_instruction isn't supported"),
                Arguments.of("'input':'x','safety_settings':[]", "safety_settings isn't supported"),
                Arguments.of("'input':'x','background':true,'store':false", "needs store"),
                Arguments.of("'input':'x','background':'true'", "true or false"),
                Arguments.of("'input':'x','stream':true", "does not stream"),
                Arguments.of("'input':'x','service_tier':'fast'", "service_tier, supported: flex"),
                Arguments.of("'input':'x','webhook_config':{'url':'y'}", "\"url\""),
                Arguments.of("'input':'x','labels':{'A':'b'}", "label"), format("'duration':8", "needs to be a string"),
                format("'duration':'8'", "duration in seconds like"), format("'duration':'2.9s'", "from 3s to 10s"),
                format("'duration':'11s'", "from 3s to 10s"), format("'aspect_ratio':'4:3'", "16:9, 9:16"),
                format("'resolution':'720'", "360p, 720p"), format("'delivery':'url'", "inline, uri"),
                format("'gcs_uri':'gs://b/p'", "isn't supported by the Gemini API"), format("'fps':24", "\"fps\""),
                Arguments.of("'input':'x','response_format':{'duration':'8s'}", "type at response_format"),
                Arguments.of("'input':'x','response_format':[]", "one format, not 0"),
                config("'temperature':1", "temperature isn't supported"), config("'top_p':1", "top_p isn't supported"),
                config("'stop_sequences':[]", "stop_sequences isn't supported"), config("'seed':-1", "from 0"),
                config("'video_config':{'task':'textToVideo'}", "text_to_video, image_to_video"),
                config("'video_config':{'task':'image_to_video'}", "one image"),
                config("'video_config':{'task':'reference_to_video'}", "1 to 10 images"),
                config("'video_config':{'task':'extend'}", "one video, or previous_interaction_id"),
                config("'video_config':{'task':'edit'}", "one video, or previous_interaction_id"),
                Arguments.of("'input':'x','previous_interaction_id':'v1_x'", "Invalid interaction name"),
                Arguments.of("'input':' '", "needs a text"),
                content("{'text':'x'}", "type is missing"), content("{'type':'text'}", "text is missing"),
                content("{'type':'audio'}", "supported: text, image, video"),
                content("{'type':'image','mimeType':'image/png'}", "\"mimeType\""),
                content("{'type':'image','mime_type':'image/png'}", "neither"),
                content("{'type':'image','mime_type':'image/png','data':'AAAA','uri':'files/a'}", "both"),
                content("{'type':'image','data':'AAAA'}", "mime_type is missing"),
                content("{'type':'image','mime_type':'image/gif','data':'AAAA'}", "image/heif"),
                content("{'type':'image','mime_type':'image/png','data':''}", "has 0 bytes"),
                content("{'type':'image','mime_type':'image/png','data':'?'}", "Base64"),
                content("{'type':'image','mime_type':'image/png','uri':'https://example.com/a.png'}", "Files API"),
                content("{'type':'video','mime_type':'video/ogg','data':'AAAA'}", "video/mp4"),
                content("{'type':'video','mime_type':'video/mp4','data':'AAAA'}", "no MP4"),
                content(VIDEO + "," + VIDEO + "," + VIDEO + "," + VIDEO, "1 to 3 videos"),
                Arguments.of("'input':[" + VIDEO + "],'response_format':{'type':'video','duration':'5s'}",
                        "aren't supported when a video is edited"),
                Arguments.of("'input':[" + VIDEO + "],'response_format':{'type':'video','aspect_ratio':'9:16'}",
                        "aren't supported when a video is edited"),
                content((IMAGE + ",").repeat(10) + IMAGE, "1 to 10 images"));
    }

    @ParameterizedTest
    @MethodSource("invalidFields")
    void aBodyThatTheServiceRefusesIsRefusedWithAWordForACode(String fields, String reason) throws Exception {
        HttpResponse<byte[]> response = caller.withKey("POST", GEMINI,
                json("{'model':'gemini-omni-1.1-flash'," + fields + "}"));

        assertThat(response.statusCode()).as(text(response)).isEqualTo(400);
        assertThat(tree(response).at("/error/code").stringValue()).isEqualTo("invalid_request");
        assertThat(tree(response).at("/error/message").stringValue()).contains(reason);
        assertThat(tree(response).get("error").propertyNames()).containsExactly("message", "code");
        assertThat(caller.emulator.ledger().entries()).isEmpty();
    }

    @Test
    void aLaterModelMakesLongerVideos() throws Exception {
        String fifteen = "'input':'x','background':true,'response_format':{'type':'video','duration':'15s'}}";

        assertThat(caller.withKey("POST", GEMINI, json("{'model':'gemini-omni-1.2-flash'," + fifteen)).statusCode())
                .isEqualTo(200);
        assertThat(caller.withKey("POST", GEMINI, json("{'model':'gemini-omni-1.1-flash'," + fifteen)).statusCode())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({"gemini-omni-flash-preview, retired", "gemini-omni-1.1-flash-preview, of the other platform",
        "veo-3.1-generate-001, of another wire", "gemini-omni-9, unknown"})
    void aModelThatIsNotServedIsNotFound(String model, String why) throws Exception {
        HttpResponse<byte[]> response = caller.withKey("POST", GEMINI,
                json("{'model':'" + model + "','input':'A cat'}"));

        assertThat(response.statusCode()).as(why).isEqualTo(404);
        assertThat(tree(response).at("/error/code").stringValue()).isEqualTo("not_found");
        assertThat(text(response)).contains(model);
    }

    @Test
    void aModelIsNeeded() throws Exception {
        assertThat(text(caller.withKey("POST", GEMINI, json("{'input':'A cat'}")))).contains("model is missing");
    }

    @Test
    void anUnknownForeignOrMisspeltIdIsAnInvalidName() throws Exception {
        String cat = json("{'model':'gemini-omni-1.1-flash','input':'A cat','background':true}");
        String id = tree(caller.withKey("POST", GEMINI, cat)).get("id").stringValue();

        for (String name : new String[]{"v1_x", id + "x", id.substring(3)}) {
            HttpResponse<byte[]> response = caller.withKey("GET", GEMINI + "/" + name, "");
            assertThat(response.statusCode()).isEqualTo(400);
            assertThat(text(response)).contains("Invalid interaction name", "invalid_request");
        }
        assertThat(caller.call("GET", GEMINI + "/" + id, "", "x-goog-api-key", "of another project").statusCode())
                .isEqualTo(400);
        assertThat(caller.withToken("GET", AGENT_PLATFORM + "/" + id, "").statusCode()).isEqualTo(400);
        assertThat(caller.withKey("GET", GEMINI + "/" + id, "").statusCode()).isEqualTo(200);
        assertThat(text(caller.withKey("GET", GEMINI + "/" + id + "?stream=true", ""))).contains("does not stream");
    }

    @Test
    void onAgentPlatformAUriNeedsABucketAndTheLocationIsGlobal() throws Exception {
        String body = "{'model':'gemini-omni-1.1-flash-preview','input':'A cat','background':true%s}";

        assertThat(text(caller.withToken("POST", AGENT_PLATFORM,
                json(body.formatted(",'response_format':[{'type':'video','delivery':'uri'}]"))))).contains("gcs_uri");
        assertThat(text(caller.withToken("POST", AGENT_PLATFORM, json(
                body.formatted(",'response_format':[{'type':'video','delivery':'uri','gcs_uri':'https://b'}]")))))
                .contains("gs://bucket");
        String elsewhere = AGENT_PLATFORM.replace("global", "us-central1");
        assertThat(caller.withToken("POST", elsewhere, json(body.formatted(""))).statusCode()).isEqualTo(404);
        String id = tree(caller.withToken("POST", AGENT_PLATFORM, json(body.formatted("")))).get("id").stringValue();
        assertThat(caller.withToken("GET", AGENT_PLATFORM.replace("/p/", "/other/") + "/" + id, "").statusCode())
                .isEqualTo(400);
        assertThat(caller.withToken("POST", AGENT_PLATFORM + "/" + id, "").statusCode()).isEqualTo(404);
    }

    @Test
    void anExtensionIsNotLongerThanFortySecondsAndNeedsAVideo() throws Exception {
        String first = tree(caller.withKey("POST", GEMINI,
                json("{'model':'gemini-omni-1.1-flash','input':'Much gore','background':true}"))).get("id")
                .stringValue();
        String extend = "{'model':'gemini-omni-1.1-flash','input':'on','background':true,'previous_interaction_id':'"
                + "%s','generation_config':{'video_config':{'task':'extend'}}}";

        assertThat(text(caller.withKey("POST", GEMINI, json(extend.formatted(first))))).contains("no video to go on");
        caller.pass(GENERATION);
        assertThat(text(caller.withKey("POST", GEMINI, json(extend.formatted(first))))).contains("no video to go on");
        String last = tree(caller.withKey("POST", GEMINI,
                json("{'model':'gemini-omni-1.1-flash','input':'A cat','background':true}"))).get("id").stringValue();
        for (int seconds = 20; seconds <= 40; seconds += 10) {
            caller.pass(GENERATION);
            last = tree(caller.withKey("POST", GEMINI, json(extend.formatted(last)))).get("id").stringValue();
        }
        caller.pass(GENERATION);
        assertThat(text(caller.withKey("POST", GEMINI, json(extend.formatted(last))))).contains("50.0 seconds long");
    }

    private static Arguments format(String field, String reason) {
        return Arguments.of("'input':'x','response_format':{'type':'video'," + field + "}", reason);
    }

    private static Arguments config(String field, String reason) {
        return Arguments.of("'input':'x','generation_config':{" + field + "}", reason);
    }

    private static Arguments content(String items, String reason) {
        return Arguments.of("'input':[" + items + "]", reason);
    }
}
