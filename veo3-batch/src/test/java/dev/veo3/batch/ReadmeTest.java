// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch;

import com.zaxxer.hikari.HikariDataSource;
import dev.veo3.batch.cluster.ClusterBatch;
import dev.veo3.batch.cluster.ClusterSchema;
import dev.veo3.batch.cluster.ClusterWorker;
import dev.veo3.batch.cluster.PostgresJournal;
import dev.veo3.batch.cluster.PostgresServer;
import dev.veo3.batch.execute.Executor;
import dev.veo3.batch.journal.Journal;
import dev.veo3.batch.manifest.BatchManifest;
import dev.veo3.batch.report.BatchReport;
import dev.veo3.batch.report.ReportFormat;
import java.nio.file.Path;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** What the README shows of PostgreSQL; its other programs are run by the examples' tests, which look for these lines here too. */
class ReadmeTest {

    @Test
    void theLinesOfTheReadmeRunABatchOnACluster(@TempDir Path directory) throws Exception {
        Studio executor = new Studio();
        WrittenBatch written = new WrittenBatch(directory, 3).jobs(4);
        written.load("jobs.yaml");
        Path file = directory.resolve("jobs.yaml");
        try (HikariDataSource database = PostgresServer.newPool(15)) {
            // @start region="readme"
            ClusterSchema.apply(database); // once; or let Flyway apply classpath:META-INF/veo3/schema
            ClusterBatch batch = ClusterBatch.submit(database, BatchManifest.load(file)); // from any program
            ClusterWorker worker = ClusterWorker.start(database, executor); // on each machine
            // @end
            try (worker) {
                assertThat(batch.await().succeeded()).isEqualTo(4);
            }
        }
        assertThat(executor.accepted()).hasSize(4);
    }

    @Test
    void theLinesOfTheReadmeKeepABatchInTheDatabaseAndWriteItsReport(@TempDir Path directory) throws Exception {
        DataSource database = PostgresServer.pool();
        Executor executor = new Studio();
        BatchProcessor.Builder processor = BatchProcessor.builder(executor)
                .journal(PostgresJournal.ofWorker(database, "my-batch", "worker-1"));
        try (BatchProcessor batches = processor.outputDirectory(directory).build()) {
            BatchReport report = batches.process(Manifests.of(2).build());
            assertThat(report.succeeded()).isEqualTo(2);
            // @start region="readme-report"
            report.write(ReportFormat.HTML, directory.resolve("report.html")); // or JSON, CSV
            // @end
        }
        assertThat(directory.resolve("report.html")).content().contains("job1");
        try (Journal journal = PostgresJournal.open(database, "my-batch")) {
            assertThat(journal.state("job1").outcome()).contains("succeeded");
        }
    }
}
