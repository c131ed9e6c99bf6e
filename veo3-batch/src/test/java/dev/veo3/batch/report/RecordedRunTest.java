// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.report;

import dev.veo3.batch.event.Alert;
import dev.veo3.batch.metrics.Activity;
import dev.veo3.batch.metrics.Bottleneck;
import dev.veo3.batch.metrics.Bottleneck.Cause;
import dev.veo3.batch.metrics.Phase;
import dev.veo3.batch.metrics.PhaseTimes;
import dev.veo3.model.Usd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** What a report says of a batch that nobody has measured. */
class RecordedRunTest {
    private static final Instant BEGIN = SampleReports.BEGIN;

    @TempDir
    private Path directory;

    private static ReportedJob job(int number, String outcome, int startedAfter, JobTimes times, int seconds) {
        return new ReportedJob("job-" + number, outcome, outcome.equals("succeeded"), Optional.empty(), List.of(),
                times.submitted().map(at -> "operations/" + number), Optional.empty(),
                BEGIN.plusSeconds(startedAfter), Duration.ofSeconds(seconds), times, Usd.ZERO);
    }

    /** Jobs one after the other, in seconds. */
    private static List<ReportedJob> jobs(int many, int firstSubmit, int submit, int generate, int download) {
        List<ReportedJob> jobs = new ArrayList<>();
        int at = 0;
        for (int i = 0; i < many; i++) {
            int taken = at + (i == 0 ? firstSubmit : submit);
            JobTimes times = new JobTimes(true, Optional.of(BEGIN.plusSeconds(taken)),
                    Optional.of(BEGIN.plusSeconds(taken + generate)));
            jobs.add(job(i, "succeeded", at, times, taken + generate + download - at));
            at = taken + generate + download;
        }
        return jobs;
    }

    private static RecordedRun.Told told(List<ReportedJob> jobs) {
        RecordedRun run = new RecordedRun();
        TimeGrid grid = new TimeGrid(BEGIN);
        jobs.forEach(job -> {
            run.add(job);
            grid.add(job);
        });
        return run.told(grid);
    }

    private static Bottleneck bottleneck(List<ReportedJob> jobs) {
        return told(jobs).bottleneck().orElseThrow();
    }

    private static List<Alert.Kind> alerts(List<ReportedJob> jobs) {
        return told(jobs).alerts().stream().map(Alert::kind).toList();
    }

    @Test
    void whatJobsWaitLongerThanTheQuickestIsAWaitForQuota() {
        Bottleneck found = bottleneck(jobs(10, 2, 60, 40, 3));
        assertThat(found.cause()).isEqualTo(Cause.QUOTA);
        // Nine have waited for 58 s each of the 972 s of all.
        assertThat(found.shares().get(Cause.QUOTA)).isEqualTo(9 * 58 / 972.0);
        assertThat(found.shares().get(Cause.LOCAL_CPU)).isZero();
        assertThat(bottleneck(jobs(10, 2, 2, 40, 3)).shares().get(Cause.QUOTA)).isZero();
        assertThat(bottleneck(jobs(10, 300, 300, 40, 3)).cause()).as("when every job waits").isEqualTo(Cause.QUOTA);
    }

    /** Each is refused for 50 s of the 60 s before the service takes it. */
    @Test
    void whatAttemptsTookThatCameToNothingIsNoWaitForQuota() {
        List<ReportedJob> jobs = jobs(10, 60, 60, 30, 3).stream()
                .map(job -> job(Integer.parseInt(job.id().substring(4)),
                        "succeeded", (int) Duration.between(BEGIN, job.started()).toSeconds(),
                        new JobTimes(true, job.times().submitted(), job.times().generated(), Duration.ofSeconds(50)),
                        93))
                .toList();
        Bottleneck found = bottleneck(jobs);
        assertThat(found.cause()).isEqualTo(Cause.RETRIES);
        assertThat(found.shares().get(Cause.RETRIES)).isEqualTo(500 / 930.0);
        assertThat(found.shares().get(Cause.QUOTA)).isZero();
    }

