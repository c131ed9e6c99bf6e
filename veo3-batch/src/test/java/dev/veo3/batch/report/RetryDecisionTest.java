// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.report;

import dev.veo3.batch.plan.Job;
import dev.veo3.batch.plan.PlannedJobs;
import dev.veo3.batch.report.RetryDecision.Keep;
import dev.veo3.batch.report.RetryDecision.LeaveAlone;
import dev.veo3.batch.report.RetryDecision.Resubmit;
import dev.veo3.batch.report.RetryDecision.Resume;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class RetryDecisionTest {

    @TempDir
    private Path directory;

    private RetryDecision decide(Optional<String> outcome, boolean success, Optional<String> operation,
            boolean acceptUnknown) {
        Job job = PlannedJobs.job("a", 2, directory, Optional.empty());
        RecordedResult recorded = new RecordedResult("a", success, outcome, operation,
                success ? Optional.of(directory.resolve("a-1.mp4").toString()) : Optional.empty(),
                Optional.of("lost"), Optional.empty(), Duration.ZERO);
        return RetryDecision.of(job, recorded, acceptUnknown);
    }

    private void videos(int count) throws IOException {
        for (int n = 1; n <= count; n++) {
            Files.writeString(directory.resolve("a-" + n + ".mp4"), "a video");
        }
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", value = {
        // outcome, success, operation, its decision, and when a person accepts to pay twice
        "failed,false,-,Resubmit,Resubmit", "failed,false,op,Resubmit,Resubmit",
        "filtered,false,op,Resubmit,Resubmit", "skipped,false,-,Resubmit,Resubmit",
        "skipped,false,op,Resume,Resume", "cancelled,false,-,Resubmit,Resubmit",
        "cancelled,false,op,Resume,Resume", "unfinished,false,op,Resume,Resume",
        "unfinished,false,-,LeaveAlone,Resubmit", "empty,false,op,Resume,Resume",
        "empty,false,-,LeaveAlone,Resubmit", "ambiguous,false,-,LeaveAlone,Resubmit",
        "ambiguous,false,op,LeaveAlone,Resume", "of the future,true,op,LeaveAlone,Resubmit",
        "-,false,-,LeaveAlone,Resubmit", "-,true,-,LeaveAlone,Resubmit", "succeeded,true,op,Resume,Resume",
        "succeeded,true,-,LeaveAlone,Resubmit", "partly_filtered,true,op,Resume,Resume"})
    void eachOutcomeHasItsDecisionWhenThereIsNoVideo(String outcome, boolean success, String operation,
            String decision, String whenAccepted) {
        Optional<String> ended = Optional.ofNullable(outcome);
        Optional<String> kept = Optional.ofNullable(operation);

        assertThat(decide(ended, success, kept, false).getClass().getSimpleName()).isEqualTo(decision);
        assertThat(decide(ended, success, kept, true).getClass().getSimpleName()).isEqualTo(whenAccepted);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aJobThatHasItsVideosIsKept(boolean acceptUnknown) throws IOException {
        videos(2);

        assertThat(decide(Optional.of("succeeded"), true, Optional.empty(), acceptUnknown)).isEqualTo(new Keep());
        assertThat(decide(Optional.empty(), true, Optional.empty(), acceptUnknown)).isEqualTo(new Keep());
        assertThat(decide(Optional.of("partly_filtered"), true, Optional.empty(), acceptUnknown))
                .isEqualTo(new Keep());
    }

    @Test
    void oneVideoOfTwoIsEnoughWhereTheOtherWasFiltered() throws IOException {
        videos(1);

        assertThat(decide(Optional.of("partly_filtered"), true, Optional.of("op"), false)).isEqualTo(new Keep());
        assertThat(decide(Optional.of("succeeded"), true, Optional.of("op"), false)).isEqualTo(new Resume("op"));
    }

    @Test
    void whatIsLeftAloneSaysWhy() {
        assertThat(decide(Optional.of("ambiguous"), false, Optional.empty(), false)).isEqualTo(new LeaveAlone("lost"));
        assertThat(decide(Optional.of("new"), false, Optional.empty(), false))
                .isEqualTo(new LeaveAlone("the outcome \"new\" is not known"));
        assertThat(decide(Optional.empty(), false, Optional.empty(), false))
                .isEqualTo(new LeaveAlone("the results file does not say whether the service took it"));
        assertThat(decide(Optional.of("succeeded"), true, Optional.empty(), false)).isEqualTo(new LeaveAlone(
                "its video " + directory.resolve("a-1.mp4") + " is gone, and no operation is recorded"));
        assertThat(decide(Optional.of("unfinished"), false, Optional.empty(), false))
                .isEqualTo(new LeaveAlone("no operation is recorded"));
        assertThat(decide(Optional.of("failed"), false, Optional.empty(), false)).isEqualTo(new Resubmit());
    }
}
