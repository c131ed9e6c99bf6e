// SPDX-License-Identifier: Apache-2.0
package dev.veo3;

import dev.veo3.auth.ApiKey;
import dev.veo3.auth.BearerToken;
import dev.veo3.auth.Credentials;
import dev.veo3.emulator.Emulator;
import dev.veo3.emulator.Fault;
import dev.veo3.emulator.FaultRule;
import dev.veo3.emulator.Ledger;
import dev.veo3.media.ImageInfo;
import dev.veo3.media.MediaInspector;
import dev.veo3.media.VideoInfo;
import dev.veo3.model.ModelCatalog;
import dev.veo3.model.ModelId;
import dev.veo3.model.ModelInfo;
import dev.veo3.model.Platform;
import dev.veo3.model.Usd;
import dev.veo3.prompt.PromptTemplate;
import dev.veo3.prompt.TemplateDraft;
import dev.veo3.prompt.TemplateLibrary;
import dev.veo3.video.GeneratedVideo;
import dev.veo3.video.MediaSource;
import dev.veo3.video.OperationName;
import dev.veo3.video.SubmitOutcome;
import dev.veo3.video.VideoOutcome;
import dev.veo3.video.VideoRequest;
import dev.veo3.video.VideoSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** What the javadoc shows is cut out of here, and does what it says. */
class SnippetsTest {
    @TempDir
    private Path directory;

    private static VeoClient client(Emulator emulator) {
        return VeoClient.builder().backend(Backend.agentPlatform("my-project", "us-central1"))
                .credentials(BearerToken.of("my-token")).baseUrl(emulator.baseUrl()).build();
    }

    @Test
    void oneClip() throws InterruptedException {
        Path target = directory.resolve("lighthouse.mp4");
        Optional<OperationName> kept = Optional.empty();
        try (Emulator emulator = Emulator.builder().start(); VeoClient veo = client(emulator)) {
            // @start region="client"
            SubmitOutcome submitted = veo.submit(VideoRequest.text("A lighthouse in a storm"));
            if (submitted instanceof SubmitOutcome.Accepted accepted) {
                kept = Optional.of(accepted.operation()); // Paid: by this name any process finds it again.
                switch (veo.await(accepted.operation())) {
                    case VideoOutcome.Succeeded(List<GeneratedVideo> videos) -> veo.download(videos.getFirst(), target);
                    case VideoOutcome.PartlyFiltered partly -> veo.download(partly.videos().getFirst(), target);
                    case VideoOutcome.Filtered filtered -> System.out.println("Not charged: " + filtered.reasons());
                    case VideoOutcome.Failed failed -> System.out.println(failed.error().describe());
                    case VideoOutcome.Empty() -> System.out.println("No video, and no word why");
                }
            }
            // @end
        }
        assertThat(target).isNotEmptyFile();
        assertThat(kept).isPresent();
    }

    @Test
    void requests() {
        // @start region="request"
        MediaSource picture = MediaSource.file(Path.of("street.jpg"));
        VideoRequest request = VideoRequest.image(picture, "People begin to cross the street")
                .withModel(ModelId.VEO_3_1_FAST)
                .withSettings(VideoSettings.builder().duration(Duration.ofSeconds(6)).samples(2).build());
        // @end
        assertThat(request.samples()).isEqualTo(2);
        assertThat(request.duration()).hasValue(Duration.ofSeconds(6));
    }

    @Test
    void credentials() {
        Map<String, String> settings = Map.of("key", "a-key-of-mine", "token", "a-token-of-mine");
        // @start region="key"
        Credentials key = ApiKey.of(settings.get("key"));
        System.out.println(key); // Names the kind of credentials, and not the key.
        // @end
        // @start region="token"
        Credentials token = BearerToken.from(() -> settings.get("token")); // Asked for each request: hand out the current one.
        // @end
        assertThat(key.headers()).containsValue("a-key-of-mine");
        assertThat(token.headers()).containsValue("Bearer a-token-of-mine");
        assertThat(key.toString()).doesNotContain("a-key-of-mine");
        assertThat(token.toString()).doesNotContain("a-token-of-mine");
    }

    @Test
    void templates() throws Exception {
        Path file = directory.resolve("templates.yaml");
        // @start region="template"
        PromptTemplate template = PromptTemplate.parse("A {{product}} on a {{surface|wooden table}}");
        String prompt = template.render(Map.of("product", "teapot")); // A teapot on a wooden table
        List<String> variables = template.variables(); // product, surface
        // @end
        assertThat(prompt).isEqualTo("A teapot on a wooden table");
        assertThat(variables).containsExactly("product", "surface");
        // @start region="library"
        TemplateLibrary library = TemplateLibrary.at(file);
        library.save(TemplateDraft.of("product-shot", template).tagged("shop"));
        PromptTemplate again = library.get("product-shot").orElseThrow().prompt();
        // @end
        assertThat(again).isEqualTo(template);
        assertThat(library.list("shop")).hasSize(1);
    }

    @Test
    void theCatalogue() {
        // @start region="catalog"
        ModelCatalog catalog = ModelCatalog.standard().with("""
                models:
                  - id: veo-3.1-generate-001
                    platform: agent-platform
                    price_with_audio: {720p: 0.35, 1080p: 0.35, 4k: 0.55}
                """, "what we have agreed with Google");
        Optional<ModelInfo> model = catalog.find(ModelId.VEO_3_1, Platform.AGENT_PLATFORM);
        Optional<Usd> price = catalog.price(VideoRequest.text("A lighthouse"), Platform.AGENT_PLATFORM); // for 8 s
        // @end
        assertThat(model).isPresent();
        assertThat(price).hasValue(Usd.of("2.80"));
    }

    @Test
    void files() throws Exception {
        Path path = Files.write(directory.resolve("clip.mp4"),
                SnippetsTest.class.getResourceAsStream("/dev/veo3/emulator/clip/landscape-720p.mp4").readAllBytes());
        String told;
        // @start region="media"
        switch (MediaInspector.inspect(path)) {
            case VideoInfo video ->
                told = video.width() + "x" + video.height() + ", " + video.duration().toSeconds() + " s";
            case ImageInfo image -> told = image.width() + "x" + image.height();
        }
        // @end
        assertThat(told).startsWith("1280x720, ");
    }

    @Test
    void aLostReplyIsRehearsed() throws InterruptedException {
        // @start region="emulator"
        try (Emulator emulator = Emulator.builder()
                .fault(FaultRule.onSubmit(new Fault.ReplyLostAfterAcceptance()).first(1)).start();
                VeoClient veo = client(emulator)) {
            SubmitOutcome outcome = veo.submit(VideoRequest.text("A lighthouse")); // Ambiguous: nobody knows, so nobody sends again.
            Ledger ledger = emulator.ledger(); // Knows: one submission was accepted.
            // @end
            assertThat(outcome).isInstanceOf(SubmitOutcome.Ambiguous.class);
            assertThat(ledger.entries()).hasSize(1);
            // @start region="emulator"
        }
        // @end
    }
}
