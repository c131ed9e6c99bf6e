// SPDX-License-Identifier: Apache-2.0
package dev.veo3.transport;

import dev.veo3.error.VeoProtocolException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Which hosts may have the credentials. */
class RedirectingTransportTest {
    private static final Call CALL = Call.get(URI.create("https://storage.googleapis.com/o?key=secret"),
            Duration.ofSeconds(1));

    private final List<String> sent = new ArrayList<>();

    @ParameterizedTest
    @CsvSource({"https://storage.googleapis.com/a, https://storage.googleapis.com/b, true",
        "https://generativelanguage.googleapis.com/a, https://storage.googleapis.com/b, true",
        "https://STORAGE.googleapis.com/a, https://storage.GOOGLEAPIS.com:443/b, true",
        "https://storage.googleapis.com/a, https://storage.googleapis.com:8443/b, false",
        "https://storage.googleapis.com/a, https://evilgoogleapis.com/b, false",
        "https://storage.googleapis.com/a, https://googleapis.com.evil.example/b, false",
        "https://storage.googleapis.com/a, https://lh3.googleusercontent.com/b, false",
        "https://proxy.example/a, https://storage.googleapis.com/b, false",
        "https://proxy.example/a, https://proxy.example:443/b, true",
        "http://proxy.example/a, https://proxy.example/b, false",
        "http://127.0.0.1:8080/a, http://localhost:8080/b, false",
        "http://127.0.0.1:8080/a, http://127.0.0.1:8081/b, false",
        "http://127.0.0.1:8080/a, http://127.0.0.1:8080/b, true"})
    void credentialsStayWithTheHostAndAmongGooglesOverTls(URI from, URI to, boolean allowed) {
        assertThat(RedirectingTransport.mayHaveCredentials(from, to)).isEqualTo(allowed);
    }

    @Test
    void fromHttpsToHttpNothingIsFollowedAndNoQueryIsTold() {
        assertThatThrownBy(() -> redirecting("http://storage.googleapis.com/o?signature=secret").send(CALL))
                .isInstanceOf(VeoProtocolException.class).hasMessageContainingAll("storage.googleapis.com", "TLS")
                .hasMessageNotContaining("secret");
        assertThat(sent).containsExactly("authorized https://storage.googleapis.com/o");
    }

    @Test
    void whoHasNoCredentialsGetsNoneBack() throws Exception {
        RedirectingTransport transport = new RedirectingTransport(scripted("authorized", "https://cdn.example/x"),
                scripted("anonymous", "https://storage.googleapis.com/y"));
        assertThatThrownBy(() -> transport.send(CALL)).hasMessageContaining("more than 5 times");
        assertThat(sent).startsWith("authorized https://storage.googleapis.com/o",
                "anonymous https://cdn.example/x", "anonymous https://storage.googleapis.com/y").hasSize(6);
    }

    @Test
    void aCallThatChangesSomethingIsNeverRepeatedElsewhere() throws Exception {
        Call post = Call.post(CALL.uri(), CallBody.of(new byte[1]), Duration.ofSeconds(1));
        assertThat(redirecting("https://storage.googleapis.com/other").send(post).status()).isEqualTo(307);
        assertThat(sent).hasSize(1);
    }

    private RedirectingTransport redirecting(String location) {
        return new RedirectingTransport(scripted("authorized", location), scripted("anonymous", location));
    }

    private Transport scripted(String name, String location) {
        return call -> {
            sent.add(name + " " + call.toString().replaceFirst("^\\w+ ", ""));
            return new Answer(307, Map.of("Location", List.of(location)), InputStream.nullInputStream());
        };
    }
}
