// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch;

import dev.veo3.Backend;
import dev.veo3.VeoClient;
import dev.veo3.auth.BearerToken;
import dev.veo3.batch.event.JobOutcome;
import dev.veo3.batch.manifest.BatchManifest;
import dev.veo3.batch.manifest.ManifestException;
import dev.veo3.batch.plan.BatchPlan;
import dev.veo3.batch.plan.Job;
import dev.veo3.model.ModelCatalog;
import dev.veo3.model.ModelId;
import dev.veo3.model.Usd;
import dev.veo3.video.VideoRequest;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A plan is made for the service on which the executor runs its jobs. */
class ServiceTest {
    private static final VideoRequest OMNI = VideoRequest.text("A lighthouse").withModel(ModelId.OMNI_1_1);
    private static final VideoRequest OLD = VideoRequest.text("A lighthouse")
            .withModel(new ModelId("veo-3.1-generate-preview"));

    @TempDir
    Path directory;

    @Test
    void jobsForTheGeminiApiHaveItsPrices() {
        try (VeoClient client = client(Backend.geminiApi())) {
            assertThat(plan(client, OMNI).jobs().map(Job::price)).containsExactly(Optional.of(Usd.of("1.01")));
        }
    }

    @Test
    void whatRetiredThereIsAProblemUnlessAProxyServesIt() {
        try (VeoClient google = client(Backend.geminiApi());
                VeoClient proxy = client(Backend.geminiApi().servingRetired())) {
            assertThatThrownBy(() -> plan(google, OLD)).isInstanceOf(ManifestException.class)
                    .hasMessageContaining("was retired on Gemini API on 2026-10-22");
            assertThat(plan(proxy, OLD).jobs()).hasSize(1);
        }
    }

    @Test
    void theBuildersCatalogueGoesBeforeTheClients() {
        ModelCatalog cheap = ModelCatalog.standard().with(
                "models: [{id: gemini-omni-1.1-flash, platform: gemini-api, price_with_audio: {720p: 0.01}}]", "cheap");
        try (VeoClient client = client(Backend.geminiApi())) {
            BatchPlan plan = processor(client).catalog(cheap).build().plan(manifest(OMNI));
            assertThat(plan.jobs().map(Job::price)).containsExactly(Optional.of(Usd.of("0.10")));
        }
    }

    @Test
    void anExecutorThatSaysNothingRunsOnTheAgentPlatform() {
        BatchPlan plan = BatchProcessor.builder((job, context) -> new JobOutcome.Empty()).withoutJournal()
                .outputDirectory(directory).build().plan(manifest(VideoRequest.text("A lighthouse")));

        assertThat(plan.warnings()).isEmpty();
    }

    private BatchPlan plan(VeoClient client, VideoRequest request) {
        return processor(client).build().plan(manifest(request));
    }

    private BatchProcessor.Builder processor(VeoClient client) {
        return BatchProcessor.builder(new VeoExecutor(client)).withoutJournal().outputDirectory(directory);
    }

    private static BatchManifest manifest(VideoRequest request) {
        return BatchManifest.builder().job("a", request, "a.mp4").build();
    }

    private static VeoClient client(Backend backend) {
        return VeoClient.builder().backend(backend).credentials(BearerToken.of("token")).build();
    }
}
