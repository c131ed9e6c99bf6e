// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.event;

import dev.veo3.batch.event.JobOutcome.Ambiguous;
import dev.veo3.batch.event.JobOutcome.Cancelled;
import dev.veo3.batch.event.JobOutcome.Empty;
import dev.veo3.batch.event.JobOutcome.Failed;
import dev.veo3.batch.event.JobOutcome.Filtered;
import dev.veo3.batch.event.JobOutcome.PartlyFiltered;
import dev.veo3.batch.event.JobOutcome.Skipped;
import dev.veo3.batch.event.JobOutcome.Succeeded;
import dev.veo3.batch.event.JobOutcome.Unfinished;
import dev.veo3.batch.plan.Job;
import dev.veo3.batch.plan.PlannedJobs;
import dev.veo3.model.Usd;
import dev.veo3.video.FilterReason;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

class JobResultTest {
    private static final Path FILE = Path.of("x.mp4");
    private static final FilterReason REASON = FilterReason.of("Support codes: 42237218");

    static Stream<Arguments> outcomes() {
        return Stream.of(Arguments.of(new Succeeded(List.of(FILE)), "succeeded", true, "4", ""),
                Arguments.of(new PartlyFiltered(List.of(FILE, FILE, FILE), List.of(REASON)), "partly_filtered", true,
                        "3", "some videos were held back by a safety filter: Support codes: 42237218"),
                Arguments.of(new Filtered(List.of()), "filtered", false, "0",
                        "held back by a safety filter: no reason given"),
                Arguments.of(new Empty(), "empty", false, "4",
                        "the operation ended without a video and without a reason"),
                Arguments.of(new Failed("no"), "failed", false, "0", "no"),
                Arguments.of(new Ambiguous("lost"), "ambiguous", false, "4", "lost"),
                Arguments.of(new Unfinished("later"), "unfinished", false, "4", "later"),
                Arguments.of(new Skipped("other"), "skipped", false, "0", "other"),
                Arguments.of(new Cancelled("stop"), "cancelled", false, "0", "stop"));
    }

    @ParameterizedTest
    @MethodSource("outcomes")
    void eachOutcomeHasItsNameItsReasonAndItsCost(JobOutcome outcome, String name, boolean success, String cost,
            String reason) {
        Job job = PlannedJobs.job("a", 4, Path.of(""), Optional.of(Usd.of("4")));
        JobResult result = new JobResult(job, outcome, Optional.empty(), Instant.EPOCH, Duration.ofSeconds(6));

        assertThat(outcome.name()).isEqualTo(name);
        assertThat(outcome.isSuccess()).isEqualTo(success);
        assertThat(outcome.reason().orElse("")).isEqualTo(reason);
        assertThat(result.cost()).isEqualTo(Usd.of(cost));
        assertThat(result.ended()).isEqualTo(Instant.EPOCH.plusSeconds(6));
    }

    @ParameterizedTest
    @MethodSource("outcomes")
    void theNameAloneSaysWhetherThereIsAVideo(JobOutcome outcome, String name, boolean success) {
        assertThat(JobOutcome.hasVideo(outcome.name())).isEqualTo(success);
    }

    @Test
    void ofANameThatNoOutcomeHasThereIsNoVideo() {
        assertThat(JobOutcome.hasVideo("upscaled")).isFalse();
    }

    @Test
    void whatTheBatchWasEndedOverIsLeft() {
        assertThat(outcomes().map(row -> (JobOutcome) row.get()[0]).filter(JobOutcome::isLeft).map(JobOutcome::name))
                .containsExactly("unfinished", "skipped", "cancelled");
    }

    @Test
    void everyOutcomeIsInTheTable() {
        assertThat(outcomes().map(row -> row.get()[0].getClass().getName())).containsExactlyInAnyOrderElementsOf(
                Stream.of(JobOutcome.class.getPermittedSubclasses()).map(Class::getName).toList());
    }

    @ParameterizedTest
    @MethodSource("outcomes")
    void aJobWithoutAKnownPriceCostsNothingThatIsKnown(JobOutcome outcome) {
        Job job = PlannedJobs.job("a", 4, Path.of(""), Optional.empty());

        assertThat(new JobResult(job, outcome, Optional.empty(), Instant.EPOCH, Duration.ZERO).cost())
                .isEqualTo(Usd.ZERO);
    }
}
