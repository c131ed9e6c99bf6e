// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch;

import dev.veo3.batch.event.JobOutcome;
import dev.veo3.batch.execute.Effect.Ending;
import dev.veo3.batch.execute.Executor;
import dev.veo3.batch.execute.JobContext;
import dev.veo3.batch.journal.JobState;
import dev.veo3.batch.journal.JournalReader;
import dev.veo3.batch.report.BatchReport;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** A second stop ends a batch at once, and its journal is whole. */
class StopTwiceTest {
    @TempDir
    private Path directory;

    @Test
    void aBatchThatWasStoppedTwiceIsTakenUpFromItsJournalAndPaysNothingAgain() throws Exception {
        CountDownLatch underWay = new CountDownLatch(2);
        CountDownLatch never = new CountDownLatch(1);
        AtomicInteger submissions = new AtomicInteger();
        Executor hanging = (job, context) -> {
            context.once(JobContext.SUBMIT, () -> {
                submissions.incrementAndGet();
                if (job.id().equals("job0")) {
                    return new Ending.Happened("operations/0");
                }
                underWay.countDown();
                never.await();
                return new Ending.NotSent("unreachable");
            });
            underWay.countDown();
            never.await();
            return new JobOutcome.Failed("unreachable");
        };
        Path journal = directory.resolve("own.journal");
        BatchProcessor first = BatchProcessor.builder(hanging).journal(journal).outputDirectory(directory)
                .concurrency(2).build();
        BatchRun run = first.start(first.plan(Manifests.of(4).build()));
        underWay.await();
        run.stop();
        run.stop();
        assertThat(names(run.await())).containsExactly("unfinished", "ambiguous", "cancelled", "cancelled");
        try (JournalReader reader = JournalReader.of(journal)) {
            assertThat(reader.history("job0").result(JobContext.SUBMIT)).hasValue("operations/0");
            assertThat(reader.state("job1").phase()).isEqualTo(JobState.Phase.ENDED);
        }

        BatchReport second = BatchProcessor.builder((job, context) -> {
            context.once(JobContext.SUBMIT, () -> {
                submissions.incrementAndGet();
                return new Ending.Happened("operations/" + job.id());
            });
            return new JobOutcome.Succeeded(List.of());
        }).journal(journal).outputDirectory(directory).build().process(Manifests.of(4).build());

        assertThat(names(second)).containsExactly("succeeded", "ambiguous", "succeeded", "succeeded");
        assertThat(submissions).hasValue(4);
    }

    private static List<String> names(BatchReport report) {
        return report.results().map(result -> result.outcome().name()).toList();
    }
}
