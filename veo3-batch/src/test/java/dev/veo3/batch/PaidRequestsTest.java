// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch;

import dev.veo3.AwaitOptions;
import dev.veo3.Backend;
import dev.veo3.Timeouts;
import dev.veo3.VeoClient;
import dev.veo3.auth.BearerToken;
import dev.veo3.batch.event.JobOutcome;
import dev.veo3.batch.event.JobResult;
import dev.veo3.batch.limit.RetryPolicy;
import dev.veo3.batch.report.BatchReport;
import dev.veo3.emulator.Emulator;
import dev.veo3.emulator.Fault;
import dev.veo3.emulator.FaultRule;
import dev.veo3.emulator.Latency;
import dev.veo3.emulator.Ledger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** How often a paid request leaves, counted at the service, whatever happens to it, and although the batch may retry. */
class PaidRequestsTest {
    /** Long enough for a request on a slow machine, short for one that is never answered. */
    private static final Timeouts IMPATIENT = new Timeouts(Duration.ofSeconds(20), Duration.ofSeconds(3),
            Duration.ofSeconds(20), Duration.ofSeconds(20));

    @TempDir
    private Path directory;

    static Stream<Arguments> faults() {
        return Stream.of(Arguments.of("408", Fault.status(408), 0, true),
                Arguments.of("500", Fault.status(500), 0, true), Arguments.of("502", Fault.status(502), 0, true),
                Arguments.of("503", Fault.status(503), 0, true), Arguments.of("504", Fault.status(504), 0, true),
                Arguments.of("reset behind the body", new Fault.ResetAfterBody(), 0, true),
                Arguments.of("reset behind the acceptance", new Fault.ResetAfterAcceptance(), 1, true),
                Arguments.of("no reply", new Fault.ReplyLostAfterAcceptance(), 1, true),
                Arguments.of("half a reply", new Fault.CutMidBody(5), 1, true),
                Arguments.of("never answered", new Fault.Stall(), 0, true),
                Arguments.of("a slow reply", new Fault.Slow(400), 1, false));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void aPaidRequestLeavesOnce(String what, Fault fault, int accepted, boolean isUnknown) throws Exception {
        try (Emulator emulator = Emulator.builder().latency(Latency.fixed(Duration.ZERO))
                .fault(FaultRule.onSubmit(fault)).start()) {
            JobOutcome outcome = process(emulator, 1).results().findFirst().orElseThrow().outcome();

            assertThat(outcome).isInstanceOf(isUnknown ? JobOutcome.Ambiguous.class : JobOutcome.Succeeded.class);
            assertThat(emulator.ledger().requests(Ledger.Route.SUBMIT)).as("requests").isEqualTo(1);
            assertThat(emulator.ledger().entries()).hasSize(accepted);
        }
    }

    /** Whether the body had left by then is chance: if not, the batch may try again. */
    @Test
    void aRequestThatBreaksBeforeItsBodyWasReadIsNotPaid() throws Exception {
        try (Emulator emulator = Emulator.builder().latency(Latency.fixed(Duration.ZERO))
                .fault(FaultRule.onSubmit(new Fault.ResetBeforeBody())).start()) {
            JobOutcome outcome = process(emulator, 1).results().findFirst().orElseThrow().outcome();

            assertThat(outcome).isNotInstanceOf(JobOutcome.Succeeded.class);
            assertThat(emulator.ledger().requests(Ledger.Route.SUBMIT)).isPositive();
            assertThat(emulator.ledger().entries()).isEmpty();
        }
    }

    /** The link expires while other downloads are slow: the video is lost, and nobody pays for another. */
    @Test
    void aVideoThatHasExpiredAtTheServiceIsNotGeneratedAgain() throws Exception {
        try (Emulator emulator = Emulator.builder().latency(Latency.fixed(Duration.ZERO))
                .fault(FaultRule.onPoll(Fault.status(404))).start()) {
            for (int run = 0; run < 3; run++) {
                JobResult result = process(emulator, 1).results().findFirst().orElseThrow();
                assertThat(result.outcome()).isInstanceOfSatisfying(JobOutcome.Unfinished.class,
                        unfinished -> assertThat(unfinished.why()).contains("HTTP 404"));
                assertThat(result.operation()).isPresent();
            }
            assertThat(emulator.ledger().requests(Ledger.Route.SUBMIT)).isEqualTo(1);
        }
    }

    private BatchReport process(Emulator emulator, int jobs) throws InterruptedException {
        try (VeoClient client = VeoClient.builder().backend(Backend.agentPlatform("rehearsal", "us-central1"))
                .credentials(BearerToken.of("token")).baseUrl(emulator.baseUrl()).timeouts(IMPATIENT).build();
                BatchProcessor processor = BatchProcessor
                        .builder(new VeoExecutor(client,
                                AwaitOptions.standard().withIntervals(Duration.ofMillis(2), Duration.ofMillis(5))))
                        .outputDirectory(directory).retries(RetryPolicy.attempts(3)).build()) {
            return processor.process(Manifests.of(jobs).build());
        }
    }
}
