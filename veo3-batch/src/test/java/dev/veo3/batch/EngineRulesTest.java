package dev.veo3.batch;

import dev.veo3.batch.event.JobOutcome;
import dev.veo3.batch.event.JobResult;
import dev.veo3.batch.execute.AmbiguityPolicy;
import dev.veo3.batch.journal.Journal;
import dev.veo3.batch.limit.Limits;
import dev.veo3.batch.limit.RetryPolicy;
import dev.veo3.batch.manifest.BatchManifest;
import dev.veo3.batch.manifest.JobSpec;
import dev.veo3.batch.manifest.JobTerms;
import dev.veo3.batch.report.BatchReport;
import dev.veo3.model.Usd;
import dev.veo3.time.ManualTime;
import dev.veo3.video.VideoRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Rules that hold whatever a service answers and whatever becomes of operations, in batches of random jobs, settings and stops, with a
 * clock that each wait moves on. A number names each batch: a failure is repeated by it.
 */
class EngineRulesTest {
    private static final int BATCHES = 400;
    private static final Usd PRICE = Usd.of("1");
    private static final int RUNS = 3;

    static IntStream batches() {
        return IntStream.range(0, BATCHES);
    }

    @ParameterizedTest
    @MethodSource("batches")
    void everyJobComesToRestAndNoneIsPaidTwice(int number) throws Exception {
        Random random = new Random(number);
        RandomService service = new RandomService(random.nextLong());
        int jobs = 1 + random.nextInt(12);
        List<List<Integer>> parents = parents(jobs, random);
        Usd budget = Usd.of(String.valueOf(1 + random.nextInt(2 * jobs)));
        boolean isCapped = random.nextBoolean();
        try (Journal book = Journal.memory()) {
            RecordRules rules = new RecordRules(book);
            for (int run = 0; run < RUNS; run++) {
                int stopAt = run < RUNS - 1 && random.nextBoolean() ? 1 + random.nextInt(2 * jobs) : Integer.MAX_VALUE;
                int concurrency = 1 + random.nextInt(4);
                BatchProcessor.Builder settings = BatchProcessor.builder(service).journal(rules)
                        .concurrency(concurrency)
                        .continueOnError(random.nextInt(5) > 0).ambiguity(policy(random))
                        .retries(RetryPolicy.attempts(1 + random.nextInt(3)))
                        .limits(random.nextBoolean() ? Limits.standard() : Limits.standard().adapting())
                        .time(ManualTime.selfAdvancing(Instant.EPOCH.plus(Duration.ofDays(run))));
                if (isCapped) {
                    settings.budget(budget);
                }
                try (BatchProcessor processor = settings.build()) {
                    service.begin(concurrency, stopAt, processor::close);
                    check(processor.process(manifest(jobs, parents)), jobs, parents, service);
                }
                // What had looked for the stop already is let go.
                assertThat(service.afterStop()).as("submissions after the stop").isLessThan(concurrency);
            }
            if (isCapped) {
                assertThat(PRICE.micros() * service.paid()).as("what may be charged").isLessThanOrEqualTo(
                        budget.micros());
            }
            service.check();
            rules.check();
        }
    }

    private static AmbiguityPolicy policy(Random random) {
        return switch (random.nextInt(3)) {
            case 0 -> new AmbiguityPolicy.Park();
            case 1 -> new AmbiguityPolicy.Reconcile();
            default -> new AmbiguityPolicy.Resubmit(Usd.of(String.valueOf(random.nextInt(4))));
        };
    }

    /** Of each job the jobs before it that it waits for. */
    private static List<List<Integer>> parents(int jobs, Random random) {
        List<List<Integer>> parents = new ArrayList<>();
        for (int job = 0; job < jobs; job++) {
            int of = job;
            parents.add(job > 0 && random.nextInt(3) == 0
                    ? Stream.generate(() -> random.nextInt(of)).limit(2).distinct().toList()
                    : List.of());
        }
        return parents;
    }

    private static BatchManifest manifest(int jobs, List<List<Integer>> parents) {
        BatchManifest.Builder manifest = BatchManifest.builder();
        for (int job = 0; job < jobs; job++) {
            JobTerms terms = JobTerms.standard().withPrice(PRICE)
                    .withDependsOn(parents.get(job).stream().map(parent -> "job" + parent).toArray(String[]::new));
            manifest.job(new JobSpec.Built("job" + job, VideoRequest.text("Take " + job), "job" + job + ".mp4", terms));
        }
        return manifest.build();
    }

    private static void check(BatchReport report, int jobs, List<List<Integer>> parents, RandomService service) {
        List<JobResult> results = report.results().toList();
        assertThat(results).hasSize(jobs).doesNotContainNull();
        assertThat(report.outcomes().values().stream().mapToLong(Long::longValue).sum()).isEqualTo(jobs);
        for (int job = 0; job < jobs; job++) {
            JobResult result = results.get(job);
            String id = result.job().id();
            assertThat(id).isEqualTo("job" + job);
            if (result.outcome() instanceof JobOutcome.Succeeded) {
                assertThat(service.ended(id)).as("%s has a video", id).isTrue();
            }
            if (service.wasSubmitted(id)) {
                assertThat(parents.get(job)).as("the parents of %s, which was submitted", id)
                        .allMatch(parent -> service.ended("job" + parent));
            }
            if (Set.of("skipped", "cancelled").contains(result.outcome().name())) {
                assertThat(service.isOpen(id)).as("%s, of which the service keeps something", id).isFalse();
            }
        }
    }
}
