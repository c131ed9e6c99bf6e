// SPDX-License-Identifier: Apache-2.0
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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Rules that hold whatever a service answers and whatever becomes of operations, in batches of random jobs, chains, settings and stops,
 * with a clock that each wait moves on. Between the runs videos are deleted here and expire there, and jobs leave the manifest and come
 * back. A number names each batch: a failure is repeated by it.
 */
class EngineRulesTest {
    private static final int BATCHES = Integer.getInteger("veo3.batches", 400);
    private static final int FIRST = Integer.getInteger("veo3.first", 0);
    private static final Usd PRICE = Usd.of("1");
    private static final int RUNS = 3;
    private static final int LONGEST_CHAIN = 4;

    @TempDir
    private Path directory;

    /** Jobs, by their number, and the jobs before each that it waits for; a chained one goes on from the video of the only one. */
    private record Jobs(List<List<Integer>> parents, Set<Integer> chained) {}

    static IntStream batches() {
        return IntStream.range(FIRST, FIRST + BATCHES);
    }

    @ParameterizedTest
    @MethodSource("batches")
    void everyJobComesToRestAndNoneIsPaidTwice(int number) throws Exception {
        Random random = new Random(number);
        RandomService service = new RandomService(random.nextLong());
        int jobs = 1 + random.nextInt(12);
        Jobs all = jobs(jobs, random);
        Usd budget = Usd.of(String.valueOf(1 + random.nextInt(2 * jobs)));
        boolean isCapped = random.nextBoolean();
        try (Journal book = Journal.memory()) {
            RecordRules rules = new RecordRules(book);
            for (int run = 0; run < RUNS; run++) {
                int stopAt = run < RUNS - 1 && random.nextBoolean() ? 1 + random.nextInt(2 * jobs) : Integer.MAX_VALUE;
                int concurrency = 1 + random.nextInt(4);
                BatchProcessor.Builder settings = BatchProcessor.builder(service).journal(rules)
                        .concurrency(concurrency)
                        .outputDirectory(directory).continueOnError(random.nextInt(5) > 0).ambiguity(policy(random))
                        .retries(RetryPolicy.attempts(1 + random.nextInt(3)))
                        .limits(random.nextBoolean() ? Limits.standard() : Limits.standard().adapting())
                        .time(ManualTime.selfAdvancing(Instant.EPOCH.plus(Duration.ofDays(run))));
                if (isCapped) {
                    settings.budget(budget);
                }
                try (BatchProcessor processor = settings.build()) {
                    service.begin(concurrency, stopAt, processor::close);
                    List<Integer> present = run == 0 ? all(jobs) : present(all, random);
                    check(processor.process(manifest(present, all)), present, all, service);
                }
                // What had looked for the stop already is let go.
                assertThat(service.afterStop()).as("submissions after the stop").isLessThan(concurrency);
                deleteSome(random);
                service.expireSome(random);
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

    private static Jobs jobs(int jobs, Random random) {
        List<List<Integer>> parents = new ArrayList<>();
        Set<Integer> chained = new HashSet<>();
        int links = 0;
        for (int job = 0; job < jobs; job++) {
            int of = job;
            int kind = job == 0 ? 5 : random.nextInt(6);
            // The service extends no video that is longer than this makes one.
            links = kind < 3 && links < LONGEST_CHAIN ? links + 1 : 0;
            if (links > 0) {
                parents.add(List.of(job - 1));
                chained.add(job);
            } else if (kind < 5) {
                parents.add(Stream.generate(() -> random.nextInt(of)).limit(2).distinct().toList());
            } else {
                parents.add(List.of());
            }
        }
        return new Jobs(parents, chained);
    }

    private static List<Integer> all(int jobs) {
        return IntStream.range(0, jobs).boxed().toList();
    }

    /** All but some that no other waits for. */
    private static List<Integer> present(Jobs all, Random random) {
        Set<Integer> needed = all.parents().stream().flatMap(List::stream).collect(Collectors.toSet());
        List<Integer> present = IntStream.range(0, all.parents().size())
                .filter(job -> needed.contains(job) || random.nextInt(4) > 0).boxed().toList();
        return present.isEmpty() ? List.of(0) : present;
    }

    private void deleteSome(Random random) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.sorted().toList()) {
                if (random.nextInt(4) == 0) {
                    Files.delete(file);
                }
            }
        }
    }

    private static BatchManifest manifest(List<Integer> present, Jobs all) {
        BatchManifest.Builder manifest = BatchManifest.builder();
        for (int job : present) {
            List<Integer> parents = all.parents().get(job);
            boolean isChained = all.chained().contains(job);
            JobTerms terms = JobTerms.standard().withPrice(PRICE).withDependsOn(
                    isChained
                            ? new String[0]
                            : parents.stream().map(parent -> "job" + parent).toArray(String[]::new));
            VideoRequest request = isChained
                    ? VideoRequest.extension(JobSpec.videoOf("job" + parents.getFirst()), "Take " + job)
                    : VideoRequest.text("Take " + job);
            manifest.job(new JobSpec.Built("job" + job, request, "job" + job + ".mp4", terms));
        }
        return manifest.build();
    }

    private static void check(BatchReport report, List<Integer> present, Jobs all, RandomService service) {
        List<JobResult> results = report.results().toList();
        assertThat(results).hasSize(present.size()).doesNotContainNull();
        assertThat(report.outcomes().values().stream().mapToLong(Long::longValue).sum()).isEqualTo(present.size());
        for (int at = 0; at < present.size(); at++) {
            JobResult result = results.get(at);
            int job = present.get(at);
            String id = result.job().id();
            assertThat(id).isEqualTo("job" + job);
            if (result.outcome() instanceof JobOutcome.Succeeded) {
                assertThat(service.ended(id)).as("%s has a video", id).isTrue();
                assertThat(result.job().output()).as("the video of %s", id).exists();
            }
            if (service.wasSubmitted(id)) {
                assertThat(all.parents().get(job)).as("the parents of %s, which was submitted", id)
                        .allMatch(parent -> service.ended("job" + parent));
            }
            if (Set.of("skipped", "cancelled").contains(result.outcome().name())) {
                assertThat(service.isOpen(id)).as("%s, of which the service keeps something", id).isFalse();
            }
        }
    }
}
