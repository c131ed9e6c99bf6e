// SPDX-License-Identifier: Apache-2.0
package dev.veo3.examples.spring;

import dev.veo3.batch.BatchProcessor;
import dev.veo3.batch.manifest.BatchManifest;
import dev.veo3.emulator.Emulator;
import dev.veo3.model.ModelId;
import dev.veo3.video.VideoRequest;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class VideoBeansTest {
    @TempDir
    private Path directory;

    @Test
    void anApplicationOfSpringMakesAVideoAndClosesTheProcessorWithItself() throws Exception {
        BatchManifest manifest = BatchManifest.builder()
                .job("boat", VideoRequest.text("A boat").withModel(ModelId.OMNI_1_2), "boat.mp4").build();
        SpringApplication application = new SpringApplicationBuilder(VideoBeans.class).web(WebApplicationType.NONE)
                .build();
        try (Emulator emulator = Emulator.builder().acceptedKey("my-key").start()) {
            BatchProcessor processor;
            try (ConfigurableApplicationContext context = application.run("--video.api-key=my-key",
                    "--video.directory=" + directory, "--video.base-url=" + emulator.baseUrl(),
                    "--spring.main.banner-mode=off")) {
                processor = context.getBean(BatchProcessor.class);
                assertThat(processor.process(manifest).succeeded()).isEqualTo(1);
            }
            assertThat(directory.resolve("boat.mp4")).isNotEmptyFile();
            assertThatThrownBy(() -> processor.process(manifest)).isInstanceOf(IllegalStateException.class);
        }
    }
}
