// SPDX-License-Identifier: Apache-2.0
package dev.veo3;

import dev.veo3.auth.BearerToken;
import dev.veo3.video.OperationName;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

/** Clients for tests, and the names they use. */
final class TestClients {
    static final String MODEL = "projects/my-project/locations/us-central1/publishers/google/models/veo-3.1-generate-001";
    static final OperationName OPERATION = new OperationName(MODEL + "/operations/o-1");
    static final String ACCEPTED = "{\"name\":\"" + OPERATION + "\"}";
    /** A host that has no address, which is known without asking a network: a part of a name has at most 63 letters. */
    static final URI NOWHERE = URI.create("http://" + "no-such-host".repeat(6) + ".invalid");
    static final String TOKEN = "ya29.secret-token-0123456789abcdef";

    private TestClients() {}

    static VeoClientBuilder at(URI url, Path spoolDirectory) {
        return VeoClient.builder().backend(Backend.agentPlatform("my-project", "us-central1"))
                .credentials(BearerToken.of(TOKEN)).baseUrl(url).spoolDirectory(spoolDirectory);
    }

    static VeoClient client(ScriptedServer server, Path spoolDirectory) {
        return at(server.url(), spoolDirectory).build();
    }

    /** The smallest real video among the fixtures. */
    static byte[] video() {
        try (InputStream in = Objects
                .requireNonNull(TestClients.class.getResourceAsStream("/media/clip-2s-hevc.mp4"))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Long enough for a slow machine to send and answer, short for a test that waits until they run out. */
    static Timeouts impatient() {
        return new Timeouts(Duration.ofSeconds(20), Duration.ofSeconds(1), Duration.ofSeconds(1),
                Duration.ofSeconds(1));
    }
}
