// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.report;

import dev.veo3.Backend;
import dev.veo3.VeoClient;
import dev.veo3.auth.BearerToken;
import dev.veo3.batch.BatchProcessor;
import dev.veo3.batch.VeoExecutor;
import dev.veo3.batch.event.JobOutcome;
import dev.veo3.batch.event.JobResult;
import dev.veo3.batch.limit.RetryPolicy;
import dev.veo3.batch.manifest.BatchManifest;
import dev.veo3.batch.plan.PlannedJobs;
import dev.veo3.video.VideoRequest;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class OverviewTest {
    @TempDir
    private Path directory;
    private static final Instant BEGIN = SampleReports.BEGIN;

    private static ReportedJob job(Instant from, Duration submit, Duration generate, Duration download) {
        JobResult result = new JobResult(PlannedJobs.job(0, "j"), new JobOutcome.Succeeded(List.of()), Optional.of("o"),
                from,
                submit.plus(generate).plus(download));
        return ReportedJob.of(result, new JobTimes(true, Optional.of(from.plus(submit)),
                Optional.of(from.plus(submit).plus(generate))));
    }

    @Test
    void aJobIsInEachPhaseForItsTime() {
        TimeGrid grid = new TimeGrid(BEGIN);
        grid.add(job(BEGIN, Duration.ofMillis(3), Duration.ofMillis(5), Duration.ofMillis(2)));
        assertThat(grid.steps()).extracting(TimeGrid.Step::submit).containsExactly(1., 1., 1., 0., 0., 0., 0., 0., 0.,
                0.);
        assertThat(grid.steps()).extracting(TimeGrid.Step::generate)
                .containsExactly(0., 0., 0., 1., 1., 1., 1., 1., 0., 0.);
        assertThat(grid.steps()).extracting(TimeGrid.Step::download)
                .containsExactly(0., 0., 0., 0., 0., 0., 0., 0., 1., 1.);
    }

    @Test
    void nothingIsLostHoweverLongTheBatchAndInWhateverOrderItsJobsCome() {
        Random random = new Random(7);
        TimeGrid grid = new TimeGrid(BEGIN.plusSeconds(5_000));
        double millis = 0;
        for (int i = 0; i < 2_000; i++) {
            ReportedJob job = job(BEGIN.plusMillis(random.nextInt(10_000_000)), Duration.ofMillis(random.nextInt(900)),
                    Duration.ofMillis(random.nextInt(90_000)), Duration.ofMillis(1 + random.nextInt(4_000)));
            grid.add(job);
            millis += job.duration().toMillis();
        }
        assertThat(grid.steps().size()).isBetween(150, 360);
        double step = grid.step().toNanos() / 1e6;
        assertThat(
                grid.steps().stream().mapToDouble(one -> (one.submit() + one.generate() + one.download()) * step).sum())
                .isCloseTo(millis, within(1.0));
        assertThat(grid.begin()).isBetween(BEGIN.minus(grid.step()), BEGIN.plusSeconds(60));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.01, 0.5, 0.95, 0.99, 1})
    void aQuantileIsExactToAPartInSixty(double part) {
        long[] nanos = new Random(3).longs(10_000, 1, 400_000_000_000L).sorted().toArray();
        DurationCounts counts = new DurationCounts();
        Arrays.stream(nanos).mapToObj(Duration::ofNanos).forEach(counts::add);
        double exact = nanos[(int) Math.ceil(part * nanos.length) - 1];
        assertThat(counts.quantile(part).toNanos() / exact).isCloseTo(1, within(0.016));
    }

    @Test
    void theBarsHaveEveryJobOnceAndTheSlowestApart() {
        DurationCounts counts = new DurationCounts();
        IntStream.range(0, 500).mapToObj(i -> Duration.ofMillis(40_000 + i * 50L)).forEach(counts::add);
        counts.add(Duration.ofHours(3));
        List<DurationCounts.Bar> bars = counts.bars();
        assertThat(bars.stream().mapToLong(DurationCounts.Bar::jobs).sum()).isEqualTo(501);
        assertThat(bars).hasSizeBetween(8, 23);
        assertThat(bars.getLast().open()).isTrue();
        assertThat(bars.getLast().to()).isEqualTo(Duration.ofHours(3));
        assertThat(new DurationCounts().bars()).isEmpty();
    }

    @Test
    void theShortestAndTheLongestDurationAreCounted() {
        DurationCounts counts = new DurationCounts();
        counts.add(Duration.ofNanos(1));
        counts.add(Duration.ofSeconds(Long.MAX_VALUE));
        assertThat(counts.total()).isEqualTo(2);
        assertThat(counts.quantile(0.5)).isEqualTo(Duration.ofNanos(1));
    }

    private static FailureGroups groups(String... reasons) {
        FailureGroups groups = new FailureGroups();
        for (int i = 0; i < reasons.length; i++) {
            groups.add(ReportedJob.of(new JobResult(PlannedJobs.job(i, "j" + i), new JobOutcome.Failed(reasons[i]),
                    Optional.empty(), BEGIN, Duration.ZERO), JobTimes.UNKNOWN));
        }
        return groups;
    }

    @Test
    void reasonsThatDifferInNumbersAndNamesOnlyAreOne() {
        assertThat(groups("job \"a\" took 3 s at projects/p/operations/1",
                "job \"b\" took 42 s at projects/q/operations/2").all())
                .singleElement().satisfies(group -> {
                    assertThat(group.jobs()).isEqualTo(2);
                    assertThat(group.reason()).isEqualTo("job \"a\" took 3 s at projects/p/operations/1");
                    assertThat(group.examples()).containsExactly("j0", "j1");
                });
    }

    @Test
    void answersOfDifferentStatusAreTwo() {
        assertThat(groups("refused: HTTP 400", "refused: HTTP 403", "refused: HTTP 400").all())
                .extracting(FailureGroups.Group::reason).containsExactly("refused: HTTP 400", "refused: HTTP 403");
    }

    @Test
    void thousandsOfDifferentReasonsAreCountedTogether() {
        String[] reasons = IntStream.range(0, 5_000)
                .mapToObj(i -> "reason " + "x".repeat(i % 150) + " y".repeat(i / 150))
                .toArray(String[]::new);
        FailureGroups groups = groups(reasons);
        assertThat(groups.all()).hasSize(101);
        assertThat(groups.all().getFirst().reason()).isEqualTo("other reasons");
        assertThat(groups.all().stream().mapToLong(FailureGroups.Group::jobs).sum()).isEqualTo(5_000);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            HTTP 403: PERMISSION_DENIED        | Check the key
            HTTP 404: the model is not found   | models are retired
            HTTP 429: quota                    | larger quota
            HTTP 400: bad                      | correct the job
            the operation ended with INTERNAL  | The service failed
            nothing was sent: The file host.internal.png is empty | Mend the cause
            anything else                      | Mend the cause
            """)
    void eachFailureHasItsAdvice(String reason, String advice) {
        assertThat(Advice.on("failed", reason)).contains(advice);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1:DEAD", "http://quota.internal.invalid:8080"})
    void whereTheRealClientReachesNothingTheNetworkIsToBeChecked(String url) throws Exception {
        try (Socket nobody = bound();
                VeoClient client = VeoClient.builder().backend(Backend.agentPlatform("my-project", "us-central1"))
                        .credentials(BearerToken.of("token"))
                        .baseUrl(URI.create(url.replace("DEAD", String.valueOf(nobody.getLocalPort())))).build();
                BatchProcessor processor = BatchProcessor.builder(new VeoExecutor(client)).withoutJournal()
                        .outputDirectory(directory).retries(RetryPolicy.none()).build()) {
            JobResult result = processor.process(BatchManifest.builder()
                    .job("a", VideoRequest.text("A cat"), "a.mp4").build()).results().findFirst().orElseThrow();

            assertThat(Advice.on(result.outcome().name(), result.outcome().reason().orElseThrow()))
                    .as(result.outcome().reason().orElseThrow()).contains("check the network and the proxy");
        }
    }

    /** At its port nobody listens, and nobody else can take it. */
    private static Socket bound() throws IOException {
        Socket socket = new Socket();
        socket.bind(new InetSocketAddress("127.0.0.1", 0));
        return socket;
    }

    @Test
    void everyOutcomeHasAnAdvice() {
        assertThat(Stream.of("partly_filtered", "filtered", "empty", "ambiguous", "unfinished", "skipped", "cancelled",
                "pending"))
                .allSatisfy(outcome -> assertThat(JobOutcome.of(outcome, "r", List.of()).isPresent()
                        || outcome.equals(ReportedJob.PENDING)).isTrue())
                .extracting(outcome -> Advice.on(outcome, "r")).doesNotHaveDuplicates()
                .noneMatch(advice -> advice.contains("later version"));
    }

    @Test
    void whatAnEarlierRunHasSubmittedIsWithTheServiceFromTheBeginning() {
        JobTimes again = new JobTimes(true, Optional.of(BEGIN.minusSeconds(60)), Optional.of(BEGIN.plusSeconds(4)));
        assertThat(again.between(BEGIN, BEGIN.plusSeconds(5), true)).isEqualTo(new JobTimes.Spent(Duration.ZERO,
                Duration.ofSeconds(4), Duration.ofSeconds(1), Duration.ZERO));
        JobTimes refused = new JobTimes(true, Optional.empty(), Optional.empty());
        assertThat(refused.between(BEGIN, BEGIN.plusSeconds(5), false).submit()).isEqualTo(Duration.ofSeconds(5));
        assertThat(JobTimes.UNKNOWN.between(BEGIN, BEGIN.plusSeconds(5), false).other())
                .isEqualTo(Duration.ofSeconds(5));
    }

    @ParameterizedTest
    @CsvSource({"projects/p/locations/l/publishers/google/models/veo-3.1/operations/9, veo-3.1",
        "models/m/operations/o, m",
        "operations/o, ''", "models/m, ''"})
    void theModelIsThatOfTheOperationsName(String operation, String model) {
        assertThat(ReportedJob.modelIn(operation).orElse("")).isEqualTo(model);
    }

    @ParameterizedTest
    @CsvSource({"videos/a b.mp4, ./videos/a%20b.mp4", "../x/ü?#%.mp4, ./../x/%c3%bc%3f%23%25.mp4",
        "javascript:alert(1), ./javascript%3aalert(1)", "a<b>\".mp4, ./a%3cb%3e%22.mp4"})
    void aLinkLeadsToItsFileAndNowhereElse(String file, String link) {
        Path page = Path.of("out/report.html").toAbsolutePath();
        assertThat(Links.from(page).to(page.resolveSibling(file))).isEqualTo(link);
    }
}
