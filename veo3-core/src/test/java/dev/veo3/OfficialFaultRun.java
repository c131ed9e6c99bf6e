// SPDX-License-Identifier: Apache-2.0
package dev.veo3;

import com.google.genai.Client;
import com.google.genai.gaos.models.interactions.CreateModelInteraction;
import com.google.genai.gaos.models.interactions.CreateModelInteractionResponseFormat;
import com.google.genai.gaos.models.interactions.InteractionsInput;
import com.google.genai.gaos.models.interactions.ResponseFormat;
import com.google.genai.gaos.models.interactions.VideoResponseFormat;
import com.google.genai.gaos.models.interactions.VideoResponseFormatDelivery;
import com.google.genai.gaos.models.operations.CreateInteractionRequestBody;
import com.google.genai.gaos.models.operations.GetInteractionByIdRequest;
import com.google.genai.types.DownloadFileConfig;
import com.google.genai.types.GenerateVideosConfig;
import com.google.genai.types.GenerateVideosOperation;
import com.google.genai.types.GenerateVideosSource;
import com.google.genai.types.GetOperationConfig;
import com.google.genai.types.HttpRetryOptions;
import dev.veo3.emulator.Emulator;
import dev.veo3.emulator.Fault;
import dev.veo3.emulator.FaultRule;
import java.nio.file.Path;

/**
 * Google's client for Java meets the same fault, as it is set up when nothing is said, but for its waits: between two attempts it lets
 * pass a second and more, here hundredths of one; and where nothing ever answers it is given 150 ms, because it would wait forever.
 * It submits and polls Veo on the Agent Platform; it downloads from the Gemini API, because it can from nowhere else.
 */
final class OfficialFaultRun {
    private static final Backend AGENT_PLATFORM = Backend.agentPlatform("my-project", "us-central1");
    private static final String VEO = "veo-3.1-generate-001";
    private static final int PATIENCE_MILLIS = 150;

    private final Path directory;
    private final Fault fault;

    OfficialFaultRun(Path directory, Fault fault) {
        this.directory = directory;
        this.fault = fault;
    }

    FaultRun at(FaultRule rule) throws InterruptedException {
        HttpRetryOptions retries = HttpRetryOptions.builder().initialDelay(0.01).maxDelay(0.02).build();
        try (Emulator emulator = FaultRuns.emulator(rule);
                Client patient = OfficialClients.of(AGENT_PLATFORM, emulator.baseUrl(), retries);
                Client veo = fault instanceof Fault.Stall
                        ? OfficialClients.of(AGENT_PLATFORM, emulator.baseUrl(), retries, PATIENCE_MILLIS)
                        : OfficialClients.of(AGENT_PLATFORM, emulator.baseUrl(), retries);
                Client gemini = fault instanceof Fault.Stall
                        ? OfficialClients.of(Backend.geminiApi(), emulator.baseUrl(), retries, PATIENCE_MILLIS)
                        : OfficialClients.of(Backend.geminiApi(), emulator.baseUrl(), retries)) {
            return FaultRun.of(switch (rule.stage()) {
                case SUBMIT -> outcome(() -> end(veo, submit(veo)));
                case POLL -> {
                    GenerateVideosOperation running = submit(patient);
                    yield outcome(() -> state(poll(veo, running)));
                }
                case DOWNLOAD -> {
                    String file = film(OfficialClients.of(Backend.geminiApi(), emulator.baseUrl(), retries));
                    yield outcome(() -> download(gemini, file));
                }
            }, emulator.ledger());
        }
    }

    /** One call of that client. */
    @FunctionalInterface
    private interface Step {
        String take();
    }

    private static String outcome(Step step) {
        try {
            return step.take();
        } catch (RuntimeException e) {
            return e.getClass().getSimpleName();
        }
    }

    private String end(Client client, GenerateVideosOperation begun) {
        return fault instanceof Fault.OfOutcome
                ? "operation, " + state(poll(client, begun))
                : "operation";
    }

    private static GenerateVideosOperation submit(Client client) {
        return client.models.generateVideos(VEO,
                GenerateVideosSource.builder().prompt("A lighthouse in a storm").build(), GenerateVideosConfig.builder()
                        .numberOfVideos(2).durationSeconds(4).outputGcsUri("gs://films/").build());
    }

    private static GenerateVideosOperation poll(Client client, GenerateVideosOperation operation) {
        return client.operations.getVideosOperation(operation, GetOperationConfig.builder().build());
    }

    private static String state(GenerateVideosOperation operation) {
        if (!operation.done().orElse(false)) {
            return "running";
        }
        int videos = operation.response().flatMap(response -> response.generatedVideos()).map(all -> all.size())
                .orElse(0);
        return operation.error().isPresent() ? "error" : "done, " + videos + " videos";
    }

    private static String film(Client client) {
        try (client) {
            VideoResponseFormat format = VideoResponseFormat.builder().delivery(VideoResponseFormatDelivery.URI)
                    .duration("3s").build();
            CreateModelInteraction wanted = CreateModelInteraction.builder().model("gemini-omni-1.1-flash")
                    .input(InteractionsInput.of("A lighthouse in a storm")).background(true)
                    .responseFormat(CreateModelInteractionResponseFormat.of(ResponseFormat.of(format))).build();
            String id = client.interactions.create(CreateInteractionRequestBody.of(wanted)).interaction().orElseThrow()
                    .id().orElseThrow();
            String uri = client.interactions.get(new GetInteractionByIdRequest(id)).interaction().orElseThrow()
                    .outputVideo().orElseThrow().uri().orElseThrow();
            return uri.substring(uri.indexOf("files/"));
        }
    }

    private String download(Client client, String file) {
        Path target = directory.resolve("official.mp4");
        client.files.download(file, target.toString(), DownloadFileConfig.builder().build());
        return "file";
    }
}
