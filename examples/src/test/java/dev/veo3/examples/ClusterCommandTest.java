// SPDX-License-Identifier: Apache-2.0
package dev.veo3.examples;

import dev.veo3.emulator.Emulator;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** The commands {@code veo3 cluster ...} against a real database and the emulator. */
class ClusterCommandTest {
    private static EmbeddedPostgres server;
    private static int databases;

    @TempDir
    private Path directory;
    private String database = "";

    @BeforeAll
    static void start() throws IOException {
        server = EmbeddedPostgres.start();
    }

    @AfterAll
    static void end() throws IOException {
        server.close();
    }

    /** One server is enough, but each test has a database for itself. */
    @BeforeEach
    void create() throws SQLException {
        String name = "test" + databases++;
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        }
        database = server.getJdbcUrl("postgres", name);
    }

    private CommandLine cluster(Object... words) {
        Object[] all = new Object[words.length + 3];
        all[0] = "cluster";
        System.arraycopy(words, 0, all, 1, words.length);
        all[words.length + 1] = "--database";
        all[words.length + 2] = database;
        return CommandLine.run(all);
    }

    @Test
    void aBatchIsSubmittedPausedResumedRunAndReported() throws Exception {
        Path manifest = Files.writeString(directory.resolve("films.yaml"), """
                output_directory: %s
                jobs:
                  - {id: one, type: generate, options: {prompt: "A boat"}, output: one.mp4}
                  - {id: two, type: generate, options: {prompt: "A ship"}, output: two.mp4}
                """.formatted(directory.resolve("videos")));

        assertThat(cluster("submit", manifest).out()).isEqualTo("Batch films: 2 jobs." + System.lineSeparator());
        assertThat(cluster("pause", "films").out()).contains("Paused: paused from the command line.");
        assertThat(cluster("resume", "films").out()).doesNotContain("Paused");
        try (Emulator emulator = Emulator.builder().start()) {
            CommandLine worker = cluster("worker", "--until-done", "--base-url", emulator.baseUrl());
            assertThat(worker.err()).isEmpty();
            assertThat(worker.exit()).isEqualTo(Veo3.OK);
        }

        CommandLine status = cluster("status");
        assertThat(status.out()).contains("Batch films is over: 2 of 2 jobs came to rest, 2 succeeded");
        assertThat(directory.resolve("videos").resolve("two.mp4")).isNotEmptyFile();
        Path report = directory.resolve("report.csv");
        assertThat(cluster("report", "films", report).exit()).isEqualTo(Veo3.OK);
        assertThat(report).content().contains("one", "two");
    }

    @Test
    void aStoppedBatchIsOverAndSaysSo() throws Exception {
        Path manifest = Files.writeString(directory.resolve("films.yaml"), """
                jobs:
                  - {id: one, type: generate, options: {prompt: "A boat"}, output: one.mp4}
                """);
        cluster("submit", manifest, "--output-dir", directory.resolve("videos"), "--name", "other");

        assertThat(cluster("stop", "other").out())
                .contains("Batch other is over: 0 of 1 jobs", "Stopped: stopped from the command line.");
        assertThat(cluster("status", "other").exit()).isEqualTo(Veo3.JOBS_FAILED);
    }

    @Test
    void whatIsWrongIsSaidInASentence() throws Exception {
        assertThat(cluster("status", "none")).satisfies(missing -> {
            assertThat(missing.exit()).isEqualTo(Veo3.BAD_INPUT);
            assertThat(missing.err()).contains("There is no batch \"none\"");
        });
        assertThat(CommandLine.run("cluster", "status", "--database", "jdbc:postgresql://127.0.0.1:1/none").err())
                .contains("The tables of the cluster cannot be made: Connection to 127.0.0.1:1 refused",
                        ". Check the address")
                .doesNotContain("Hikari", "SQL");
        Path taken = Files.createDirectory(directory.resolve("taken.csv"));
        assertThat(cluster("report", "none", taken)).satisfies(refused -> {
            assertThat(refused.exit()).isEqualTo(Veo3.BAD_INPUT);
            assertThat(refused.err()).contains("taken.csv").doesNotContain("There is no batch");
        });
    }
}
