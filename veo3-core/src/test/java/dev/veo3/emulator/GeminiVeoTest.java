// SPDX-License-Identifier: Apache-2.0
package dev.veo3.emulator;

import dev.veo3.emulator.clip.MovieHeader;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

import static dev.veo3.emulator.Caller.GENERATION;
import static dev.veo3.emulator.Caller.json;
import static dev.veo3.emulator.Caller.text;
import static dev.veo3.emulator.Caller.tree;
import static org.assertj.core.api.Assertions.assertThat;

/** Veo at the Gemini API, as proxies and recordings speak it: what goes well. */
class GeminiVeoTest {

    private static final String MODELS = "/v1beta/models/";
    private static final String MODEL = "veo-3.1-generate-preview";
    private static final String PNG = "{'mimeType':'image/png','bytesBase64Encoded':'iVBORw0KGgo='}";

    private final Caller caller = Caller.of(Emulator.builder().serveRetired().fileProcessing(Duration.ZERO));

    @AfterEach
    void close() {
        caller.close();
    }

    @Test
    void anOperationIsPolledWithGetAndItsVideoIsDownloadedWithTheKey() throws Exception {
        String name = accepted("'prompt':'A cat'", "");

        assertThat(name).startsWith("models/" + MODEL + "/operations/");
        assertThat(text(get("/v1beta/" + name))).isEqualTo(json("{'name':'" + name + "'}"));
        caller.pass(GENERATION);
        JsonNode done = tree(get("/v1beta/" + name));
        assertThat(done.get("done").booleanValue()).isTrue();
        assertThat(done.at("/response/@type").stringValue())
                .isEqualTo("type.googleapis.com/google.ai.generativelanguage.v1beta.PredictLongRunningResponse");
        String uri = done.at("/response/generateVideoResponse/generatedSamples/0/video/uri").stringValue();
        assertThat(uri).startsWith(caller.emulator.baseUrl() + "/v1beta/files/").endsWith(":download?alt=media");
        assertThat(MovieHeader.parse(caller.download(uri).body())).isEqualTo(new MovieHeader(8, 1280, 720));
        assertThat(caller.emulator.ledger().requests(Ledger.Route.DOWNLOAD, 302)).isEqualTo(1);
        assertThat(caller.emulator.ledger().requests(Ledger.Route.DOWNLOAD, 200)).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"v1", "v1beta"})
    void bothVersionsAreServed(String version) throws Exception {
        String name = tree(caller.withKey("POST", "/" + version + "/models/" + MODEL + ":predictLongRunning",
                Caller.prompt("A cat"))).get("name").stringValue();

        assertThat(get("/" + version + "/" + name).statusCode()).isEqualTo(200);
    }

    @Test
    void everyKindOfInputIsTaken() throws Exception {
        String eight = "'durationSeconds':8,'personGeneration':'allow_adult'";
        String reference = "{'referenceType':'asset','image':" + PNG + "}";

        for (String name : List.of(accepted("'image':" + PNG, eight),
                accepted("'prompt':'x','image':" + PNG + ",'lastFrame':" + PNG, eight + ",'resolution':'4k'"),
                accepted("'prompt':'x','referenceImages':[" + reference + "," + reference + "]", eight))) {
            caller.pass(GENERATION);
            assertThat(video(name)).isNotEmpty();
        }
        assertThat(caller.emulator.ledger().entries()).hasSize(3);
    }

    @Test
    void aVideoOfItsOwnIsExtendedBySevenSeconds() throws Exception {
        String first = accepted("'prompt':'A cat'", "'aspectRatio':'9:16','durationSeconds':6");
        caller.pass(GENERATION);
        String longer = accepted("'prompt':'on','video':{'uri':'" + uri(first) + "'}",
                "'durationSeconds':8,'resolution':'720p','personGeneration':'allow_all'");
        caller.pass(GENERATION);

        assertThat(MovieHeader.parse(video(longer))).isEqualTo(new MovieHeader(13, 720, 1280));
        assertThat(caller.emulator.ledger().entries().getLast().billedSeconds()).isEqualByComparingTo("7");
    }

    @Test
    void aBlockedRequestIsDoneWithoutSamplesAndWithoutAnError() throws Exception {
        String name = accepted("'prompt':'Much gore'", "");
        caller.pass(GENERATION);
        JsonNode done = tree(get("/v1beta/" + name));

        assertThat(done.has("error")).isFalse();
        JsonNode response = done.at("/response/generateVideoResponse");
        assertThat(response.propertyNames()).containsExactly("raiMediaFilteredCount", "raiMediaFilteredReasons");
        assertThat(response.get("raiMediaFilteredCount").intValue()).isEqualTo(1);
        assertThat(response.at("/raiMediaFilteredReasons/0").stringValue())
                .contains("You have not been charged for this attempt.");
        assertThat(caller.emulator.ledger().billedSeconds()).isZero();
    }

    @Test
    void anOperationEndsWithAnErrorOrWithNothingWhenItIsToldTo() throws Exception {
        try (Caller told = Caller.of(Emulator.builder().serveRetired()
                .fault(FaultRule.onSubmit(new Fault.OperationError(8, "No room")).promptContains("cat"))
                .fault(FaultRule.onSubmit(new Fault.DoneWithoutResponse()).promptContains("dog")))) {
            String call = MODELS + MODEL + ":predictLongRunning";
            String cat = tree(told.withKey("POST", call, Caller.prompt("cat"))).get("name").stringValue();
            String dog = tree(told.withKey("POST", call, Caller.prompt("dog"))).get("name").stringValue();
            told.pass(GENERATION);

            assertThat(tree(told.withKey("GET", "/v1beta/" + cat, "")).get("error").toString())
                    .isEqualTo(json("{'code':8,'message':'No room'}"));
            assertThat(tree(told.withKey("GET", "/v1beta/" + dog, "")).propertyNames()).containsExactly("name",
                    "done");
        }
    }

    @Test
    void aFileIsDescribedListedAndDeleted() throws Exception {
        String first = uri(finished("'prompt':'A cat'"));
        String second = uri(finished("'prompt':'A cat'"));
        String described = second.substring(0, second.indexOf(":download"));
        JsonNode file = tree(get(described));

        assertThat(file.get("name").stringValue()).isEqualTo(described.substring(described.indexOf("files/")));
        assertThat(file.get("state").stringValue()).isEqualTo("ACTIVE");
        assertThat(file.get("source").stringValue()).isEqualTo("GENERATED");
        assertThat(file.get("mimeType").stringValue()).isEqualTo("video/mp4");
        assertThat(file.get("downloadUri").stringValue()).isEqualTo(second);
        assertThat(file.get("sizeBytes").stringValue())
                .isEqualTo(Integer.toString(caller.download(second).body().length));
        JsonNode page = tree(get("/v1beta/files?pageSize=1"));
        assertThat(page.at("/files/0/downloadUri").stringValue()).isEqualTo(second);
        JsonNode next = tree(get("/v1beta/files?pageSize=1&pageToken=" + page.get("nextPageToken").stringValue()));
        assertThat(next.at("/files/0/downloadUri").stringValue()).isEqualTo(first);
        assertThat(next.has("nextPageToken")).isFalse();

        assertThat(caller.withKey("DELETE", described, "").statusCode()).isEqualTo(200);
        assertThat(get(described).statusCode()).isEqualTo(403);
        assertThat(get(second).statusCode()).isEqualTo(403);
        assertThat(tree(get("/v1beta/files")).get("files")).hasSize(1);
    }

    @Test
    void aFileIsGoneAfterTwoDays() throws Exception {
        String uri = uri(finished("'prompt':'A cat'"));
        caller.pass(Duration.ofDays(2).minusNanos(1));
        assertThat(get(uri).statusCode()).isEqualTo(302);

        caller.pass(Duration.ofNanos(1));
        assertThat(get(uri).statusCode()).isEqualTo(403);
    }

    @Test
    void theModelsAreDescribedAndListed() throws Exception {
        JsonNode veo = tree(get(MODELS + MODEL));
        JsonNode omni = tree(get(MODELS + "gemini-omni-1.1-flash"));
        JsonNode list = tree(get("/v1beta/models?pageSize=2"));

        assertThat(veo.get("name").stringValue()).isEqualTo("models/" + MODEL);
        assertThat(veo.get("supportedGenerationMethods").toString()).isEqualTo(json("['predictLongRunning']"));
        assertThat(omni.get("supportedGenerationMethods").toString())
                .isEqualTo(json("['generateContent','countTokens']"));
        assertThat(list.get("models")).hasSize(2);
        assertThat(list.get("nextPageToken").stringValue()).isNotEmpty();
        assertThat(get(MODELS + "veo-9").statusCode()).isEqualTo(404);
        assertThat(caller.emulator.ledger().requests(Ledger.Route.MODELS)).isEqualTo(4);
        assertThat(tree(caller.get("/v1beta1/publishers/google/models/veo-3.1-generate-001")).get("name").stringValue())
                .isEqualTo("publishers/google/models/veo-3.1-generate-001");
        assertThat(tree(caller.get("/v1/publishers/google/models")).get("publisherModels")).hasSizeGreaterThan(3);
        assertThat(caller.get("/v1/publishers/google/models/veo-9").statusCode()).isEqualTo(404);
    }

    @Test
    void theModelsOfThePublisherComeInPages() throws Exception {
        String list = "/v1beta1/publishers/google/models";
        int all = tree(caller.get(list)).get("publisherModels").size();
        JsonNode first = tree(caller.get(list + "?pageSize=" + (all - 1)));
        JsonNode second = tree(caller.get(list + "?pageToken=" + first.get("nextPageToken").stringValue()));

        assertThat(first.get("publisherModels")).hasSize(all - 1);
        assertThat(second.get("publisherModels")).hasSize(1);
        assertThat(second.has("nextPageToken")).isFalse();
        assertThat(caller.get(list + "?pageToken=x").statusCode()).isEqualTo(400);
    }

    private String accepted(String instance, String parameters) throws Exception {
        HttpResponse<byte[]> response = caller.withKey("POST", MODELS + MODEL + ":predictLongRunning",
                json("{'instances':[{" + instance + "}],'parameters':{" + parameters + "}}"));
        assertThat(response.statusCode()).as(text(response)).isEqualTo(200);
        return tree(response).get("name").stringValue();
    }

    private String finished(String instance) throws Exception {
        String name = accepted(instance, "");
        caller.pass(GENERATION);
        return name;
    }

    private HttpResponse<byte[]> get(String path) throws Exception {
        return caller.withKey("GET", path, "");
    }

    private String uri(String name) throws Exception {
        return tree(get("/v1beta/" + name)).at("/response/generateVideoResponse/generatedSamples/0/video/uri")
                .stringValue();
    }

    private byte[] video(String name) throws Exception {
        return caller.download(uri(name)).body();
    }
}
