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

    private Path journal() throws Exception {
        Path manifest = Files.writeString(directory.resolve("jobs.yaml"), """
                output_directory: %s
                jobs:
                  - {id: one, type: generate, options: {prompt: "A boat"}, output: one.mp4}
                  - {id: two, type: generate, options: {prompt: "A train"}, output: two.mp4}
                """.formatted(directory.resolve("videos")));
        try (Emulator emulator = Emulator.builder().latency(Latency.fixed(Duration.ZERO))
                .fault(FaultRule.onSubmit(Fault.status(400)).job("two").first(1)).start()) {
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
    void aJournalThatIsNotThereIsToldOfInASentence() {
        CommandLine none = CommandLine.run("batch", "report", directory.resolve("none.journal"));
        assertThat(none.exit()).isEqualTo(Veo3.BAD_INPUT);
        assertThat(none.err()).contains("none.journal: the journal does not exist").doesNotContain("Exception");
    }
}
