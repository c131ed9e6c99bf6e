// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.crash;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.veo3.AwaitOptions;
import dev.veo3.Backend;
import dev.veo3.VeoClient;
import dev.veo3.auth.BearerToken;
import dev.veo3.batch.VeoExecutor;
import dev.veo3.batch.cluster.ClusterOptions;
import dev.veo3.batch.cluster.ClusterWorker;
import dev.veo3.batch.journal.JournalException;
import dev.veo3.batch.limit.Limits;
import dev.veo3.batch.limit.RateLimit;
import java.net.URI;
import java.time.Duration;

/** A worker of a cluster in a process of its own, which may be killed at any moment and ends with the process that started it. */
final class ChaosWorker {

    private ChaosWorker() {}

    /** The base URL of the service, the address of the database, the worker's name, submissions a minute in the whole cluster. */
    public static void main(String[] args) throws Exception {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(args[1] + "&ApplicationName=" + args[2]);
        config.setMaximumPoolSize(10);
        config.setMinimumIdle(0);
        config.setInitializationFailTimeout(-1);
        config.setConnectionTimeout(2_000);
        Limits limits = Limits.standard().withLongestGeneration(Duration.ofSeconds(1))
                .withRate(RateLimit.perMinute(Integer.parseInt(args[3])));
        ClusterOptions options = ClusterOptions.standard().withName(args[2]).withLimits(limits)
                .withTimes(Duration.ofMillis(100), Duration.ofMillis(500));
        try (HikariDataSource pool = new HikariDataSource(config);
                VeoClient client = VeoClient.builder().backend(Backend.agentPlatform("rehearsal", "us-central1"))
                        .credentials(BearerToken.of("token")).baseUrl(URI.create(args[0])).build();
                ClusterWorker worker = start(pool,
                        new VeoExecutor(client,
                                AwaitOptions.standard().withIntervals(Duration.ofMillis(20), Duration.ofMillis(100))),
                        options)) {
            System.out.println(worker.name() + " works");
            ProcessHandle.current().parent().orElseThrow().onExit().get();
        }
    }

    /** Whatever starts processes on a machine starts a worker again that found no database. */
    private static ClusterWorker start(HikariDataSource pool, VeoExecutor executor, ClusterOptions options) {
        while (true) {
            try {
                return ClusterWorker.start(pool, executor, options);
            } catch (JournalException e) {
                System.out.println("tried again: " + e.getMessage());
            }
        }
    }
}
