// SPDX-License-Identifier: Apache-2.0
package dev.veo3;

import dev.veo3.emulator.Emulator;
import dev.veo3.video.LastLook;
import dev.veo3.video.SubmitOutcome;
import dev.veo3.video.VideoRequest;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Right before a request leaves whole, somebody may hold it back for certain. */
class LastLookTest {
    private static final VideoRequest REQUEST = VideoRequest.text("A lighthouse in a storm");

    @TempDir
    private Path directory;

    private SubmitOutcome submit(Emulator emulator, LastLook look) throws InterruptedException {
        try (VeoClient client = TestClients.at(emulator.baseUrl(), directory).build()) {
            return client.submit(REQUEST, look);
        }
    }

    @Test
    void aRequestThatIsHeldBackAtTheLastLookIsCertainlyNotSent() throws Exception {
        try (Emulator emulator = Emulator.builder().start()) {
            SubmitOutcome outcome = submit(emulator, () -> Optional.of("somebody else has taken it"));

            assertThat(outcome).isInstanceOfSatisfying(SubmitOutcome.NotSent.class,
                    notSent -> assertThat(notSent.reason()).contains("somebody else has taken it"));
            assertThat(emulator.ledger().entries()).isEmpty();
        }
    }

    @Test
    void aLookThatFailsHoldsTheRequestBackToo() throws Exception {
        try (Emulator emulator = Emulator.builder().start()) {
            SubmitOutcome outcome = submit(emulator, () -> {
                throw new IllegalStateException("the database is gone");
            });

            assertThat(outcome).isInstanceOf(SubmitOutcome.NotSent.class);
            assertThat(emulator.ledger().entries()).isEmpty();
        }
    }

    @Test
    void itIsLookedOnceForEachRequest() throws Exception {
        AtomicInteger looks = new AtomicInteger();
        try (Emulator emulator = Emulator.builder().start()) {
            SubmitOutcome outcome = submit(emulator, () -> {
                looks.incrementAndGet();
                return Optional.empty();
            });

            assertThat(outcome).isInstanceOf(SubmitOutcome.Accepted.class);
            assertThat(looks).hasValue(1);
            assertThat(emulator.ledger().entries()).hasSize(1);
        }
    }
}
