// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch;

import dev.veo3.AwaitOptions;
import dev.veo3.Backend;
import dev.veo3.VeoClient;
import dev.veo3.auth.BearerToken;
import dev.veo3.batch.limit.Limits;
import dev.veo3.batch.report.BatchReport;
import dev.veo3.emulator.Emulator;
import dev.veo3.emulator.Fault;
import dev.veo3.emulator.FaultRule;
import dev.veo3.emulator.Latency;
import dev.veo3.emulator.Ledger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Thousands of jobs over real sockets with everything going wrong that can: nothing is paid twice and nothing is lost. */
@Tag("stress")
class ManyJobsTest {
    private static final int JOBS = 3000;

    @TempDir
    private Path directory;

    @Test
    void noJobOfThousandsIsAcceptedTwiceWhateverGoesWrong() throws Exception {
        Fault quota = new Fault.TooManyRequests(Optional.empty(), Optional.of(Duration.ofMillis(20)));
        try (Emulator emulator = Emulator.builder().latency(Latency.between(Duration.ZERO, Duration.ofMillis(50)))
                .fault(FaultRule.onSubmit(quota).promptContains("take 1").first(200))
                .fault(FaultRule.onSubmit(new Fault.ReplyLostAfterAcceptance()).promptContains("take 2").first(100))
                .fault(FaultRule.onSubmit(Fault.status(503)).promptContains("take 29").first(50))
                .fault(FaultRule.onPoll(Fault.status(500)).first(500)).start();
                VeoClient client = VeoClient.builder().backend(Backend.agentPlatform("rehearsal", "us-central1"))
                        .credentials(BearerToken.of("token")).baseUrl(emulator.baseUrl()).build()) {
            VeoExecutor executor = new VeoExecutor(client,
                    AwaitOptions.standard().withIntervals(Duration.ofMillis(5), Duration.ofMillis(50)));
            BatchReport report = BatchProcessor.builder(executor).withoutJournal().concurrency(64)
                    .outputDirectory(directory)
                    .limits(Limits.standard().withLongestGeneration(Duration.ZERO)).build()
                    .process(Manifests.of(JOBS).build());

            Ledger ledger = emulator.ledger();
            Map<String, Long> accepted = ledger.entries().stream()
                    .collect(Collectors.groupingBy(entry -> entry.job().orElseThrow(), Collectors.counting()));
            assertThat(accepted.values()).containsOnly(1L);
            assertThat(report.outcomes().keySet()).containsExactlyInAnyOrder("succeeded", "ambiguous");
            assertThat(report.results().filter(result -> result.outcome().isSuccess()))
                    .allSatisfy(result -> assertThat(result.job().output()).exists());
            assertThat(report.results().filter(result -> !result.outcome().isSuccess()).count())
                    .isEqualTo(JOBS - report.succeeded()).isBetween(100L, 150L);
        }
    }
}
