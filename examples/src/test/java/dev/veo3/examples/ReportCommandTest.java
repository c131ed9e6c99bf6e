// SPDX-License-Identifier: Apache-2.0
package dev.veo3.examples;

import dev.veo3.emulator.Emulator;
import dev.veo3.emulator.Fault;
import dev.veo3.emulator.FaultRule;
import dev.veo3.emulator.Latency;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class ReportCommandTest {
    @TempDir
    private Path directory;

    private Path manifest() throws Exception {
        return Files.writeString(directory.resolve("jobs.yaml"), """
                output_directory: %s
                jobs:
                  - {id: one, type: generate, options: {prompt: "A boat"}, output: one.mp4}
                  - {id: two, type: generate, options: {prompt: "A train"}, output: two.mp4}
                """.formatted(directory.resolve("videos")));
    }

    private static Emulator emulator() throws Exception {
        return Emulator.builder().latency(Latency.fixed(Duration.ZERO))
                .fault(FaultRule.onSubmit(Fault.status(400)).job("two").first(1)).start();
    }

    private Path journal() throws Exception {
        Path manifest = manifest();
        try (Emulator emulator = emulator()) {
            assertThat(CommandLine.run("batch", "process", manifest, "--base-url", emulator.baseUrl()).exit())
                    .isEqualTo(Veo3.JOBS_FAILED);
        }
        try (Stream<Path> files = Files.list(directory.resolve("videos"))) {
            return files.filter(file -> file.toString().endsWith(".journal")).findFirst().orElseThrow();
        }
    }

    @Test
    void aReportIsWrittenFromAJournal() throws Exception {
        Path journal = journal();
        assertThat(CommandLine.run("batch", "report", journal).exit()).isZero();
        assertThat(directory.resolve("videos/report.html")).content().contains("./one.mp4", "1 of 2 jobs", "HTTP 400",
                "correct the job in the manifest");

        CommandLine all = CommandLine.run("batch", "report", journal, "--json", directory.resolve("r.json"), "--csv",
                directory.resolve("r.csv"), "--results", directory.resolve("r2.json"), "--title", "November");
        assertThat(all.exit()).isZero();
        assertThat(directory.resolve("r.json")).content().contains("\"title\":\"November\"", "\"generate_ns\"");
        assertThat(directory.resolve("r.csv")).content().contains("two,failed,false,");
        assertThat(directory.resolve("r2.json")).content().contains("\"total_jobs\" : 2");
    }

    @Test
    void aRunWritesItsReportsWhenItIsOver() throws Exception {
        Path manifest = manifest();
        try (Emulator emulator = emulator()) {
            CommandLine run = CommandLine.run("batch", "process", manifest, "--base-url", emulator.baseUrl(),
                    "--report",
                    directory.resolve("reports"), "--report", directory.resolve("page.html"));
            assertThat(run.exit()).isEqualTo(Veo3.JOBS_FAILED);
            assertThat(run.out()).contains("Report: " + directory.resolve("reports/report.csv"),
                    "Report: " + directory.resolve("page.html"));
        }
        assertThat(directory.resolve("page.html")).content().contains("<title>jobs</title>", "./videos/one.mp4",
                "Held up most by",
                "worker utilisation");
        assertThat(directory.resolve("reports/report.json")).content().contains("\"generate_ns\"", "\"bottleneck\"",
                "\"limit\":3");
        assertThat(directory.resolve("reports/report.csv")).content().contains("two,failed,false,");
    }

    @Test
    void aRehearsalWritesAReportWithPhasesAlthoughItKeepsNoJournal() {
        Path file = directory.resolve("report.json");
        CommandLine run = CommandLine.run("demo", "examples/jobs.yaml", "--output-dir", directory, "--concurrency", 14,
                "--report", file);
        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(file).content().contains("\"generate_ns\"", "\"limits\":[{", "\"health\":[{");
    }

    @Test
    void aReportWhoseFormatNobodyKnowsIsRefusedBeforeAnythingIsSubmitted() throws Exception {
        Path manifest = manifest();
        try (Emulator emulator = emulator()) {
            CommandLine run = CommandLine.run("batch", "process", manifest, "--base-url", emulator.baseUrl(),
                    "--report",
                    directory.resolve("report.pdf"));
            assertThat(run.exit()).isEqualTo(Veo3.BAD_INPUT);
            assertThat(run.err()).contains("report.pdf", "Name a file that ends in .html, .json or .csv");
            assertThat(emulator.ledger().entries()).isEmpty();
        }
    }

    @Test
    void aReportNeverReplacesItsJournal() throws Exception {
        Path journal = journal();
        byte[] before = Files.readAllBytes(journal);
        CommandLine report = CommandLine.run("batch", "report", journal, "--html", journal);
        assertThat(report.exit()).isEqualTo(Veo3.BAD_INPUT);
        assertThat(report.err()).contains(journal + ": there is a file here that is no page of a report")
                .doesNotContain("Exception");
        assertThat(journal).hasBinaryContent(before);
    }

    @Test
    void aJournalThatIsNotThereIsToldOfInASentence() {
        CommandLine none = CommandLine.run("batch", "report", directory.resolve("none.journal"));
        assertThat(none.exit()).isEqualTo(Veo3.BAD_INPUT);
        assertThat(none.err()).contains("none.journal: the journal does not exist").doesNotContain("Exception");
    }
}
