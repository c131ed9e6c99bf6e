// SPDX-License-Identifier: Apache-2.0
package dev.veo3;

import com.google.genai.Client;
import com.google.genai.gaos.models.operations.GetInteractionByIdRequest;
import com.google.genai.types.GenerateVideosOperation;
import com.google.genai.types.GetModelConfig;
import com.google.genai.types.GetOperationConfig;
import com.google.genai.types.ListModelsConfig;
import dev.veo3.ScriptedServer.Reply;
import dev.veo3.ScriptedServer.Request;
import dev.veo3.auth.BearerToken;
import dev.veo3.model.ModelId;
import dev.veo3.video.OperationName;
import dev.veo3.video.SubmitOutcome;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * For the same inputs, our client and Google's own for Java ask the service for the same thing: the same method, the same address, and
 * bodies that are equal as JSON trees but for {@link AllowedDifference}. Veo at the Gemini API is not here: the official client has given
 * it up.
 */
class RequestConformanceTest {
    private static final String INTERACTION = "{\"id\":\"v1_a\",\"object\":\"interaction\",\"status\":\"in_progress\"}";

    @TempDir
    Path directory;

    /** Asks our client for something that is neither a submit nor a download. */
    @FunctionalInterface
    private interface Question {
        void ask(VeoClient veo) throws InterruptedException;
    }

    static Stream<SamePair> pairs() {
        return Stream.concat(SameVeoRequests.all(), SameOmniRequests.all());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("pairs")
    void aRequestIsSentAsTheOfficialClientSendsIt(SamePair pair) throws Exception {
        Request ours = ours(pair);
        Request theirs = theirs(pair.backend(), pair.theirs());

        assertThat(call(ours)).isEqualTo(call(theirs));
        assertThat(ours.headers().get("api-revision")).isEqualTo(theirs.headers().get("api-revision"));
        assertThat(JsonDifference.between(ours.text(), theirs.text())).allSatisfy(
                difference -> assertThat(AllowedDifference.values())
                        .anyMatch(row -> row.covers(pair.backend().platform(), difference)));
    }

    @Test
    void noDifferenceIsAllowedThatNoRequestNeeds() throws Exception {
        Set<AllowedDifference> unused = EnumSet.allOf(AllowedDifference.class);
        for (SamePair pair : pairs().toList()) {
            JsonDifference.between(ours(pair).text(), theirs(pair.backend(), pair.theirs()).text())
                    .forEach(difference -> unused.removeIf(row -> row.covers(pair.backend().platform(), difference)));
        }

        assertThat(unused).isEmpty();
    }

    static Stream<Arguments> otherCalls() {
        Backend veo = Backend.agentPlatform("my-project", "us-central1");
        Backend agent = Backend.agentPlatform("my-project", "global");
        Backend gemini = Backend.geminiApi();
        OperationName there = new OperationName("projects/my-project/locations/global/interactions/v1_a");
        OperationName here = new OperationName("interactions/v1_a");
        OperationName old = new OperationName("models/veo-3.1-generate-preview/operations/o-1");
        Consumer<Client> get = client -> client.interactions.get(new GetInteractionByIdRequest("v1_a"));
        Consumer<Client> cancel = client -> client.interactions.cancel("v1_a");
        Consumer<Client> delete = client -> client.interactions.delete("v1_a");
        return Stream.of(row("poll", veo, ours -> ours.poll(TestClients.OPERATION), poll(TestClients.OPERATION)),
                row("poll of the retired Veo", gemini, ours -> ours.poll(old), poll(old)),
                row("poll", agent, ours -> ours.poll(there), get), row("poll", gemini, ours -> ours.poll(here), get),
                row("cancel", agent, ours -> ours.cancel(there), cancel),
                row("cancel", gemini, ours -> ours.cancel(here), cancel),
                row("model", veo, ours -> ours.models().find(ModelId.VEO_3_1),
                        client -> client.models.get(ModelId.VEO_3_1.value(), GetModelConfig.builder().build())),
                row("model", gemini, ours -> ours.models().find(ModelId.OMNI_1_1),
                        client -> client.models.get(ModelId.OMNI_1_1.value(), GetModelConfig.builder().build())),
                row("delete", agent, ours -> ours.delete(there), delete),
                row("delete", gemini, ours -> ours.delete(here), delete));
    }

    private static Arguments row(String what, Backend backend, Question ours, Consumer<Client> theirs) {
        return Arguments.of(what, backend, ours, theirs);
    }

    private static Consumer<Client> poll(OperationName operation) {
        return client -> client.operations.getVideosOperation(
                GenerateVideosOperation.builder().name(operation.value()).build(),
                GetOperationConfig.builder().build());
    }

    @ParameterizedTest(name = "{0} on {1}")
    @MethodSource("otherCalls")
    void anyOtherCallIsTheOfficialClients(String what, Backend backend, Question question, Consumer<Client> official)
            throws Exception {
        Request ours;
        try (ScriptedServer server = server(); VeoClient veo = client(server, backend)) {
            question.ask(veo);
            ours = only(server);
        }
        Request theirs = theirs(backend, official);

        assertThat(call(ours)).isEqualTo(call(theirs));
        assertThat(ours.headers().get("api-revision")).isEqualTo(theirs.headers().get("api-revision"));
        if (!ours.text().equals(theirs.text())) {
            assertThat(JsonDifference.between(ours.text(), theirs.text())).isEmpty();
        }
    }

    /** Its pages have other sizes, and the older version of the platform's API has no list. */
    @Test
    void modelsAreListedWhereTheOfficialClientListsThem() throws Exception {
        for (Backend backend : List.of(Backend.agentPlatform("my-project", "global"), Backend.geminiApi())) {
            try (ScriptedServer server = server(); VeoClient veo = client(server, backend)) {
                assertThat(veo.models().list()).isEmpty();
                assertThat(path(only(server))).isEqualTo(
                        path(theirs(backend, client -> client.models.list(ListModelsConfig.builder().build()))));
            }
        }
    }

    private static String path(Request request) {
        return call(request).replaceAll("\\?.*", "");
    }

    private Request ours(SamePair pair) throws Exception {
        try (ScriptedServer server = server(); VeoClient veo = client(server, pair.backend())) {
            assertThat(veo.submit(pair.ours())).isInstanceOf(SubmitOutcome.Accepted.class);
            return only(server);
        }
    }

    private static Request theirs(Backend backend, Consumer<Client> call) throws Exception {
        try (ScriptedServer server = server(); Client client = OfficialClients.sendingOnce(backend, server.url())) {
            call.accept(client);
            return only(server);
        }
    }

    private static Request only(ScriptedServer server) {
        assertThat(server.requests()).hasSize(1);
        return server.requests().getFirst();
    }

    private static String call(Request request) {
        return request.method() + " " + request.target();
    }

    /** Accepts whatever it is asked for. */
    private static ScriptedServer server() throws Exception {
        return ScriptedServer.start((request, socket) -> Reply
                .json(200, request.target().contains("interactions") ? INTERACTION : TestClients.ACCEPTED)
                .to(request, socket));
    }

    private VeoClient client(ScriptedServer server, Backend backend) {
        return VeoClient.builder().backend(backend.withBaseUrl(server.url()))
                .credentials(BearerToken.of(TestClients.TOKEN)).spoolDirectory(directory).build();
    }
}
