// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch;

import com.zaxxer.hikari.HikariDataSource;
import dev.veo3.batch.cluster.ClusterBatch;
import dev.veo3.batch.cluster.ClusterOptions;
import dev.veo3.batch.cluster.ClusterWorker;
import dev.veo3.batch.cluster.Intercepted;
import dev.veo3.batch.cluster.PostgresServer;
import dev.veo3.batch.event.JobOutcome;
import dev.veo3.batch.execute.Effect.Ending;
import dev.veo3.batch.execute.JobContext;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** How often a worker asks the database for one job. Each time is a wait, and work of the server that all workers share. */
class RoundTripsTest {
    private static final int JOBS = 60;
    /** Intent, result and end, each in a transaction of two; and before them one, what is known of the job. */
    private static final int TRIPS = 3 * 2 + 1;

    @TempDir
    private Path directory;

    /** A database that counts what it is asked, by table; a commit counts for the transaction's first table. */
    private static final class Counting {
        private final DataSource source;
        private final ConcurrentMap<String, Integer> asked = new ConcurrentHashMap<>();

        Counting(DataSource source) {
            this.source = source;
        }

        DataSource database() {
            return Intercepted.connections(source, this::counting);
        }

        private Connection counting(Connection connection) {
            ConcurrentMap<String, String> transaction = new ConcurrentHashMap<>();
            return Intercepted.of(Connection.class, connection, call -> {
                if (call.name().equals("commit") && transaction.containsKey("about")) {
                    count("commit of " + transaction.remove("about"));
                }
                Object result = call.happen();
                return result instanceof PreparedStatement statement
                        ? counting(statement, call.sql(), transaction)
                        : result;
            });
        }

        private PreparedStatement counting(PreparedStatement statement, String sql, Map<String, String> transaction) {
            return Intercepted.of(PreparedStatement.class, statement, call -> {
                if (call.name().startsWith("execute")) {
                    count(about(sql));
                    if (sql.endsWith("; COMMIT")) {
                        transaction.remove("about");
                    } else {
                        transaction.putIfAbsent("about", about(sql));
                    }
                }
                return call.happen();
            });
        }

        private void count(String about) {
            asked.merge(about, 1, Integer::sum);
        }

        private static String about(String sql) {
            for (String table : List.of("veo3_execution", "veo3_worker", "veo3_record", "veo3_attempt", "veo3_limit",
                    "veo3_batch", "veo3_job")) {
                if (sql.contains(table)) {
                    return table;
                }
            }
            return "else";
        }

        int of(String... tables) {
            int sum = 0;
            for (Map.Entry<String, Integer> one : asked.entrySet()) {
                for (String table : tables) {
                    sum += one.getKey().endsWith(table) ? one.getValue() : 0;
                }
            }
            return sum;
        }
    }

    @Test
    void aJobAsksTheDatabaseTwiceForEachRecord() throws Exception {
        try (HikariDataSource pool = PostgresServer.newPool(20)) {
            ClusterBatch batch = ClusterBatch.submit(pool, "films",
                    new WrittenBatch(directory, 8).jobs(JOBS).load("films.yaml"), WrittenBatch.settings());
            Counting counting = new Counting(pool);
            ClusterWorker worker = ClusterWorker.start(counting.database(), (job, context) -> {
                context.once(JobContext.SUBMIT, () -> new Ending.Happened("operations/" + job.id()));
                return new JobOutcome.Succeeded(List.of());
            }, ClusterOptions.standard().withTimes(Duration.ofMillis(50), Duration.ofSeconds(5)));
            try {
                assertThat(batch.await().succeeded()).isEqualTo(JOBS);
            } finally {
                worker.close();
            }

            assertThat(counting.of("veo3_record", "veo3_attempt", "veo3_limit", "veo3_job"))
                    .as(() -> "for " + JOBS + " jobs: " + counting.asked).isLessThanOrEqualTo(JOBS * TRIPS + 10);
        }
    }
}
