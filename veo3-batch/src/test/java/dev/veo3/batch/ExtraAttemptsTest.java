// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch;

import dev.veo3.batch.event.JobOutcome;
import dev.veo3.batch.execute.AmbiguityPolicy;
import dev.veo3.batch.execute.Effect.Ending;
import dev.veo3.batch.limit.Limits;
import dev.veo3.batch.manifest.BatchManifest;
import dev.veo3.batch.manifest.JobSpec;
import dev.veo3.batch.manifest.JobTerms;
import dev.veo3.batch.report.BatchReport;
import dev.veo3.batch.report.ExtraAttempt;
import dev.veo3.batch.report.ResultsFile;
import dev.veo3.model.Usd;
import dev.veo3.time.ManualTime;
import dev.veo3.video.VideoRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** What the service may charge besides the attempts that count is never out of sight: not in this run's report, nor in a later one's. */
class ExtraAttemptsTest {
    private static final Usd PRICE = Usd.of("1");

    private final Studio studio = new Studio();
    private final ManualTime time = ManualTime.selfAdvancing(Instant.EPOCH);

    @TempDir
    private Path directory;

    @BeforeEach
    void theReplyToTheFirstSubmissionIsLost() {
        studio.answering("a", job -> {
            studio.answeringNormally("a");
            return new Ending.Unknown("the reply was lost");
        });
    }

    @Test
    void anAttemptThatWasFollowedByAnotherStandsInTheReportOfThisRunAndOfLaterOnes() throws Exception {
        BatchReport first = processor().ambiguity(new AmbiguityPolicy.Resubmit(Usd.of("5"))).build()
                .process(manifest("A boat"));
        assertThat(first.succeeded()).isEqualTo(1);
        ExtraAttempt lost = new ExtraAttempt("a", "submit", 1, Optional.empty(), Optional.of(PRICE));
        assertThat(first.extras()).containsExactly(lost);
        assertThat(first.cost()).isEqualTo(Usd.of("2"));
        assertThat(first.summary()).endsWith("1 succeeded; $2.00, of which $1.00 for an extra attempt");
        BatchReport later = processor().build().process(manifest("A boat"));
        assertThat(later.extras()).containsExactly(lost);
        assertThat(later.cost()).isEqualTo(Usd.of("2"));
    }

    /** The budget allows one attempt: the one of unknown fate is the job's own then, and none besides it. */
    @Test
    void anAttemptThatTheBudgetDoesNotAllowToFollowIsNoExtra() throws Exception {
        BatchReport report = processor().budget(PRICE).ambiguity(new AmbiguityPolicy.Resubmit(Usd.of("5"))).build()
                .process(manifest("A boat"));
        assertThat(report.outcomes()).containsOnlyKeys("ambiguous");
        assertThat(report.extras()).isEmpty();
        assertThat(report.results().findFirst().orElseThrow().outcome().reason()).get().asString()
                .contains("the reply was lost", "the budget does not allow its $1.00");
        BatchReport later = processor().budget(Usd.of("2")).ambiguity(new AmbiguityPolicy.Resubmit(Usd.of("5")))
                .build().process(manifest("A boat"));
        assertThat(later.succeeded()).isEqualTo(1);
        assertThat(later.extras()).hasSize(1);
        assertThat(later.cost()).isEqualTo(Usd.of("2"));
    }

    @Test
    void anAttemptThatAPersonGaveUpStandsInTheReport() throws Exception {
        processor().build().process(manifest("A boat"));
        BatchProcessor processor = processor().build();
        BatchReport report = processor.retry(processor.plan(manifest("A boat")), true);
        assertThat(report.succeeded()).isEqualTo(1);
        assertThat(report.extras()).extracting(ExtraAttempt::attempt).containsExactly(1);
        assertThat(report.cost()).isEqualTo(Usd.of("2"));
    }

    @Test
    void theVideoThatAChangedJobHadBeforeCountsAgainstTheBudgetOfTheRunThatAcceptsTheChange() throws Exception {
        studio.answeringNormally();
        assertThat(processor().build().process(manifest("A boat")).succeeded()).isEqualTo(1);
        BatchReport refused = processor().budget(Usd.of("1.50")).acceptChanges(Set.of("a")).build()
                .process(manifest("A train"));
        assertThat(refused.outcomes()).containsEntry("skipped", 1L);
        BatchReport accepted = processor().budget(Usd.of("2")).acceptChanges(Set.of("a")).build()
                .process(manifest("A train"));
        assertThat(accepted.succeeded()).isEqualTo(1);
        assertThat(accepted.extras()).extracting(ExtraAttempt::operation)
                .containsExactly(Optional.of("operations/a/1"));
        assertThat(accepted.cost()).isEqualTo(Usd.of("2"));
    }

    @Test
    void whatAChangedJobWasRefusedBeforeIsNoExtra() throws Exception {
        studio.answeringNormally().ending("a", job -> new JobOutcome.Failed("too dark"));
        processor().build().process(manifest("A boat"));
        studio.answeringNormally();
        assertThat(processor().budget(PRICE).acceptChanges(Set.of("a")).build().process(manifest("A train")).extras())
                .isEmpty();
        assertThat(processor().build().process(manifest("A train")).extras()).isEmpty();
    }

    @Test
    void aJobThatLeftTheManifestWhileItsOperationRanIsNotForgotten() throws Exception {
        studio.answeringNormally().ending("a", job -> {
            throw new IllegalStateException("the disk is full");
        });
        processor().build().process(manifest("A boat"));
        BatchManifest other = BatchManifest.builder().job(new JobSpec.Built("b", VideoRequest.text("A train"), "b.mp4",
                JobTerms.standard().withPrice(PRICE))).build();
        assertThat(processor().budget(Usd.of("1.50")).build().process(other).outcomes()).containsEntry("skipped", 1L);
        BatchReport report = processor().build().process(other);
        assertThat(report.extras()).containsExactly(
                new ExtraAttempt("a", "submit", 1, Optional.of("operations/a/1"), Optional.of(PRICE)));
        assertThat(report.cost()).isEqualTo(Usd.of("2"));
        studio.answeringNormally();
        BatchReport back = processor().build().process(manifest("A boat"));
        assertThat(back.succeeded()).isEqualTo(1);
        assertThat(back.extras()).as("the other job has its video").isEmpty();
        assertThat(studio.accepted()).containsExactly("a", "b");
    }

    @Test
    void theyStandInTheResultsFileToo() throws Exception {
        BatchReport report = processor().ambiguity(new AmbiguityPolicy.Resubmit(Usd.of("5"))).build()
                .process(manifest("A boat"));
        Path file = directory.resolve("results.json");
        report.writeResults(file);
        assertThat(Files.readString(file).replaceAll("\\s", ""))
                .contains("\"extra_attempts\":[{\"job_id\":\"a\",\"step\":\"submit\",\"attempt\":1,\"cost\":1.00}]");
        assertThat(ResultsFile.read(file).results()).hasSize(1);
    }

    private BatchProcessor.Builder processor() {
        return BatchProcessor.builder(studio).outputDirectory(directory).time(time)
                .limits(Limits.standard().withLongestGeneration(Duration.ZERO));
    }

    private static BatchManifest manifest(String prompt) {
        return BatchManifest.builder()
                .job(new JobSpec.Built("a", VideoRequest.text(prompt), "a.mp4", JobTerms.standard().withPrice(PRICE)))
                .build();
    }
}
