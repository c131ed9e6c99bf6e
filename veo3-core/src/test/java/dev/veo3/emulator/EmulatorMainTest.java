package dev.veo3.emulator;

import java.io.BufferedReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
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
        "--wrong-key, 'invalid, unauthenticated, blocked', revoked"})
    void wrongArgumentsEndItWithOneLine(String name, String message, String value) throws Exception {
        Process process = start(name, value);
        String error = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).isEqualTo(2);
        assertThat(error).startsWith("EmulatorMain: ").contains(message);
        assertThat(error.lines()).hasSize(1);
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
