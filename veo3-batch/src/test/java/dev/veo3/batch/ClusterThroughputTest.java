// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.jdbc.PostgreSqlJdbcCustomization;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.zaxxer.hikari.HikariDataSource;
import dev.veo3.batch.cluster.ClusterBatch;
import dev.veo3.batch.cluster.ClusterLimits;
import dev.veo3.batch.cluster.ClusterOptions;
import dev.veo3.batch.cluster.ClusterWorker;
import dev.veo3.batch.cluster.PostgresJournal;
import dev.veo3.batch.cluster.PostgresServer;
import dev.veo3.batch.event.JobOutcome;
import dev.veo3.batch.execute.Effect.Ending;
import dev.veo3.batch.execute.Executor;
import dev.veo3.batch.execute.JobContext;
import dev.veo3.batch.journal.Journal;
import dev.veo3.batch.journal.JournalRecord.Admitted;
import dev.veo3.batch.journal.JournalRecord.Ended;
import dev.veo3.batch.journal.JournalRecord.Submitted;
import dev.veo3.batch.journal.JournalRecord.Submitting;
import dev.veo3.batch.manifest.BatchManifest;
import dev.veo3.model.Usd;
import dev.veo3.time.TimeSource;
import java.io.BufferedWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How fast workers are with jobs that do nothing, beside db-scheduler by itself: with the same records in the same journal, which is
 * what they are held to, and with nothing but its own rows, which keeps no intent before money.
 */
