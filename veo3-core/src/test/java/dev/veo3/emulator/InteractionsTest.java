// SPDX-License-Identifier: Apache-2.0
package dev.veo3.emulator;

import dev.veo3.emulator.clip.MovieHeader;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static dev.veo3.emulator.Caller.GENERATION;
import static dev.veo3.emulator.Caller.json;
import static dev.veo3.emulator.Caller.text;
import static dev.veo3.emulator.Caller.tree;
import static org.assertj.core.api.Assertions.assertThat;

/** Interactions that go well, at the Gemini API and on Agent Platform. */
class InteractionsTest {

    private static final String GEMINI = "/v1beta/interactions";
    private static final String AGENT_PLATFORM = "/v1beta1/projects/p/locations/global/interactions";
    private static final String IMAGE = "{'type':'image','mime_type':'image/png','data':'iVBORw0KGgo='}";

    private final Caller caller = Caller.of(Emulator.builder().fileProcessing(Duration.ofSeconds(5)));

    @AfterEach
    void close() {
        caller.close();
    }

    @Test
    void oneInTheBackgroundRunsUntilItsTimeHasPassed() throws Exception {
        JsonNode created = created("'input':'A cat','background':true");
        String id = created.get("id").stringValue();

        assertThat(id).startsWith("v1_");
        assertThat(created.get("object").stringValue()).isEqualTo("interaction");
        assertThat(created.get("status").stringValue()).isEqualTo("in_progress");
        assertThat(created.get("model").stringValue()).isEqualTo("gemini-omni-1.1-flash");
        assertThat(status(id)).isEqualTo("in_progress");
        assertThat(caller.emulator.ledger().entries().getFirst().operation()).isEqualTo(id);
        caller.pass(GENERATION);
        JsonNode done = got(id);
        assertThat(done.get("status").stringValue()).isEqualTo("completed");
        assertThat(done.get("steps")).extracting(step -> step.get("type").stringValue()).containsExactly("user_input",
                "thought", "model_output");
        assertThat(MovieHeader.parse(data(done))).isEqualTo(new MovieHeader(10, 1280, 720));
        assertThat(done.at("/usage/total_output_tokens").intValue()).isEqualTo(57_920);
        assertThat(done.at("/usage/output_tokens_by_modality").toString())
                .isEqualTo(json("[{'modality':'video','tokens':57920}]"));
    }

    @Test
    void oneThatBlocksIsAnsweredWhenItIsDone() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<JsonNode> blocked = threads.submit(() -> created("'input':'A cat'"));
            while (caller.emulator.ledger().entries().isEmpty()) {
                Thread.onSpinWait();
            }
            assertThat(blocked.isDone()).isFalse();
            caller.pass(GENERATION);

