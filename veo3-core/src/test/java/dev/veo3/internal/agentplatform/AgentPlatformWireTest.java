// SPDX-License-Identifier: Apache-2.0
package dev.veo3.internal.agentplatform;

import dev.veo3.internal.codec.Exchanges;
import dev.veo3.model.ModelCatalog;
import dev.veo3.time.TimeSource;
import dev.veo3.transport.Answer;
import dev.veo3.video.LastLook;
import dev.veo3.video.OperationName;
import dev.veo3.video.SubmitOutcome;
import dev.veo3.video.VideoRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What an interrupt in the middle of an answer does; the rest is tested over sockets. */
class AgentPlatformWireTest {
    private static final VideoRequest REQUEST = VideoRequest.text("A lighthouse");

    @Test
    void aNameThatCameBeforeTheInterruptIsKeptAndTheInterruptStaysPending() throws Exception {
        assertThat(wire(200, "{\"name\":\"operations/1\",").submit(REQUEST, LastLook.none()))
                .isEqualTo(new SubmitOutcome.Accepted(new OperationName("operations/1")));
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void anInterruptBeforeTheNameIsThrown() {
        assertThatThrownBy(() -> wire(200, "{\"name\":\"operations/").submit(REQUEST, LastLook.none()))
                .isInstanceOf(InterruptedException.class);
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void aRefusalIsCertainEvenWhenItsWordsAreCutOff() throws Exception {
        assertThat(wire(400, "{\"error\":").submit(REQUEST, LastLook.none())).isInstanceOf(SubmitOutcome.Refused.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void anInterruptedPollIsThrown() {
        OperationName name = new OperationName("projects/p/locations/l/publishers/google/models/m/operations/o");

        assertThatThrownBy(() -> wire(200, "{\"done\":").poll(name, Path.of("spool"), Duration.ofHours(1)))
                .isInstanceOf(InterruptedException.class);
        assertThat(Thread.interrupted()).isFalse();
    }

    private static AgentPlatformWire wire(int status, String body) {
        InputStream cut = new SequenceInputStream(new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)),
                new Interrupted());
        return new AgentPlatformWire(
                new Exchanges(call -> new Answer(status, Map.of(), cut), TimeSource.system()),
                new Endpoints("p", "global", "v1", Optional.empty()), Duration.ofSeconds(1), Duration.ofSeconds(1),
                ModelCatalog.standard());
    }

    /** What the JDK's body stream does when its reader is interrupted. */
    private static final class Interrupted extends InputStream {
        @Override
        public int read() throws IOException {
            Thread.currentThread().interrupt();
            throw new IOException(new InterruptedException());
        }
    }
}
