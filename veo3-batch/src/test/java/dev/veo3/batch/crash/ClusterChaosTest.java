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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
    private static final int CONCURRENCY = 24;
    /** So many workers are killed until the one that stands still goes on. */
    private static final int PAUSED_FOR = 2;
    /** So many jobs a minute all workers together submit, and they could do several times as many. */
    private static final int PER_MINUTE = 300;
    /** The service's minute is over so many times sooner: its quota is one for any second and a half. */
    private static final int SPEED = 40;
    /** Twice as many as leave then: a worker that has only begun sends its first ones late, and close together. */
    private static final int QUOTA = 2 * PER_MINUTE / SPEED;

    private final List<Process> processes = new ArrayList<>();
    private final Set<String> inDoubt = new HashSet<>();

    @TempDir
    private Path directory;

    /** What happens to the workers while the batch runs. */
    private record Chaos(int jobs, int workers, int kills, boolean restart) {}

    @AfterEach
    void endAll() throws InterruptedException {
        for (Process process : processes) {
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    void aWorkerThatIsKilledAndOneThatStandsStillCostNothing() throws Exception {
        run(new Chaos(24, 2, 1, false));
    }

    @RepeatedTest(2)
    @Tag("stress")
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void threeWorkersAKillEachSecondAPauseAndARestartOfTheDatabaseCostNothing() throws Exception {
        run(new Chaos(300, 3, Integer.MAX_VALUE, true));
    }

    private void run(Chaos chaos) throws Exception {
        File data = directory.resolve("database").toFile();
        EmbeddedPostgres server = server(data, 0);
        long began = System.nanoTime();
        try (Emulator emulator = Emulator.builder().maxInFlight(CONCURRENCY).quota(QUOTA)
                .time(() -> SPEED * (System.nanoTime() - began))
                .latency(Latency.between(Duration.ofMillis(50 * SPEED), Duration.ofMillis(300 * SPEED))).start();
                HikariDataSource pool = pool(server)) {
            ClusterSchema.apply(pool);
            ClusterBatch batch = ClusterBatch.submit(pool, "films",
                    new WrittenBatch(directory, CONCURRENCY).jobs(chaos.jobs()).load("films.yaml"),
                    WrittenBatch.settings());
            List<Process> alive = new ArrayList<>();
            for (int worker = 0; worker < chaos.workers(); worker++) {
                alive.add(start(emulator, server));
            }
            awaitAccepted(emulator, chaos.jobs() / 10);
            stop(alive.getFirst(), pool);
            int kills = 0;
            for (int place = 0; kills < chaos.kills()
                    && emulator.ledger().entries().size() < chaos.jobs() * 9 / 10; place++) {
                int killed = 1 + place % (alive.size() - 1);
                kill(alive.get(killed), pool);
                alive.set(killed, start(emulator, server));
                alive.get(killed).waitFor(1, TimeUnit.SECONDS);
                if (kills == PAUSED_FOR || kills == chaos.kills() - 1) {
                    goOn(alive.getFirst(), pool);
                }
                if (chaos.restart() && kills == 3) {
                    server = restarted(server, data, pool);
                }
                kills++;
            }
            assertThat(kills).as("workers that were killed").isGreaterThan(Math.min(chaos.kills() - 1, 3));
            check(chaos, batch.await(), emulator, pool);
        } finally {
            server.close();
        }
    }

    /** It is stopped when this returns: its process says so, and what it had sent to the database has been done. */
    private void stop(Process process, DataSource pool) throws Exception {
        signal("-STOP", process);
        while (!isStopped(process)) {
            process.waitFor(5, TimeUnit.MILLISECONDS);
        }
        String name = name(process);
        awaitZero(pool, "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND application_name = '" + name
                + "'");
        noteDoubts(pool, name);
    }

    private static boolean isStopped(Process process) throws IOException {
        String said = Files.readString(Path.of("/proc", String.valueOf(process.pid()), "stat"));
        return said.charAt(said.lastIndexOf(')') + 2) == 'T';
    }

    /** It has stood still for longer than its lease: others have its jobs. */
    private void goOn(Process process, DataSource pool) throws Exception {
        awaitZero(pool, "SELECT count(*) FROM veo3_execution WHERE picked_by = '" + name(process) + "'");
        assertThat(isStopped(process)).as("the worker stands still").isTrue();
        signal("-CONT", process);
    }

    /** Its connections are gone too when this returns, so that nothing of what it had begun comes after. */
    private void kill(Process process, DataSource pool) throws Exception {
        awaitWorking(process);
        process.destroyForcibly().waitFor();
        String name = name(process);
        awaitZero(pool, "SELECT count(*) FROM pg_stat_activity WHERE application_name = '" + name + "'");
        noteDoubts(pool, name);
    }

    /** The jobs that it was submitting: of these, and of no others, nobody knows whether they were taken. */
    private void noteDoubts(DataSource pool, String worker) throws Exception {
        inDoubt.addAll(texts(pool, "SELECT job FROM veo3_job WHERE phase = 'SUBMITTING' AND '" + worker
                + "' = (SELECT worker FROM veo3_attempt a WHERE a.batch = veo3_job.batch AND a.job = veo3_job.job"
                + " ORDER BY taken_at DESC LIMIT 1)"));
    }

    private static EmbeddedPostgres restarted(EmbeddedPostgres server, File data, DataSource pool) throws Exception {
        String before = texts(pool, "SELECT pg_postmaster_start_time()::text").getFirst();
        int port = server.getPort();
        server.close();
        EmbeddedPostgres again = server(data, port);
        assertThat(texts(pool, "SELECT pg_postmaster_start_time()::text").getFirst())
                .as("when the database was started")
                .isNotEqualTo(before);
        return again;
    }

    private String name(Process process) {
        return "worker" + processes.indexOf(process);
    }

    private void check(Chaos chaos, ClusterStatus status, Emulator emulator, DataSource pool) throws Exception {
        Map<String, Long> accepted = emulator.ledger().entries().stream()
                .collect(Collectors.groupingBy(entry -> entry.job().orElseThrow(), Collectors.counting()));
        assertThat(accepted.values()).as("how often each job was accepted").allMatch(times -> times == 1);
        assertThat(status.ended()).as("jobs that came to rest: %s", status).isEqualTo(chaos.jobs());
        assertThat(status.outcomes().keySet()).isSubsetOf("succeeded", "ambiguous");
        assertThat(texts(pool, "SELECT job FROM veo3_job WHERE outcome = 'ambiguous'"))
                .as("jobs of unknown fate, of those that were being submitted when their worker was killed or stopped")
                .isSubsetOf(inDoubt);
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
        Path said = directory.resolve(name(process) + ".txt");
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

    private void awaitZero(DataSource pool, String count) throws Exception {
        while (!texts(pool, count).equals(List.of("0"))) {
            processes.getFirst().waitFor(20, TimeUnit.MILLISECONDS);
        }
    }

    /** The first column. A connection that the database's restart has broken is left behind. */
    private static List<String> texts(DataSource pool, String query) throws SQLException {
        while (true) {
            List<String> texts = new ArrayList<>();
            try (Connection connection = pool.getConnection();
                    Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery(query)) {
                while (row.next()) {
                    texts.add(row.getString(1));
                }
                return texts;
            } catch (SQLException e) {
                if (!String.valueOf(e.getSQLState()).matches("08.*|57P.*")) {
                    throw e;
                }
            }
        }
    }

    private static void signal(String signal, Process process) throws Exception {
        assertThat(new ProcessBuilder("kill", signal, String.valueOf(process.pid())).start().waitFor()).isZero();
    }

    private Process start(Emulator emulator, EmbeddedPostgres server) throws IOException {
        String name = "worker" + processes.size();
        Process process = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
                "-Xshare:auto", "-Xmx128m", "-cp", System.getProperty("java.class.path"), ChaosWorker.class.getName(),
                emulator.baseUrl().toString(), server.getJdbcUrl("postgres", "postgres"), name,
                String.valueOf(PER_MINUTE)).redirectErrorStream(true)
                .redirectOutput(directory.resolve(name + ".txt").toFile()).start();
        processes.add(process);
        return process;
    }
}
