// SPDX-License-Identifier: Apache-2.0
package dev.veo3.emulator;

import java.io.BufferedReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class EmulatorMainTest {

    @Test
    void itPrintsItsBaseUrlFirstAndServesUntilItIsKilled() throws Exception {
        Process process = start("--port", "0", "--latency", "1s-2s", "--max-in-flight", "3", "--quota", "50",
                "--wrong-key", "blocked");
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
                HttpClient http = HttpClient.newHttpClient()) {
            URI base = URI.create(out.readLine());

            assertThat(base.toString()).matches("http://127\\.0\\.0\\.1:\\d+");
            assertThat(
                    http.send(HttpRequest.newBuilder(base.resolve("/emulator/ledger")).build(), BodyHandlers.ofString())
                            .body())
                    .isEqualTo("{\"billedSeconds\":0,\"billedUsd\":0,\"forgotten\":0,\"entries\":[],\"requests\":[]}");
            assertThat(process.isAlive()).isTrue();
        } finally {
            process.destroy();
            process.waitFor();
        }
    }

    @ParameterizedTest
    @CsvSource({"--latency, 2, 2m", "--latency, written like, soon", "--port, 65535, 70000", "--quota, '', x",
        "--max-in-flight, 1 to, 0", "--speed, unknown argument --speed, 1",
        "--fault, 'there is no fault \"earthquake\"', submit:earthquake",
        "--wrong-key, 'invalid, unauthenticated, blocked', revoked"})
    void wrongArgumentsEndItWithOneLine(String name, String message, String value) throws Exception {
        Process process = start(name, value);
        String error = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).isEqualTo(2);
        assertThat(error).startsWith("emulator: ").contains(message);
        assertThat(error.lines()).hasSize(1);
    }

    @Test
    void faultsAreScriptedFromTheCommandLineAndStrikeTheirRequestsOnly() throws Exception {
        Process process = start("--fault", "submit:nth=2:503:array", "--fault", "submit:job=b:429:retry-after=7s",
                "--fault", "submit:prompt=moon:rate=1:seed=3:404", "--token", "right");
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
                HttpClient http = HttpClient.newHttpClient()) {
            URI submit = URI.create(out.readLine() + "/v1/projects/p/locations/us-central1/publishers/google/models/"
                    + Caller.MODEL + ":predictLongRunning");
            List<HttpResponse<String>> answers = new ArrayList<>();
            for (String body : List.of(Caller.job("a"), Caller.job("a"), Caller.job("b"), Caller.prompt("A moon"),
                    Caller.job("c"))) {
                answers.add(http.send(HttpRequest.newBuilder(submit).header("Authorization", "Bearer right")
                        .POST(HttpRequest.BodyPublishers.ofString(body)).build(), BodyHandlers.ofString()));
            }

            assertThat(answers).extracting(HttpResponse::statusCode).containsExactly(200, 503, 429, 404, 200);
            assertThat(answers.get(1).body()).startsWith("[{\"error\"");
            assertThat(answers.get(2).headers().firstValue("Retry-After")).contains("7");
        } finally {
            process.destroy();
            process.waitFor();
        }
    }

    @Test
    void helpNamesTheArguments() throws Exception {
        Process process = start("--help");
        String help = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).isZero();
        assertThat(help).contains("--port", "--latency", "--max-in-flight", "--quota", "--fault RULE", "--wrong-key");
    }

    private static Process start(String... args) throws Exception {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"), "dev.veo3.emulator.EmulatorMain"));
        command.addAll(List.of(args));
        return new ProcessBuilder(command).start();
    }
}