@Tag("stress")
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class ClusterThroughputTest {
    private static final int JOBS = 2_000;
    private static final int ROUNDS = 3;
    private static final int AT_ONCE = 16;
    private static final int CONNECTIONS = 80;
    private static final double WORTH_IT = 0.8;
    private static final Duration LOOK_AGAIN = Duration.ofMillis(20);
    private static final Duration LONGEST_SUBMIT = Duration.ofSeconds(10);
    private static final Executor NOTHING = (job, context) -> {
        context.once(JobContext.SUBMIT, () -> new Ending.Happened("operations/" + job.id()));
        return new JobOutcome.Succeeded(List.of());
    };

    @TempDir
    private Path directory;

    @Test
    void workersAreNearlyAsFastAsWhatDealsOutTheirJobs() throws Exception {
        warmUp();
        List<String> table = new ArrayList<>();
        List<Double> ratios = new ArrayList<>();
        for (int workers : List.of(1, 2, 4)) {
            double rows = rate(bare(workers, false));
            List<Double> rounds = new ArrayList<>();
            for (int round = 0; round < ROUNDS; round++) {
                double bare = rate(bare(workers, true));
                double ours = rate(ours(workers));
                rounds.add(ours / bare);
                table.add(String.format(Locale.ROOT,
                        "%d workers: %.0f jobs/s; db-scheduler with the same records: %.0f jobs/s, %.2f of it;"
                                + " db-scheduler with nothing but its own rows: %.0f jobs/s, %.2f of it",
                        workers, ours, bare, ours / bare, rows, ours / rows));
            }
            Collections.sort(rounds);
            ratios.add(rounds.get(ROUNDS / 2));
        }
        table.forEach(System.out::println);
        assertThat(ratios).as(() -> "the medians; " + String.join("; ", table)).allMatch(ratio -> ratio >= WORTH_IT);
    }

    @Test
    void aHundredThousandJobsAreSubmittedInTenSeconds() throws Exception {
        int jobs = 100_000;
        Path file = directory.resolve("many.jsonl");
        try (BufferedWriter lines = Files.newBufferedWriter(file)) {
            for (int job = 0; job < jobs; job++) {
                lines.write(
                        "{\"id\": \"job" + job + "\", \"type\": \"generate\", \"options\": {\"prompt\": \"Take " + job
                                + "\"}, \"output\": \"" + job + ".mp4\"}\n");
            }
        }
        try (HikariDataSource database = PostgresServer.newPool(4)) {
            long began = System.nanoTime();
            ClusterBatch batch = ClusterBatch.submit(database, "many", BatchManifest.load(file),
                    WrittenBatch.settings(directory.resolve("videos")));
            Duration took = Duration.ofNanos(System.nanoTime() - began);
            System.out.println("100,000 jobs were submitted in " + took.toMillis() + " ms");

            assertThat(batch.status().dealt()).isEqualTo(jobs);
            assertThat(took).isLessThan(LONGEST_SUBMIT);
        }
    }

    /** Both until they are compiled: the longer code of the two would be measured while it becomes fast. */
    private void warmUp() throws Exception {
        bare(1, false);
        for (int workers : List.of(1, 4, 4)) {
            bare(workers, true);
            ours(workers);
        }
    }

    private static double rate(Duration took) {
        return JOBS / (took.toNanos() / 1e9);
    }

    private Duration ours(int workers) throws Exception {
        try (HikariDataSource database = PostgresServer.newPool(CONNECTIONS)) {
            ClusterBatch batch = ClusterBatch.submit(database, "films",
                    new WrittenBatch(directory, AT_ONCE * workers).jobs(JOBS).load("films.yaml"),
                    WrittenBatch.settings());
            // A plan is made once in the life of a batch, and db-scheduler by itself makes none.
            batch.pause("until every worker has made its plan");
            List<ClusterWorker> started = new ArrayList<>();
            for (int worker = 0; worker < workers; worker++) {
                started.add(ClusterWorker.start(database, NOTHING,
                        ClusterOptions.standard().withJobsAtOnce(AT_ONCE).withTimes(Duration.ofMillis(100),
                                Duration.ofSeconds(5))));
            }
            while (batch.status().workers().size() < workers) {
                TimeSource.system().sleep(LOOK_AGAIN);
            }
            long began = System.nanoTime();
            batch.resume();
            awaitNothingLeft(database);
            Duration took = Duration.ofNanos(System.nanoTime() - began);
            assertThat(batch.await().succeeded()).isEqualTo(JOBS);
            started.forEach(ClusterWorker::close);
            return took;
        }
    }

    /** A quarter of a second, after which {@code await} looks again, is much of so short a batch. */
    private static void awaitNothingLeft(HikariDataSource database) throws Exception {
        try (Connection connection = database.getConnection();
                PreparedStatement any = connection.prepareStatement("SELECT EXISTS (SELECT FROM veo3_execution)")) {
            boolean left = true;
            while (left) {
                TimeSource.system().sleep(LOOK_AGAIN);
                try (ResultSet row = any.executeQuery()) {
                    row.next();
                    left = row.getBoolean(1);
                }
            }
        }
    }

    /** db-scheduler by itself: its rows, and the records of each job or nothing more. */
    private static Duration bare(int workers, boolean recorded) throws Exception {
        CountDownLatch left = new CountDownLatch(JOBS);
        try (HikariDataSource database = PostgresServer.newPool(CONNECTIONS)) {
            try (Connection connection = database.getConnection(); Statement statement = connection.createStatement()) {
                statement.execute("CREATE TABLE scheduled_tasks (LIKE veo3_execution INCLUDING ALL)");
                statement.execute(
                        "INSERT INTO scheduled_tasks (task_name, task_instance, execution_time, picked, version)"
                                + " SELECT 'job', 'job' || i, now(), false, 1 FROM generate_series(1, " + JOBS + ") i");
            }
            List<Scheduler> started = new ArrayList<>();
            long began = System.nanoTime();
            for (int worker = 0; worker < workers; worker++) {
                String name = "worker" + worker;
                Journal journal = PostgresJournal.ofWorker(database, "bare", name,
                        ClusterLimits.none().withInFlight(AT_ONCE * workers), job -> "");
                Task<Void> task = Tasks.oneTime("job").execute((instance, context) -> {
                    if (recorded) {
                        record(journal, instance.getId());
                    }
                    left.countDown();
                });
                Scheduler scheduler = Scheduler.create(database, List.<Task<?>>of(task))
                        .schedulerName(new SchedulerName.Fixed(name)).threads(AT_ONCE)
                        .executorService(Executors.newVirtualThreadPerTaskExecutor())
                        .jdbcCustomization(new PostgreSqlJdbcCustomization(true, true)).pollUsingLockAndFetch(0.5, 1)
                        .pollingInterval(Duration.ofMillis(100)).heartbeatInterval(Duration.ofSeconds(5)).build();
                scheduler.start();
                started.add(scheduler);
            }
            left.await();
            Duration took = Duration.ofNanos(System.nanoTime() - began);
            started.forEach(Scheduler::stop);
            return took;
        }
    }

    private static void record(Journal journal, String job) {
        Instant now = Instant.now();
        journal.append(new Admitted(job, now, "hash", Optional.empty()));
        journal.force(new Submitting(job, now, JobContext.SUBMIT, 1, Usd.ZERO, Optional.empty()));
        journal.force(new Submitted(job, now, JobContext.SUBMIT, 1, "operations/" + job));
        journal.append(
                new Ended(job, now, "succeeded", Optional.empty(), List.of(), Optional.empty(), now, Duration.ZERO,
                        Usd.ZERO, 1));
    }
}
