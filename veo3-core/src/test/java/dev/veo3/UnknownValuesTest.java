// SPDX-License-Identifier: Apache-2.0
package dev.veo3;

import dev.veo3.ScriptedServer.Reply;
import dev.veo3.auth.BearerToken;
import dev.veo3.error.RpcError;
import dev.veo3.model.ModelId;
import dev.veo3.time.ManualTime;
import dev.veo3.video.CancelOutcome;
import dev.veo3.video.FilterReason;
import dev.veo3.video.GeneratedVideo;
import dev.veo3.video.OperationName;
import dev.veo3.video.OperationState;
import dev.veo3.video.SafetyCategory;
import dev.veo3.video.SubmitOutcome;
import dev.veo3.video.VideoOutcome;
import dev.veo3.video.VideoRequest;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What the service adds after this library was made: unknown fields are passed over, and unknown words are kept and told, on every wire. */
class UnknownValuesTest {
    private static final GeneratedVideo STORED = new GeneratedVideo.Stored("gs://b/v.mp4", "video/vvc");
    private static final byte[] VIDEO = TestClients.video();

    @TempDir
    Path directory;

    private enum Wire {
        AGENT_VEO(ModelId.VEO_3_1, TestClients.OPERATION.value()), AGENT_OMNI(ModelId.OMNI_1_2,
                "projects/my-project/locations/global/interactions/i"), GEMINI_VEO(
                        new ModelId("veo-3.1-generate-preview"),
                        "models/veo-3.1-generate-preview/operations/o-1"), GEMINI_OMNI(ModelId.OMNI_1_1,
                                "interactions/v1_a");

        private final ModelId model;
        private final OperationName operation;

        Wire(ModelId model, String operation) {
            this.model = model;
            this.operation = new OperationName(operation);
        }

        Backend backend() {
            return switch (this) {
                case AGENT_VEO, AGENT_OMNI -> Backend.agentPlatform("my-project", "us-central1");
                case GEMINI_VEO, GEMINI_OMNI -> Backend.geminiApi().servingRetired();
            };
        }
    }

    /** An operation of Veo: the fields of its response, and on the Gemini API the same around samples. */
    private static Stream<Arguments> veo(String what, String operation, OperationState expected) {
        String video = "{'gcsUri':'gs://b/v.mp4','mimeType':'video/vvc','hdr':{'nits':[1000]},'watermarks':[[]]}";
        String agent = operation.replace("RESPONSE(", "'response':{'@type':'x/NewResponse','quality':{'a':[{}]},")
                .replace(")END", "}")
                .replace("VIDEOS", "'videos':[" + video + "]");
        String gemini = operation.replace("RESPONSE(",
                "'response':{'@type':'x/NewResponse','generateVideoResponse':{'quality':{'a':[{}]},")
                .replace(")END", "}}")
                .replace("VIDEOS", "'generatedSamples':[{'score':1,'video':" + video.replace("gcsUri", "uri") + "}]");
        return Stream.of(Arguments.of(what, Wire.AGENT_VEO, agent, expected),
                Arguments.of(what, Wire.GEMINI_VEO, gemini, expected));
    }

    private static Stream<Arguments> omni(String what, String interaction, OperationState expected) {
        String answer = interaction.replace("VIDEO",
                "{'type':'video','mime_type':'video/vvc','uri':'gs://b/v.mp4','hdr':{'nits':[1000]}}");
        return Stream.of(Arguments.of(what, Wire.AGENT_OMNI, answer, expected),
                Arguments.of(what, Wire.GEMINI_OMNI, answer, expected));
    }

