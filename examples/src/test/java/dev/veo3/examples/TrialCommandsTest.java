// SPDX-License-Identifier: Apache-2.0
package dev.veo3.examples;

import dev.veo3.emulator.Emulator;
import dev.veo3.emulator.Latency;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The commands that try out how a batch would go: {@code tune} and {@code doctor}. */
class TrialCommandsTest {
    @TempDir
    private Path directory;
    private Path manifest = Path.of("");

    @BeforeEach
    void writeManifest() throws Exception {
        manifest = Files.writeString(directory.resolve("jobs.csv"),
                "id,type,prompt,output\na,generate,A cat,a.mp4\nb,generate,A dog,b.mp4\nc,generate,A fox,c.mp4\nd,generate,An owl,d.mp4\n");
    }

    @Test
    void tuneTriesAManifestAtTheEmulatorAndRecommends() {
        CommandLine tune = CommandLine.run("tune", manifest, "--levels=1,4", "--latency=50");

        assertThat(tune.exit()).as(tune.err()).isZero();
        assertThat(tune.out().lines()).hasSize(4).satisfiesExactly(
                line -> assertThat(line)
                        .startsWith("Trials at the emulator of this process; nothing is paid, at most $"),
                line -> assertThat(line).contains("1 at once", "4 of 4 with a video"),
                line -> assertThat(line).contains("4 at once", "4 of 4 with a video"),
                line -> assertThat(line).startsWith("Recommended: concurrency "));
    }

    @Test
    void whereNobodyListensTuneRecommendsNothingAndDoctorSaysWhy() throws Exception {
        // The port is bound, so that nobody else takes it meanwhile.
        try (Socket nobody = new Socket()) {
            nobody.bind(new InetSocketAddress("127.0.0.1", 0));
            String url = "--base-url=http://127.0.0.1:" + nobody.getLocalPort();

            CommandLine tune = CommandLine.run("tune", manifest, url, "--levels=1,4");
            assertThat(tune.exit()).as(tune.err()).isEqualTo(1);
            assertThat(tune.out()).contains("Nothing is recommended", "came about", "check the network")
                    .doesNotContain("4 at once", "ConnectException");
            CommandLine doctor = CommandLine.run("doctor", url, "--jobs=10");
            assertThat(doctor.exit()).as(doctor.err()).isEqualTo(1);
            assertThat(doctor.out()).contains("check the network", "not checked  CPU profile");
        }
    }

    @Test
    void theVideosOfTrialsStayWhereTheyAreWanted() {
        Path kept = directory.resolve("kept");

        assertThat(CommandLine.run("tune", manifest, "--levels=2", "--latency=50", "--output-dir=" + kept).exit())
                .isZero();
        assertThat(kept.resolve("concurrency-2/a.mp4")).isNotEmptyFile();
    }

    @Test
    void tuneAndDoctorRunAtAnotherEmulator() {
        try (Emulator emulator = Emulator.builder().latency(Latency.fixed(Duration.ofMillis(20))).start()) {
            String url = "--base-url=" + emulator.baseUrl();
            CommandLine tune = CommandLine.run("tune", manifest, url, "--levels=2");
            assertThat(tune.exit()).as(tune.err()).isZero();
            assertThat(tune.out()).contains("Trials at the service that --base-url names");
            assertThat(emulator.ledger().entries()).hasSize(4);

            CommandLine doctor = CommandLine.run("doctor", url, "--jobs=10");
            assertThat(doctor.out()).as(doctor.err()).contains("network latency: a submission was answered within ",
                    "not checked  errors: it takes a service that fails on purpose");
        }
    }

    @Test
    void doctorGoesThroughTheListAtAnEmulatorThatFailsNowAndThen() {
        Path kept = directory.resolve("kept");

        CommandLine doctor = CommandLine.run("doctor", "--jobs=10", "--latency=20", "--output-dir=" + kept);

        assertThat(doctor.out()).as(doctor.err())
                .contains("pass         CPU profile: ", "pass         virtual threads: 0 of the batch's are left.",
                        "pass         errors: 10 of 10 jobs have a video although the service failed on purpose");
        assertThat(doctor.exit()).isEqualTo(doctor.out().contains("FAIL") ? Veo3.JOBS_FAILED : Veo3.OK);
        assertThat(doctor.out()).contains("The videos and the CPU profile are in " + kept + ".");
        assertThat(kept.resolve("cpu.jfr")).isNotEmptyFile();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            tune jobs.csv --base-url=https://proxy.example     | Trials at a service that is not on this machine may be paid.
            doctor --base-url=https://proxy.example            | Trials at a service that is not on this machine may be paid.
            tune jobs.csv --levels=0                           | At least one level is tried, and each is 1 or more, not [0]
            tune jobs.csv --budget=much                        | --budget is an amount of US dollars such as 12.50, not much
            tune jobs.csv --budget=0.01 --latency=20           | Nothing was tried: a trial costs $
            tune jobs.csv --base-url=http://127.0.0.1:9 --latency=20 | --latency and --in-flight are settings of the emulator
            tune nothing.csv                                   | nothing.csv
            doctor --jobs=9                                    | The largest batch has at least 10 jobs, not 9
            doctor --jobs=ten                                  | is not an int
            """)
    void wrongInputIsTwoAndASentence(String words, String message) {
        Object[] arguments = words.replace("jobs.csv", manifest.toString()).split(" ");
        CommandLine command = CommandLine.run(arguments);

        assertThat(command.exit()).as(command.out() + command.err()).isEqualTo(Veo3.BAD_INPUT);
        assertThat(command.err()).contains(message).doesNotContain("\tat ");
    }
}