            assertThat(blocked.get().get("status").stringValue()).isEqualTo("completed");
            assertThat(MovieHeader.parse(data(blocked.get())).seconds()).isEqualTo(10);
            assertThat(status(blocked.get().get("id").stringValue())).isEqualTo("completed");
        }
    }

    @Test
    void oneThatIsNotStoredCannotBeLookedAt() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<JsonNode> blocked = threads.submit(() -> created("'input':'A cat','store':false"));
            while (caller.emulator.ledger().entries().isEmpty()) {
                Thread.onSpinWait();
            }
            caller.pass(GENERATION);

            assertThat(data(blocked.get())).isNotEmpty();
            assertThat(get(blocked.get().get("id").stringValue()).statusCode()).isEqualTo(400);
        }
    }

    @ParameterizedTest
    @CsvSource({"16:9, 360p, 3s, 640, 360, 3, 0.102", "9:16, 360p, 5.5s, 360, 640, 5.5, 0.1870",
        "16:9, 1080p, 10s, 1920, 1080, 10, 1.520", "9:16, 4k, 4.25s, 2160, 3840, 4.25, 1.29200"})
    void aVideoHasTheDurationAndThePictureThatWereAskedForAndIsBilledBySeconds(String ratio, String resolution,
            String duration, int width, int height, double seconds, String usd) throws Exception {
        String id = created("'input':'A cat','background':true,'response_format':{'type':'video','aspect_ratio':'"
                + ratio + "','resolution':'" + resolution + "','duration':'" + duration + "'}").get("id").stringValue();
        caller.pass(GENERATION);

        assertThat(MovieHeader.parse(data(got(id)))).isEqualTo(new MovieHeader(seconds, width, height));
        assertThat(caller.emulator.ledger().billedSeconds()).isEqualByComparingTo(Double.toString(seconds));
        assertThat(caller.emulator.ledger().billedUsd()).isEqualByComparingTo(usd);
    }

    @ParameterizedTest
    @ValueSource(strings = {"'A cat'", "{'type':'text','text':'A cat'}", "[{'type':'text','text':'A cat'}]",
        "[{'type':'user_input','content':[{'type':'text','text':'A cat'}]}]", "[{'type':'text','text':'A cat'}," + IMAGE
                + "]",
        "[" + IMAGE + "," + IMAGE + ",{'type':'text','text':'<FIRST_FRAME> to <LAST_FRAME>'}]", "[" + IMAGE + ","
                + IMAGE + "," + IMAGE + ",{'type':'text','text':'<IMAGE_REF_0> meets <IMAGE_REF_2>'}]"})
    void inputCanBeWrittenInManyWays(String input) throws Exception {
        String id = created("'background':true,'input':" + input).get("id").stringValue();

        JsonNode withInput = tree(caller.withKey("GET", GEMINI + "/" + id + "?include_input=true", ""));
        assertThat(withInput.at("/steps/0/content/0/type").stringValue()).isEqualTo("text");
    }

    @Test
    void aResultByUriIsAFileThatIsProcessedBeforeItIsThere() throws Exception {
        String id = created("'input':'A cat','background':true,'response_format':{'type':'video','delivery':'uri'}")
                .get("id").stringValue();
        caller.pass(GENERATION);
        String uri = got(id).at("/steps/2/content/0/uri").stringValue();

        assertThat(uri).startsWith(caller.emulator.baseUrl() + "/v1beta/files/");
        assertThat(tree(caller.withKey("GET", uri, "")).get("state").stringValue()).isEqualTo("PROCESSING");
        assertThat(caller.withKey("GET", uri + ":download?alt=media", "").statusCode()).isEqualTo(400);
        caller.pass(Duration.ofSeconds(5));
        assertThat(tree(caller.withKey("GET", uri, "")).get("state").stringValue()).isEqualTo("ACTIVE");
        HttpResponse<byte[]> media = caller.download(uri + ":download?alt=media");
        assertThat(MovieHeader.parse(media.body()).seconds()).isEqualTo(10);
    }

    @Test
    void onAgentPlatformAResultGoesToABucketOrComesInline() throws Exception {
        String place = "'response_format':[{'type':'video','delivery':'uri','gcs_uri':'gs://bucket/p/'}]";
        String id = tree(caller.withToken("POST", AGENT_PLATFORM, body("gemini-omni-1.1-flash-preview",
                "'input':'A cat','background':true," + place))).get("id").stringValue();
        caller.pass(GENERATION);
        JsonNode done = tree(caller.withToken("GET", AGENT_PLATFORM + "/" + id, ""));
        String uri = done.at("/steps/2/content/0/uri").stringValue();

        assertThat(uri).matches("gs://bucket/p/\\d{19}/sample_0\\.mp4");
        String object = uri.substring("gs://bucket/".length()).replace("/", "%2F");
        assertThat(MovieHeader.parse(caller.get("/storage/v1/b/bucket/o/" + object + "?alt=media").body()).seconds())
                .isEqualTo(10);
    }

    @Test
    void aVideoIsExtendedByItsFileByItsBytesOrAfterItsInteraction() throws Exception {
        String format = "'response_format':{'type':'video','aspect_ratio':'9:16','duration':'6s','delivery':'uri'}";
        String first = created("'input':'A cat','background':true," + format).get("id").stringValue();
        caller.pass(GENERATION.plusSeconds(5));
        String uri = got(first).at("/steps/2/content/0/uri").stringValue();
        byte[] bytes = caller.download(uri + ":download?alt=media").body();
        String extend = "'background':true,'generation_config':{'video_config':{'task':'extend'}},"
                + "'response_format':{'type':'video','duration':'4s'},";

        for (String source : List.of(
                "'input':[{'type':'text','text':'on'},{'type':'video','mime_type':'video/mp4','uri':'" + uri + "'}]",
                "'input':[{'type':'text','text':'on'},{'type':'video','mime_type':'video/mp4','data':'"
                        + Base64.getEncoder().encodeToString(bytes) + "'}]",
                "'input':'on','previous_interaction_id':'" + first + "'")) {
            String id = created(extend + source).get("id").stringValue();
            caller.pass(GENERATION);

            assertThat(MovieHeader.parse(data(got(id)))).isEqualTo(new MovieHeader(10, 720, 1280));
            assertThat(caller.emulator.ledger().entries().getLast().billedSeconds()).isEqualByComparingTo("4");
        }
    }

    @Test
    void anEditHasTheLengthAndThePictureOfWhatItChanges() throws Exception {
        String format = "'response_format':{'type':'video','aspect_ratio':'9:16','duration':'5s'}";
        String first = created("'input':'A cat','background':true," + format).get("id").stringValue();
        caller.pass(GENERATION);

        String edited = created("'input':'Make it a dog','background':true,'previous_interaction_id':'" + first + "'")
                .get("id").stringValue();
        caller.pass(GENERATION);
        assertThat(MovieHeader.parse(data(got(edited)))).isEqualTo(new MovieHeader(5, 720, 1280));
        String larger = created("'input':[{'type':'text','text':'Sharper'},{'type':'video','mime_type':'video/mp4',"
                + "'data':'" + Base64.getEncoder().encodeToString(data(got(edited))) + "'}],'background':true,"
                + "'response_format':{'type':'video','resolution':'1080p'},"
                + "'generation_config':{'video_config':{'task':'upscale'}}").get("id").stringValue();
        caller.pass(GENERATION);
        assertThat(MovieHeader.parse(data(got(larger)))).isEqualTo(new MovieHeader(5, 1080, 1920));
    }

    @Test
    void aRefusalIsCompletedWithTextOnlyAndNotCharged() throws Exception {
        String id = created("'input':'Blood everywhere','background':true").get("id").stringValue();
        caller.pass(GENERATION);
        JsonNode done = got(id);

        assertThat(done.get("status").stringValue()).isEqualTo("completed");
        assertThat(done.at("/steps/2/content")).singleElement()
                .satisfies(content -> assertThat(content.get("type").stringValue()).isEqualTo("text"));
        assertThat(done.at("/usage/total_output_tokens").intValue()).isZero();
        assertThat(done.at("/usage/output_tokens_by_modality")).isEmpty();
        assertThat(caller.emulator.ledger().entries().getFirst().state()).isEqualTo(Ledger.State.FILTERED);
        assertThat(caller.emulator.ledger().billedUsd()).isEqualByComparingTo("0");
    }

    @Test
    void oneThatRunsCanBeCancelledAndIsNotCharged() throws Exception {
        String id = created("'input':'A cat','background':true").get("id").stringValue();

        JsonNode cancelled = tree(caller.withKey("POST", GEMINI + "/" + id + "/cancel", ""));
        assertThat(cancelled.get("status").stringValue()).isEqualTo("cancelled");
        assertThat(caller.withKey("POST", GEMINI + "/" + id + "/cancel", "").statusCode()).isEqualTo(400);
        caller.pass(GENERATION);
        assertThat(status(id)).isEqualTo("cancelled");
        assertThat(caller.emulator.ledger().entries().getFirst().state()).isEqualTo(Ledger.State.CANCELLED);
        assertThat(caller.emulator.ledger().billedSeconds()).isZero();
        assertThat(caller.emulator.ledger().requests(Ledger.Route.CANCEL)).isEqualTo(2);
    }

    @Test
    void oneThatIsDoneCannotBeCancelled() throws Exception {
        String id = created("'input':'A cat','background':true").get("id").stringValue();
        caller.pass(GENERATION);
        HttpResponse<byte[]> response = caller.withKey("POST", GEMINI + "/" + id + "/cancel", "");

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(text(response)).contains("not running");
        assertThat(status(id)).isEqualTo("completed");
    }

    @Test
    void oneThatIsDeletedIsGoneButStaysInTheLedger() throws Exception {
        String id = created("'input':'A cat','background':true").get("id").stringValue();
        HttpResponse<byte[]> response = caller.withKey("DELETE", GEMINI + "/" + id, "");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(text(response)).isEqualTo("{}");
        assertThat(get(id).statusCode()).isEqualTo(400);
        assertThat(caller.withKey("DELETE", GEMINI + "/" + id, "").statusCode()).isEqualTo(400);
        assertThat(caller.emulator.ledger().entries()).hasSize(1);
    }

    @Test
    void cancellingOneMakesRoomForAnother() throws Exception {
        try (Caller narrow = Caller.of(Emulator.builder().maxInFlight(1))) {
            String cat = body("gemini-omni-1.1-flash", "'input':'A cat','background':true");
            String id = tree(narrow.withKey("POST", GEMINI, cat)).get("id").stringValue();
            assertThat(narrow.withKey("POST", GEMINI, cat).statusCode()).isEqualTo(429);

            narrow.withKey("POST", GEMINI + "/" + id + "/cancel", "");
            assertThat(narrow.withKey("POST", GEMINI, cat).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void aJobIsToldByItsLabelElseByItsBodyWhereverTheResultGoes() throws Exception {
        created("'input':'A cat','background':true,'labels':{'veo3-job':'a'}");
        for (String bucket : List.of("gs://bucket/1", "gs://bucket/2")) {
            caller.withToken("POST", AGENT_PLATFORM, body("gemini-omni-1.1-flash-preview", "'input':'A dog',"
                    + "'background':true,'response_format':{'type':'video','delivery':'uri','gcs_uri':'" + bucket
                    + "'}"));
        }
        List<Ledger.Entry> entries = caller.emulator.ledger().entries();

        assertThat(caller.emulator.ledger().entriesFor("a")).containsExactly(entries.getFirst());
        assertThat(caller.emulator.ledger().entriesFor(entries.get(1).bodyHash())).hasSize(2)
                .extracting(Ledger.Entry::attempt).containsExactly(1, 2);
    }

    private JsonNode created(String fields) throws Exception {
        HttpResponse<byte[]> response = caller.withKey("POST", GEMINI, body("gemini-omni-1.1-flash", fields));
        assertThat(response.statusCode()).as(text(response)).isEqualTo(200);
        return tree(response);
    }

    private static String body(String model, String fields) {
        return json("{'model':'" + model + "'," + fields + "}");
    }

    private HttpResponse<byte[]> get(String id) throws Exception {
        return caller.withKey("GET", GEMINI + "/" + id, "");
    }

    private JsonNode got(String id) throws Exception {
        HttpResponse<byte[]> response = get(id);
        assertThat(response.statusCode()).as(text(response)).isEqualTo(200);
        return tree(response);
    }

    private String status(String id) throws Exception {
        return got(id).get("status").stringValue();
    }

    private static byte[] data(JsonNode done) {
        return Base64.getDecoder().decode(done.at("/steps/2/content/0/data").stringValue());
    }
}
