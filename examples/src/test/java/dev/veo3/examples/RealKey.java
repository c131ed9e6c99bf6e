package dev.veo3.examples;

import dev.veo3.Backend;
import dev.veo3.VeoClient;
import dev.veo3.auth.ApiKey;
import dev.veo3.error.VeoRequestException;
import dev.veo3.video.VideoRequest;

/** The README's client of the real service, with a key from the environment. Sends nothing: what it asks for breaks a rule. */
final class RealKey {

    private RealKey() {}

    public static void main(String[] args) throws InterruptedException {
        try (VeoClient veo = VeoClient.builder().backend(Backend.geminiApi())
                // @start region="readme"
                .credentials(ApiKey.of(System.getenv("GEMINI_API_KEY")))
                // @end
                .build()) {
            veo.submit(VideoRequest.text("Veo, which this platform does not serve"));
        } catch (VeoRequestException e) {
            System.out.println(e.getMessage());
        }
    }
}
