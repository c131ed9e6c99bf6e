// SPDX-License-Identifier: Apache-2.0
package dev.veo3.examples.task;

import dev.veo3.Backend;
import dev.veo3.VeoClient;
import dev.veo3.auth.BearerToken;
import dev.veo3.emulator.Emulator;
import dev.veo3.prompt.PromptTemplate;
import dev.veo3.prompt.TemplateDraft;
import dev.veo3.prompt.TemplateLibrary;
import dev.veo3.video.SubmitOutcome;
import dev.veo3.video.VideoRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;

/** Fills prompts from templates, and keeps the good ones in a file that many programs may share. */
public final class PromptTemplates {

    private PromptTemplates() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        PromptTemplate template = PromptTemplate.parse("A {{product}} on a {{surface|wooden table}}, {{mood}} light");
        System.out.println("It asks for " + template.variables());

        TemplateLibrary library = TemplateLibrary.at(Files.createTempDirectory("veo3-").resolve("templates.yaml"));
        library.save(TemplateDraft.of("product-shot", template).describedAs("One thing, still").tagged("shop"));

        String prompt = library.get("product-shot").orElseThrow().prompt()
                .render(Map.of("product", "teapot", "mood", "soft"));
        System.out.println(prompt);
        try (Emulator emulator = Emulator.builder().start();
                VeoClient veo = VeoClient.builder()
                        .backend(Backend.agentPlatform("my-project", "us-central1"))
                        .credentials(BearerToken.of("my-token"))
                        .baseUrl(emulator.baseUrl()) // Leave it out, and the videos are real.
                        .build()) {
            if (veo.submit(VideoRequest.text(prompt)) instanceof SubmitOutcome.Accepted accepted) {
                System.out.println("It is made as " + accepted.operation());
            }
        }
    }
}
