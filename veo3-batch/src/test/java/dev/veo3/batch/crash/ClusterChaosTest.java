// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.crash;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.veo3.batch.WrittenBatch;
import dev.veo3.batch.cluster.ClusterBatch;
import dev.veo3.batch.cluster.ClusterSchema;
import dev.veo3.batch.cluster.ClusterStatus;
import dev.veo3.emulator.Emulator;
import dev.veo3.emulator.Latency;
import dev.veo3.emulator.Ledger;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Workers in processes of their own that are killed, stand still for longer than their lease and lose the database, which this process
 * owns and restarts.
 */
class ClusterChaosTest {
    private static final int CONCURRENCY = 12;
    /** So many workers are killed until the one that stands still goes on. */
    private static final int PAUSED_FOR = 2;

    private final List<Process> processes = new ArrayList<>();
    private int started;

    @TempDir
    private Path directory;

    /** What happens to the workers while the batch runs. */
    private record Chaos(int jobs, int workers, int kills, int perMinute, boolean restart) {}

    @AfterEach
    void endAll() throws InterruptedException {
        for (Process process : processes) {
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    void aWorkerThatIsKilledAndOneThatStandsStillCostNothing() throws Exception {
        run(new Chaos(24, 2, 1, 6_000, false));
    }

    @RepeatedTest(2)
    @Tag("stress")
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void threeWorkersAKillEachSecondAPauseAndARestartOfTheDatabaseCostNothing() throws Exception {
        run(new Chaos(300, 3, Integer.MAX_VALUE, 600, true));
    }

    private void run(Chaos chaos) throws Exception {
        File data = directory.resolve("database").toFile();
        EmbeddedPostgres server = server(data, 0);
        try (Emulator emulator = Emulator.builder().maxInFlight(CONCURRENCY).quota(chaos.perMinute() + 1)
                .latency(Latency.between(Duration.ofMillis(50), Duration.ofMillis(300))).start();
                HikariDataSource pool = pool(server)) {
            ClusterSchema.apply(pool);
            ClusterBatch batch = ClusterBatch.submit(pool, "films",
                    new WrittenBatch(directory, CONCURRENCY).jobs(chaos.jobs()).load("films.yaml"),
                    WrittenBatch.settings());
            List<Process> alive = new ArrayList<>();
            for (int worker = 0; worker < chaos.workers(); worker++) {
                alive.add(start(emulator, server, chaos));
            }
            awaitAccepted(emulator, chaos.jobs() / 10);
            signal("-STOP", alive.getFirst());
            int place = 0;
            for (int kill = 0; kill < chaos.kills()
                    && emulator.ledger().entries().size() < chaos.jobs() * 9 / 10; kill++) {
                int killed = 1 + place++ % (alive.size() - 1);
                awaitWorking(alive.get(killed));
                alive.get(killed).destroyForcibly().waitFor();
                alive.set(killed, start(emulator, server, chaos));
                alive.get(killed).waitFor(1, TimeUnit.SECONDS);
                if (kill == PAUSED_FOR || kill == chaos.kills() - 1) {
                    awaitLeaseIsOver(pool);
                    signal("-CONT", alive.getFirst());
                }
                if (chaos.restart() && kill == 3) {
                    int port = server.getPort();
                    server.close();
                    server = server(data, port);
                }
            }
            signal("-CONT", alive.getFirst());
            check(chaos, batch.await(), emulator);
        } finally {
            server.close();
        }
    }

    private void check(Chaos chaos, ClusterStatus status, Emulator emulator) {
        Map<String, Long> accepted = emulator.ledger().entries().stream()
                .collect(Collectors.groupingBy(entry -> entry.job().orElseThrow(), Collectors.counting()));
        assertThat(accepted.values()).as("how often each job was accepted").allMatch(times -> times == 1);
        assertThat(status.ended()).as("jobs that came to rest: %s", status).isEqualTo(chaos.jobs());
        assertThat(status.outcomes().keySet()).isSubsetOf("succeeded", "ambiguous");
        long ambiguous = status.outcomes().getOrDefault("ambiguous", 0L);
        assertThat(ambiguous).as("jobs in doubt")
                .isLessThanOrEqualTo((long) CONCURRENCY * (started - chaos.workers() + 1));
        assertThat(accepted.size()).isBetween((int) status.succeeded(), chaos.jobs());
        assertThat(directory.resolve("videos").toFile().list((where, name) -> name.endsWith(".mp4")))
                .hasSizeGreaterThanOrEqualTo((int) status.succeeded());
        assertThat(emulator.ledger().requests(Ledger.Route.SUBMIT, 429)).as("submissions beyond what is allowed")
                .isZero();
    }

    private static EmbeddedPostgres server(File data, int port) throws IOException {
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder().setDataDirectory(data)
                .setCleanDataDirectory(false).setServerConfig("max_connections", "100");
        return port == 0 ? builder.start() : builder.setPort(port).start();
    }

    private static HikariDataSource pool(EmbeddedPostgres server) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(server.getJdbcUrl("postgres", "postgres"));
        config.setMaximumPoolSize(10);
        config.setMinimumIdle(0);
        return new HikariDataSource(config);
    }

    /** Whoever is killed has begun to work: a slow machine takes longer than a second to start it. */
    private void awaitWorking(Process process) throws Exception {
        Path said = directory.resolve("worker" + processes.indexOf(process) + ".txt");
        while (!Files.readString(said).contains("works")) {
            assertThat(process.waitFor(20, TimeUnit.MILLISECONDS)).as(() -> "the worker ended: " + said).isFalse();
        }
    }

    /** The workers need the processor more than who waits for them. */
    private void awaitAccepted(Emulator emulator, int jobs) throws InterruptedException {
        while (emulator.ledger().entries().size() < jobs) {
            processes.getFirst().waitFor(20, TimeUnit.MILLISECONDS);
        }
    }

    /** Until the jobs of the first worker, which stands still, have been given to others. */
    private void awaitLeaseIsOver(DataSource pool) throws SQLException, InterruptedException {
        boolean isOver = false;
        while (!isOver) {
            processes.getFirst().waitFor(20, TimeUnit.MILLISECONDS);
            try (Connection connection = pool.getConnection();
                    Statement statement = connection.createStatement();
                    ResultSet row = statement
                            .executeQuery("SELECT count(*) FROM veo3_execution WHERE picked_by = 'worker0'")) {
                row.next();
                isOver = row.getInt(1) == 0;
            }
        }
    }

    private static void signal(String signal, Process process) throws Exception {
        assertThat(new ProcessBuilder("kill", signal, String.valueOf(process.pid())).start().waitFor()).isZero();
    }

    private Process start(Emulator emulator, EmbeddedPostgres server, Chaos chaos) throws IOException {
        String name = "worker" + started++;
        Process process = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
                "-Xshare:auto", "-Xmx128m", "-cp", System.getProperty("java.class.path"), ChaosWorker.class.getName(),
                emulator.baseUrl().toString(), server.getJdbcUrl("postgres", "postgres"), name,
                String.valueOf(chaos.perMinute())).redirectErrorStream(true)
                .redirectOutput(directory.resolve(name + ".txt").toFile()).start();
        processes.add(process);
        return process;
    }
}
