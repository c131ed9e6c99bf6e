// SPDX-License-Identifier: Apache-2.0
package dev.veo3.examples.task;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.veo3.Backend;
import dev.veo3.VeoClient;
import dev.veo3.auth.BearerToken;
import dev.veo3.batch.VeoExecutor;
import dev.veo3.batch.cluster.ClusterBatch;
import dev.veo3.batch.cluster.ClusterOptions;
import dev.veo3.batch.cluster.ClusterSchema;
import dev.veo3.batch.cluster.ClusterStatus;
import dev.veo3.batch.cluster.ClusterWorker;
import dev.veo3.batch.manifest.BatchManifest;
import dev.veo3.batch.plan.PlanSettings;
import dev.veo3.emulator.Emulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** Hands a batch to a PostgreSQL, whose address is the only argument, and has two workers run it together. */
public final class RunOnManyMachines {

    private RunOnManyMachines() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("veo3-"); // On many machines: one that all of them share.
        Path manifest = Files.writeString(directory.resolve("jobs.yaml"),
                """
                        output_directory: %s
                        defaults: {type: generate, output: "{{id}}.mp4"}
                        jobs:
                          - {id: "{{town}}", matrix: {town: [bergen, porto, trieste]}, options: {prompt: "The harbour of {{town}}"}}
                        """
                        .formatted(directory));
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(args.length > 0 ? args[0] : "jdbc:postgresql://localhost/veo3?user=veo3");
        config.setDriverClassName("org.postgresql.Driver");
        config.setMaximumPoolSize(20); // Ten for each worker.
        try (HikariDataSource database = new HikariDataSource(config);
                Emulator emulator = Emulator.builder().start();
                VeoClient veo = VeoClient.builder()
                        .backend(Backend.agentPlatform("my-project", "us-central1"))
                        .credentials(BearerToken.of("my-token"))
                        .baseUrl(emulator.baseUrl()) // Leave it out, and the videos are real.
                        .build()) {
            ClusterSchema.apply(database);
            ClusterBatch batch = ClusterBatch.submit(database, directory.getFileName().toString(),
                    BatchManifest.load(manifest), PlanSettings.standard(LocalDate.now(ZoneOffset.UTC)));
            VeoExecutor executor = new VeoExecutor(veo);
            try (ClusterWorker first = ClusterWorker.start(database, executor, ClusterOptions.standard());
                    ClusterWorker second = ClusterWorker.start(database, executor, ClusterOptions.standard())) {
                System.out.println(first.name() + " and " + second.name() + " work.");
                ClusterStatus status = batch.await();
                System.out.println(status.succeeded() + " of " + status.jobs() + " videos are in " + directory);
            }
        }
    }
}
