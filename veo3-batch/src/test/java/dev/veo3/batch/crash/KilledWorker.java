// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.crash;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.veo3.AwaitOptions;
import dev.veo3.Backend;
import dev.veo3.VeoClient;
import dev.veo3.auth.BearerToken;
import dev.veo3.batch.BatchProcessor;
import dev.veo3.batch.VeoExecutor;
import dev.veo3.batch.cluster.PostgresJournal;
import dev.veo3.batch.journal.Journal;
import dev.veo3.batch.limit.Limits;
import dev.veo3.batch.report.BatchReport;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

/** One of several programs that run the same batch over one journal in PostgreSQL, and may be killed at any moment. */
final class KilledWorker {

    private KilledWorker() {}

    /** The base URL of the service, the directory, the number of jobs, the address of the database, the batch, the worker. */
    public static void main(String[] args) throws InterruptedException {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(args[3]);
        config.setMaximumPoolSize(4);
        try (HikariDataSource pool = new HikariDataSource(config);
                Journal journal = PostgresJournal.ofWorker(pool, args[4], args[5]);
                VeoClient client = VeoClient.builder().backend(Backend.agentPlatform("rehearsal", "us-central1"))
                        .credentials(BearerToken.of("token")).baseUrl(URI.create(args[0])).build();
                BatchProcessor processor = BatchProcessor.builder(new VeoExecutor(client,
                        AwaitOptions.standard().withIntervals(Duration.ofMillis(20), Duration.ofMillis(100))))
                        .outputDirectory(Path.of(args[1])).concurrency(4).journal(journal)
                        .limits(Limits.standard().withLongestGeneration(Duration.ZERO)).build()) {
            BatchReport report = processor.process(KilledBatch.manifest(Integer.parseInt(args[2])));
            report.results().forEach(result -> System.out.println(result.job().id() + " " + result.outcome().name()));
            System.out.println("over");
        }
    }
}