    static Stream<Arguments> answers() {
        FilterReason unknown = new FilterReason("Held back. Support codes: 99999999", Set.of());
        FilterReason both = new FilterReason("Support codes: 99999999, 61493863", Set.of(SafetyCategory.VIOLENCE));
        return Stream.of(
                veo("fields", "{'new':{'a':[1,{'b':null}]},'done':true,'metadata':{'state':'X'},RESPONSE(VIDEOS)END}",
                        done(new VideoOutcome.Succeeded(List.of(STORED)))),
                veo("a state", "{'done':false,'state':'PONDERING','metadata':{'state':'PONDERING','progress':[3]}}",
                        new OperationState.Running()),
                veo("a finish reason",
                        "{'done':true,'finishReason':'MOON',RESPONSE('finishReasons':['MOON'],VIDEOS)END}",
                        done(new VideoOutcome.Succeeded(List.of(STORED)))),
                veo("a finish reason without a video", "{'done':true,RESPONSE('finishReasons':['MOON'])END}",
                        done(new VideoOutcome.Empty())),
                veo("a support code", "{'done':true,RESPONSE('raiMediaFilteredCount':1,'raiMediaFilteredReasons':"
                        + "['Held back. Support codes: 99999999'])END}",
                        done(new VideoOutcome.Filtered(List.of(unknown)))),
                veo("a support code beside a known one", "{'done':true,RESPONSE(VIDEOS,'raiMediaFilteredCount':3,"
                        + "'raiMediaFilteredReasons':['Support codes: 99999999, 61493863',{'code':'new'}])END}",
                        done(new VideoOutcome.PartlyFiltered(List.of(STORED), List.of(both), 3))),
                veo("an error code", "{'done':true,'error':{'code':77,'message':'Moon','details':[{'@type':'x/New'}]}}",
                        failed(new RpcError(77, "Moon"))),
                veo("an error word", "{'done':true,'error':{'code':'MOON_PHASE','message':'Moon','new':1}}",
                        failed(new RpcError(2, "MOON_PHASE", "Moon"))),
                veo("an error status", "{'done':true,'error':{'status':'MOON_PHASE','message':'Moon'}}",
                        failed(new RpcError(2, "MOON_PHASE", "Moon"))),
                omni("fields",
                        "{'new':{'a':[1]},'status':'completed','service_tier':'moon','steps':[{'type':'model_output',"
                                + "'stop_reason':'moon','content':[VIDEO],'new':[{}]}]}",
                        done(new VideoOutcome.Succeeded(List.of(STORED)))),
                omni("a state", "{'status':'pondering','since':{'a':[]}}", new OperationState.Running("pondering")),
                omni("a state with an error", "{'status':'pondering','errors':[{'code':'moon'}]}",
                        new OperationState.Running("pondering")),
                omni("a state with a video",
                        "{'steps':[{'type':'model_output','content':[VIDEO]}],'status':'pondered'}",
                        done(new VideoOutcome.Succeeded(List.of(STORED)))),
                omni("a step", "{'status':'completed','steps':[{'type':'film_output','content':[VIDEO]}]}",
                        done(new VideoOutcome.Succeeded(List.of(STORED)))),
                omni("a content", "{'status':'completed','steps':[{'type':'model_output','content':[{'type':'hologram',"
                        + "'data':'YWJj'},VIDEO]}]}", done(new VideoOutcome.Succeeded(List.of(STORED)))),
                omni("a content without a video",
                        "{'status':'completed','steps':[{'type':'model_output','content':[{'type':"
                                + "'hologram','data':'YWJj'}]}]}",
                        done(new VideoOutcome.Empty())),
                omni("a modality",
                        "{'status':'completed','usage':{'output_tokens_by_modality':[{'modality':'smell','tokens':9}]},"
                                + "'steps':[{'type':'model_output','content':[{'type':'text','text':'Held back. Support codes: 99999999'}]}]}",
                        done(new VideoOutcome.Filtered(List.of(unknown)))),
                omni("an error word", "{'status':'failed','errors':[{'code':'moon_phase','message':'Moon','new':1}]}",
                        failed(new RpcError(2, "moon_phase", "Moon"))),
                omni("an error code", "{'status':'failed','errors':[{'code':77,'message':'Moon'}]}",
                        failed(new RpcError(77, "Moon"))))
                .flatMap(rows -> rows);
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("answers")
    void anOperationIsUnderstoodAroundWhatIsNotKnown(String what, Wire wire, String answer, OperationState expected)
            throws Exception {
        try (ScriptedServer server = ScriptedServer.start(json(answer)); VeoClient veo = client(server, wire)) {
            assertThat(veo.poll(wire.operation)).isEqualTo(expected);
            assertThat(directory).isEmptyDirectory();
        }
    }

    @ParameterizedTest
    @EnumSource(Wire.class)
    void aSubmitIsAcceptedWhateverStandsAroundItsName(Wire wire) throws Exception {
        String operation = wire.operation.value();
        String answer = "{'new':{'a':[1,{}]},'status':'pondering','id':'"
                + operation.substring(operation.lastIndexOf('/') + 1)
                + "','name':'" + operation + "','metadata':{'state':'X'}}";
        try (ScriptedServer server = ScriptedServer.start(json(answer)); VeoClient veo = client(server, wire)) {
            assertThat(veo.submit(VideoRequest.text("x").withModel(wire.model))).isInstanceOfSatisfying(
                    SubmitOutcome.Accepted.class,
                    accepted -> assertThat(accepted.operation()).isEqualTo(wire.operation));
        }
    }

    @ParameterizedTest
    @EnumSource(Wire.class)
    void aRefusalKeepsAWordThatIsNotKnown(Wire wire) throws Exception {
        String answer = "{'error':{'code':400,'status':'MOON_PHASE','message':'Wait for it','new':[{}],"
                + "'details':[{'@type':'x/New','when':{}},7]},'new':1}";
        try (ScriptedServer server = ScriptedServer.start(json(400, answer)); VeoClient veo = client(server, wire)) {
            assertThat(veo.submit(VideoRequest.text("x").withModel(wire.model))).isInstanceOfSatisfying(
                    SubmitOutcome.Refused.class, refused -> {
                        assertThat(refused.error().status()).isEqualTo("MOON_PHASE");
                        assertThat(refused.error().message()).isEqualTo("Wait for it");
                    });
        }
    }

    @ParameterizedTest
    @EnumSource(value = Wire.class, names = {"AGENT_OMNI", "GEMINI_OMNI"})
    void aWishToCancelKeepsAStateThatIsNotKnown(Wire wire) throws Exception {
        try (ScriptedServer server = ScriptedServer.start(json("{'status':'pondering','new':{}}"));
                VeoClient veo = client(server, wire)) {
            assertThat(veo.cancel(wire.operation)).isEqualTo(new CancelOutcome.Ending("pondering"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'state':'ARCHIVING','new':{}}", "{'state':7}", "{'state':{'a':1}}", "{'source':'MOON'}"})
    void aFileInAStateThatIsNotKnownIsFetched(String description) throws Exception {
        try (ScriptedServer server = ScriptedServer.start(json(description), Reply.http(200, Map.of(), VIDEO));
                VeoClient veo = client(server, Wire.GEMINI_OMNI)) {
            assertThat(veo.download(new GeneratedVideo.ServiceFile(
                    "https://generativelanguage.googleapis.com/v1beta/files/f-1:download?alt=media", "video/vvc"),
                    directory.resolve("film.mp4"))).hasBinaryContent(VIDEO);
        }
    }

    @Test
    void aModelKeepsAStageThatIsNotKnown() throws Exception {
        String models = "{'new':[1],'%s':[{'name':'publishers/google/models/veo-9','launchStage':'MOONSHOT','new':{'a':[]},"
                + "'versionId':'9','version':'9','supportedGenerationMethods':['levitate']}]}";
        try (ScriptedServer server = ScriptedServer.start(json(models.formatted("publisherModels")));
                VeoClient veo = client(server, Wire.AGENT_VEO)) {
            assertThat(veo.models().list()).singleElement().satisfies(model -> {
                assertThat(model.id()).isEqualTo(new ModelId("veo-9"));
                assertThat(model.stage()).contains("MOONSHOT");
                assertThat(model.version()).contains("9");
            });
        }
        try (ScriptedServer server = ScriptedServer.start(json(models.formatted("models")));
                VeoClient veo = client(server, Wire.GEMINI_OMNI)) {
            assertThat(veo.models().list()).singleElement()
                    .satisfies(model -> assertThat(model.version()).contains("9"));
        }
    }

    private static OperationState done(VideoOutcome outcome) {
        return new OperationState.Done(outcome);
    }

    private static OperationState failed(RpcError error) {
        return done(new VideoOutcome.Failed(error));
    }

    private static Reply json(String answer) {
        return json(200, answer);
    }

    private static Reply json(int status, String answer) {
        return Reply.json(status, answer.replace('\'', '"'));
    }

    private VeoClient client(ScriptedServer server, Wire wire) {
        return VeoClient.builder().backend(wire.backend().withBaseUrl(server.url()))
                .credentials(BearerToken.of(TestClients.TOKEN)).spoolDirectory(directory)
                .time(ManualTime.selfAdvancing(Instant.parse("2026-11-24T00:00:00Z"))).build();
    }
}
