// SPDX-License-Identifier: Apache-2.0
package dev.veo3.examples.spring;

import dev.veo3.Backend;
import dev.veo3.VeoClient;
import dev.veo3.auth.ApiKey;
import dev.veo3.batch.BatchProcessor;
import dev.veo3.batch.VeoExecutor;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Client and processor as beans of Spring Boot 4. Spring closes them when the application ends, the processor first: batches that run
 * submit nothing more, and what the service keeps is in their journals.
 */
@Configuration(proxyBeanMethods = false)
public class VideoBeans {

    /** With {@code video.base-url}, an emulator's; without it, the videos are real. */
    @Bean
    VeoClient veoClient(@Value("${video.api-key}") String key,
            @Value("${video.base-url:#{null}}") Optional<URI> baseUrl) {
        Backend backend = baseUrl.<Backend>map(Backend.geminiApi()::withBaseUrl).orElse(Backend.geminiApi());
        return VeoClient.builder().backend(backend).credentials(ApiKey.of(key)).build();
    }

    /** One for the whole application: it is thread-safe. */
    @Bean
    BatchProcessor batchProcessor(VeoClient veo, @Value("${video.directory}") Path directory) {
        return BatchProcessor.builder(new VeoExecutor(veo)).outputDirectory(directory).build();
    }
}