    @Test
    void moreThanTheJobsOwnTimeIsNotLost() {
        JobTimes times = new JobTimes(true, Optional.of(BEGIN.plusSeconds(2)), Optional.of(BEGIN.plusSeconds(42)),
                Duration.ofHours(1));
        assertThat(bottleneck(List.of(job(1, "succeeded", 0, times, 45))).work().on(Activity.PAUSING))
                .isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void aSlowServiceAndASlowDownloadAreNamed() {
        assertThat(bottleneck(jobs(10, 2, 2, 40, 3)).cause()).isEqualTo(Cause.SERVICE_TIME);
        assertThat(bottleneck(jobs(10, 2, 2, 40, 300)).cause()).isEqualTo(Cause.DOWNLOAD);
    }

    @Test
    void aJobThatAnEarlierRunHasSubmittedHasNotWaited() {
        List<ReportedJob> jobs = new ArrayList<>(jobs(2, 5, 5, 40, 3));
        jobs.add(job(9, "succeeded", 500,
                new JobTimes(true, Optional.of(BEGIN.minusSeconds(1000)), Optional.of(BEGIN.plusSeconds(530))), 31));
        RecordedRun.Told told = told(jobs);
        assertThat(told.bottleneck().orElseThrow().shares().get(Cause.QUOTA)).isZero();
        assertThat(told.phases().get(Phase.SUBMIT)).extracting(PhaseTimes::count).isEqualTo(2L);
        assertThat(told.phases().get(Phase.DOWNLOAD)).extracting(PhaseTimes::count).isEqualTo(3L);
        assertThat(told.phases()).doesNotContainKey(Phase.QUEUE);
    }

    @Test
    void jobsOfUnknownPhaseNameNothing() {
        List<ReportedJob> jobs = IntStream.range(0, 20)
                .mapToObj(i -> job(i, "succeeded", i, JobTimes.UNKNOWN, 60)).toList();
        assertThat(told(jobs).bottleneck()).isEmpty();
        assertThat(told(jobs).phases()).isEmpty();
    }

    @Test
    void slowJobsAreToldOnce() {
        List<ReportedJob> jobs = jobs(3, 2, 2, 300, 3);
        assertThat(told(jobs).alerts()).singleElement().extracting(Alert::message).asString()
                .startsWith("Job \"job-0\" has been running for 5 min 5 s").endsWith("; 2 more jobs took so long");
        assertThat(alerts(jobs(3, 2, 2, 295, 3))).isEmpty();
    }

    @Test
    void errorsOfFiveMinutesAreJudgedTogether() {
        assertThat(alerts(ending(10, 2, 10))).containsExactly(Alert.Kind.ERROR_RATE);
        assertThat(alerts(ending(9, 2, 10))).as("of too few jobs").isEmpty();
        assertThat(alerts(ending(10, 1, 10))).as("one of ten").isEmpty();
        assertThat(alerts(ending(10, 5, 40))).as("no more than eight jobs in five minutes").isEmpty();
    }

    /** Jobs of which one ends each few seconds, the last ones first; the first ones have failed. */
    private static List<ReportedJob> ending(int many, int failed, int secondsBetween) {
        return IntStream.range(0, many).mapToObj(i -> job(i, i < failed ? "failed" : "succeeded",
                (many - i) * secondsBetween, JobTimes.UNKNOWN, 5)).toList();
    }

    @Test
    void jobsThatWereNeverTakenUpAreNoErrors() throws IOException {
        List<ReportedJob> jobs = new ArrayList<>(ending(10, 0, 10));
        IntStream.range(10, 40).forEach(i -> jobs.add(job(i, "failed", 0, JobTimes.UNKNOWN, 0)));
        assertThat(written(jobs, ReportFormat.JSON)).contains("\"measured\":false,\"alerts\":[]");
    }

    @Test
    void thePageSaysWhatItEstimatesAndWhatItDoesNotKnow() throws IOException {
        assertThat(written(jobs(10, 2, 60, 40, 3), ReportFormat.HTML)).contains("Held up most by quota",
                "An estimate from the times in the records", "How busy the processor and the disk were is not recorded",
                "<th scope=\"row\">generate</th><td class=\"num\">40.", "memory, crashes of the executor")
                .doesNotContain("local CPU</span>", "disk</span>", "At the end</h2>");
        assertThat(written(ending(10, 2, 10), ReportFormat.HTML)).contains("What held it up is not recorded",
                "<b>error rate</b> 2 of the last 10 jobs came to nothing", "by the standard rules");
    }

    private String written(List<ReportedJob> jobs, ReportFormat format) throws IOException {
        Path file = directory.resolve("report");
        ReportWriter.of(SampleReports.recorded(jobs)).write(format, file);
        return Files.readString(file);
    }
}
