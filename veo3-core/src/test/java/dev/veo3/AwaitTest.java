// SPDX-License-Identifier: Apache-2.0
package dev.veo3;

import dev.veo3.error.ServiceError;
import dev.veo3.error.VeoDeadlineException;
import dev.veo3.error.VeoFileException;
import dev.veo3.error.VeoNetworkException;
import dev.veo3.error.VeoProtocolException;
import dev.veo3.error.VeoServiceException;
import dev.veo3.time.ManualTime;
import dev.veo3.video.OperationState;
import dev.veo3.video.VideoOutcome;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Waiting for an operation, in a time that each sleep moves. */
class AwaitTest {
    private static final Path SPOOL = Path.of("spool");
    private static final OperationState DONE = new OperationState.Done(new VideoOutcome.Empty());
    private static final AwaitOptions OPTIONS = AwaitOptions.standard().withTimeout(Duration.ofMinutes(10));

    private final ManualTime time = ManualTime.selfAdvancing(Instant.parse("2026-11-24T00:00:00Z"));
    private final List<Duration> polledAt = new ArrayList<>();
    private final List<Duration> bounds = new ArrayList<>();
    private final Deque<Supplier<OperationState>> script = new ArrayDeque<>();

    @Test
    void anOperationThatHasEndedIsPolledOnceAndAtOnce() throws Exception {
        script.add(() -> DONE);

        assertThat(await(OPTIONS)).isEqualTo(new VideoOutcome.Empty());
        assertThat(polledAt).containsExactly(Duration.ZERO);
    }

    @Test
    void pollsThatFailAreRepeated() throws Exception {
        script.add(() -> {
            throw new VeoNetworkException("Polling did not get through", new IOException("reset"));
        });
        script.add(() -> {
            throw new VeoProtocolException("No operation", "<html>");
        });
        script.add(() -> {
            throw failure(503, Optional.empty());
        });
        script.add(OperationState.Running::new);
        script.add(() -> DONE);

        assertThat(await(OPTIONS)).isEqualTo(new VideoOutcome.Empty());
        assertThat(polledAt).hasSize(5);
    }

    @Test
    void theServicesWishToWaitIsHonoured() throws Exception {
        script.add(() -> {
            throw failure(429, Optional.of(Duration.ofSeconds(90)));
        });
        script.add(() -> DONE);

        await(OPTIONS);
        assertThat(polledAt).containsExactly(Duration.ZERO, Duration.ofSeconds(90));
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 404})
    void aRefusalThatLastsEndsTheWait(int status) {
        script.add(() -> {
            throw failure(status, Optional.empty());
        });

        assertThatThrownBy(() -> await(OPTIONS)).isInstanceOf(VeoServiceException.class);
        assertThat(polledAt).hasSize(1);
    }

    @Test
    void aThirdRefusalOfTheNameInARowEndsTheWait() {
        script.add(() -> {
            throw failure(400, Optional.empty());
        });

        assertThatThrownBy(() -> await(OPTIONS)).isInstanceOf(VeoServiceException.class);
        assertThat(polledAt).hasSize(3);
    }

    @Test
    void refusalsThatAreNotInARowAreRepeated() throws Exception {
        for (int i = 0; i < 3; i++) {
            script.add(() -> {
                throw failure(400, Optional.empty());
            });
            script.add(() -> {
                throw failure(400, Optional.empty());
            });
            script.add(i == 1
                    ? () -> {
                        throw failure(503, Optional.empty());
                    }
                    : OperationState.Running::new);
        }
        script.add(() -> DONE);

        assertThat(await(OPTIONS)).isEqualTo(new VideoOutcome.Empty());
        assertThat(polledAt).hasSize(10);
    }

    @Test
    void aPollMayTakeWhatIsLeftAndTheLastOneALittleMore() {
        script.add(OperationState.Running::new);

        assertThatThrownBy(() -> await(OPTIONS)).isInstanceOf(VeoDeadlineException.class);
        assertThat(bounds.getFirst()).isEqualTo(Duration.ofMinutes(10));
        assertThat(bounds.get(1)).isEqualTo(Duration.ofMinutes(10).minus(polledAt.get(1)));
        assertThat(bounds.getLast()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void aFullDiskEndsTheWait() {
        script.add(() -> {
            throw new VeoFileException("The disk is full");
        });

        assertThatThrownBy(() -> await(OPTIONS)).isInstanceOf(VeoFileException.class);
    }

    @Test
    void theDeadlineEndsTheWaitWithTheNameAndTheLastProblem() {
        script.add(() -> {
            throw failure(500, Optional.of(Duration.ofHours(5)));
        });

        assertThatThrownBy(() -> await(OPTIONS)).isInstanceOfSatisfying(VeoDeadlineException.class,
                deadline -> assertThat(deadline.operation()).isEqualTo(TestClients.OPERATION.value()))
                .hasMessageContainingAll("600 s", "HTTP 500", "do not submit its request again");
        // The last poll is at the deadline, not behind it.
        assertThat(polledAt).containsExactly(Duration.ZERO, Duration.ofMinutes(10));
    }

    @Test
    void aTimeoutOfZeroPollsOnce() {
        script.add(OperationState.Running::new);

        assertThatThrownBy(() -> await(OPTIONS.withTimeout(Duration.ZERO))).isInstanceOf(VeoDeadlineException.class);
        assertThat(polledAt).hasSize(1);
    }

    @Test
    void thePausesGrowFromTheFirstToTheLongest() {
        script.add(OperationState.Running::new);

        assertThatThrownBy(() -> await(OPTIONS)).isInstanceOf(VeoDeadlineException.class);
        List<Duration> pauses = new ArrayList<>();
        for (int i = 1; i < polledAt.size() - 1; i++) {
            pauses.add(polledAt.get(i).minus(polledAt.get(i - 1)));
        }
        assertThat(pauses.getFirst()).isBetween(Duration.ofMillis(500), Duration.ofSeconds(1));
        assertThat(pauses.subList(10, pauses.size()))
                .allSatisfy(pause -> assertThat(pause).isBetween(Duration.ofMillis(7500), Duration.ofSeconds(15)));
    }

    private VideoOutcome await(AwaitOptions options) throws InterruptedException {
        long start = time.nanos();
        return new Await((operation, spool, atMost) -> {
            assertThat(operation).isEqualTo(TestClients.OPERATION);
            assertThat(spool).isEqualTo(SPOOL);
            polledAt.add(Duration.ofNanos(time.nanos() - start));
            bounds.add(atMost);
            return (script.size() > 1 ? script.removeFirst() : script.getFirst()).get();
        }, time, new SplittableRandom(42)).until(TestClients.OPERATION, options, SPOOL);
    }

    private static VeoServiceException failure(int status, Optional<Duration> retryAfter) {
        return new VeoServiceException("Polling", new ServiceError(status, "", "", retryAfter));
    }
}
