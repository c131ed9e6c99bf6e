// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.tune;

import dev.veo3.batch.event.JobOutcome;
import dev.veo3.batch.execute.Effect.Ending;
import dev.veo3.batch.execute.Executor;
import dev.veo3.batch.execute.JobContext;
import dev.veo3.batch.manifest.BatchManifest;
import dev.veo3.batch.manifest.JobSpec;
import dev.veo3.batch.manifest.JobTerms;
import dev.veo3.batch.manifest.ManifestException;
import dev.veo3.batch.plan.Job;
import dev.veo3.error.ServiceError;
import dev.veo3.model.Usd;
import dev.veo3.time.ManualTime;
import dev.veo3.video.VideoRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Which batches a tuner runs, and when it has seen enough. */
class TunerTest {
    private final ManualTime time = ManualTime.selfAdvancing(Instant.EPOCH);

    @TempDir
    private Path directory;

    /** A service whose jobs all take a minute one after the other, shared by so many at once. */
    private final class Service implements Executor {
        private final int lanes;
        private final AtomicInteger submitted = new AtomicInteger();
        private final ConcurrentHashMap<Path, AtomicInteger> batches = new ConcurrentHashMap<>();
        private int refusing = Integer.MAX_VALUE;

        Service(int lanes) {
            this.lanes = lanes;
        }

        private static int concurrency(Job job) {
            return Integer.parseInt(job.output().getParent().getFileName().toString().replace("concurrency-", ""));
        }

        @Override
        public JobOutcome execute(Job job, JobContext context) throws InterruptedException {
            int concurrency = concurrency(job);
            AtomicInteger refused = batches.computeIfAbsent(job.output().getParent(), batch -> new AtomicInteger());
            context.once(JobContext.SUBMIT, () -> {
                if (concurrency >= refusing && refused.incrementAndGet() <= 4) {
                    time.advance(Duration.ofMinutes(1));
                    return new Ending.Refused(
                            new ServiceError(429, "RESOURCE_EXHAUSTED", "", Optional.of(Duration.ofNanos(1))));
                }
                submitted.incrementAndGet();
                return new Ending.Happened("operations/" + job.id());
            });
            time.advance(Duration.ofMinutes(1).dividedBy(Math.min(lanes, concurrency)));
            return new JobOutcome.Succeeded(List.of());
        }
    }

    @Test
    void itStopsWhenMoreAtOnceIsNotFasterTwiceInARow() throws Exception {
        Service service = new Service(4);
        List<TunedLevel> told = new ArrayList<>();

        Tuning tuning = tuner(service).listener(told::add).tune(manifest(40));

        assertThat(tuning.levels()).extracting(TunedLevel::concurrency).containsExactly(1, 2, 4, 8, 16);
        assertThat(tuning.recommended()).hasValue(4);
        assertThat(told).isEqualTo(tuning.levels());
        assertThat(tuning.levels()).allSatisfy(level -> {
            assertThat(level.jobs()).isEqualTo(40);
            assertThat(level.succeeded()).isEqualTo(40);
        });
        assertThat(service.submitted).hasValue(5 * 40);
    }

    @Test
    void itDoesNotTryMoreAtOnceThanThereAreJobs() throws Exception {
        Tuning tuning = tuner(new Service(64)).tune(manifest(3));

        assertThat(tuning.levels()).extracting(TunedLevel::concurrency).containsExactly(1, 2);
        assertThat(tuning.reason()).contains("more was not tried: the manifest has 3 jobs");
    }

    @Test
    void theLevelsAreTheCallers() throws Exception {
        assertThat(tuner(new Service(2)).levels(List.of(3, 1, 3)).tune(manifest(6)).levels())
                .extracting(TunedLevel::concurrency).containsExactly(1, 3);
        assertThatThrownBy(() -> tuner(new Service(1)).levels(List.of(2, 0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("each is 1 or more");
    }

    @Test
    void theTrialsTogetherCostNoMoreThanTheBudget() throws Exception {
        Service service = new Service(64);
        BatchManifest manifest = priced(4);

        Tuning tuning = tuner(service).budget(Usd.of("9")).tune(manifest);

        assertThat(tuning.levels()).extracting(TunedLevel::concurrency).containsExactly(1, 2);
        assertThat(tuning.reason())
                .contains("more was not tried: a trial costs $4.00, and of the budget of $9.00 $8.00 is spent");
        assertThat(service.submitted).hasValue(8);
        assertThat(tuner(service).estimatedCost(manifest)).isEqualTo(Usd.of("12"));
    }

    @Test
    void aBudgetThatAllowsNoTrialIsAnErrorAndNothingIsSubmitted() {
        Service service = new Service(1);

        assertThatThrownBy(() -> tuner(service).budget(Usd.of("3.99")).tune(priced(4)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Nothing was tried: a trial costs $4.00");
        assertThat(service.submitted).hasValue(0);
    }

    @Test
    void whereTheServiceRefusesOftenAndIsNotFasterNothingMoreIsTried() throws Exception {
        Service service = new Service(2);
        service.refusing = 4;

        Tuning tuning = tuner(service).tune(manifest(20));

        assertThat(tuning.levels()).extracting(TunedLevel::concurrency).containsExactly(1, 2, 4);
        assertThat(tuning.recommended()).hasValue(2);
        assertThat(tuning.reason()).startsWith("With 4 at once the service refused 4 submissions");
    }

    @Test
    void whereNothingIsReachedNothingIsRecommendedAndNothingMoreIsTried() throws Exception {
        Tuning tuning = tuner(failing(1)).tune(manifest(20));

        assertThat(tuning.levels()).extracting(TunedLevel::concurrency).containsExactly(1);
        assertThat(tuning.levels().getFirst().jobsPerMinute()).isZero();
        assertThat(tuning.recommended()).isEmpty();
        assertThat(tuning.best()).isEmpty();
        assertThat(tuning.describe()).contains("Nothing is recommended. With 1 at once 20 of 20 jobs",
                "HTTP 401 UNAUTHENTICATED", "Check the key or the credentials");
    }

    @Test
    void aLevelAtWhichJobsFailIsNotRecommendedAndEndsTheTrials() throws Exception {
        Tuning tuning = tuner(failing(4)).tune(manifest(20));

        assertThat(tuning.levels()).extracting(TunedLevel::concurrency).containsExactly(1, 2, 4);
        assertThat(tuning.recommended()).hasValue(2);
        assertThat(tuning.reason()).startsWith("With 4 at once 20 of 20 jobs").contains("Check the key");
    }

    @Test
    void whatAFilterKeepsIsTheServicesWorkAllTheSame() throws Exception {
        Tuning tuning = tuner((job, context) -> {
            context.once(JobContext.SUBMIT, () -> new Ending.Happened("operations/" + job.id()));
            time.advance(Duration.ofMinutes(1));
            return new JobOutcome.Filtered(List.of());
        }).levels(List.of(1)).tune(manifest(2));

        assertThat(tuning.levels().getFirst().jobsPerMinute()).isEqualTo(1);
        assertThat(tuning.recommended()).hasValue(1);
    }

    /** A service that refuses the key where so many run at once, or more. */
    private Executor failing(int from) {
        Service service = new Service(64);
        return (job, context) -> {
            if (Service.concurrency(job) >= from) {
                context.once(JobContext.SUBMIT, () -> new Ending.Refused(
                        new ServiceError(401, "UNAUTHENTICATED", "", Optional.empty())));
            }
            return service.execute(job, context);
        };
    }

    @Test
    void aManifestWithProblemsIsTriedNowhere() {
        Service service = new Service(1);
        VideoRequest outside = VideoRequest.text("A cat");
        BatchManifest broken = BatchManifest.builder().job("a", outside, "../a.mp4").build();

        assertThatThrownBy(() -> tuner(service).tune(broken)).isInstanceOf(ManifestException.class);
        assertThat(service.submitted).hasValue(0);
    }

    private Tuner tuner(Executor executor) {
        return Tuner.of(executor, directory).time(time);
    }

    private static BatchManifest manifest(int jobs) {
        BatchManifest.Builder manifest = BatchManifest.builder();
        for (int job = 0; job < jobs; job++) {
            manifest.job("job" + job, VideoRequest.text("A sunset, take " + job), "job" + job + ".mp4");
        }
        return manifest.build();
    }

    private static BatchManifest priced(int jobs) {
        BatchManifest.Builder manifest = BatchManifest.builder();
        for (int job = 0; job < jobs; job++) {
            manifest.job(
                    new JobSpec.Built("job" + job, VideoRequest.text("A sunset, take " + job), "job" + job + ".mp4",
                            JobTerms.standard().withPrice(Usd.of("1"))));
        }
        return manifest.build();
    }
}
