// SPDX-License-Identifier: Apache-2.0
package dev.veo3.examples;

import dev.veo3.batch.event.JobOutcome;
import dev.veo3.batch.manifest.BatchManifest;
import dev.veo3.emulator.Emulator;
import dev.veo3.emulator.Latency;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Where {@code --report} may lead: what cannot be written there is said before anything is paid. */
class ReportPlaceTest {
    @TempDir
    private Path directory;
    private Path manifest = Path.of("");

    @BeforeEach
    void writeManifest() throws IOException {
        manifest = Files.writeString(directory.resolve("jobs.json"), """
                {"output_directory": "%s", "jobs": [
                  {"id": "one", "type": "generate", "options": {"prompt": "A boat"}, "output": "one.mp4"}]}
                """.formatted(directory.resolve("videos")));
    }

    /** Runs the batch with these options, and gives back how many jobs the emulator accepted. */
    private long refused(String sentence, Object... options) throws Exception {
        try (Emulator emulator = Emulator.builder().latency(Latency.fixed(Duration.ZERO)).start()) {
            CommandLine run = CommandLine.run(Stream.concat(
                    Stream.of("batch", "process", manifest, "--base-url", emulator.baseUrl()), Arrays.stream(options))
                    .toArray());
            assertThat(run.err()).as("%s", Arrays.asList(options)).hasLineCount(1).contains(sentence)
                    .doesNotContain("Exception").endsWith(".\n");
            assertThat(run.exit()).isEqualTo(Veo3.BAD_INPUT);
            return emulator.ledger().entries().size();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            DIR/file/report.html          | DIR/file/report.html: its directory cannot be made: DIR/file is a file and no directory. Name another file.
            DIR/file/deep/down/report.csv | DIR/file/deep/down/report.csv: its directory cannot be made: DIR/file is a file and no directory.
            DIR/file                      | DIR/file/report.html: its directory cannot be made: DIR/file is a file and no directory.
            DIR/full                      | DIR/full/report.json: this is a directory. Name a file for the report.
            /proc/report.html             | /proc/report.html: nothing can be written in /proc:
            /proc/none/report.html        | /proc/none/report.html: nothing can be written in /proc:
            DIR/LONG.html                 | LONG.html: nothing can be written in DIR:
            ''                            | "" is no name of a report.
            """)
    void aPlaceWhereNoReportCanBeIsRefusedBeforeAnythingIsPaid(String place, String sentence) throws Exception {
        Files.writeString(directory.resolve("file"), "");
        Files.createDirectories(directory.resolve("full/report.json"));
        assertThat(refused(here(sentence), "--report", here(place))).isZero();
        assertThat(directory.resolve("videos")).doesNotExist();
    }

    @Test
    void aFileOfTheRunThatWouldHaveToBeADirectoryTooIsRefusedByName() throws Exception {
        Path page = directory.resolve("page.html");
        assertThat(refused(page.resolve("jobs.csv") + ": its directory would be " + page
                + ", and another report is written there. Name another file for the report.", "--report",
                page.resolve("jobs.csv"), "--report", page)).isZero();
        assertThat(refused(page + ": this is the directory of " + page.resolve("jobs.csv")
                + ", and another report is written there.", "--report", page, "--report", page.resolve("jobs.csv")))
                .isZero();
        Path results = directory.resolve("videos/results.json");
        assertThat(refused(results.resolve("report.html") + ": its directory would be " + results
                + ", and the batch writes its results here.", "--report", results.resolve("report.html"))).isZero();
        Path videos = directory.resolve("videos.html");
        assertThat(refused(videos + ": this is the directory of " + videos.resolve("results.json")
                + ", and the batch writes its results here.", "--report", videos, "--output-dir", videos)).isZero();
        assertThat(page).doesNotExist();
        assertThat(videos).doesNotExist();
    }

    private String here(String text) {
        return text.replace("DIR", directory.toString()).replace("LONG", "x".repeat(300));
    }

    @Test
    void whatTheRunItselfWritesAndReadsIsRefusedByName() throws Exception {
        Path journal = directory.resolve("journal.json");
        Path cpu = directory.resolve("cpu.jfr");
        assertThat(refused("results.json: the batch writes its results here. Name another file for the report.",
                "--report", directory.resolve("videos/../videos/results.json"))).isZero();
        assertThat(refused(journal + ": the batch keeps its journal here.", "--journal", journal, "--report", journal))
                .isZero();
        assertThat(refused(manifest + ": this is the manifest.", "--report", manifest)).isZero();
        assertThat(refused("cpu.html: a flame graph is written here.", "--cpu-profile", cpu, "--report",
                directory.resolve("cpu.html"))).isZero();
        assertThat(refused("memory.html: a profile is recorded here.", "--mem-profile",
                directory.resolve("memory.html"), "--report", directory.resolve("memory.html"))).isZero();
        for (Path file : List.of(directory.resolve("videos/results.json"), journal, manifest)) {
            assertThat(refused(file + ": ", "--journal", journal, "--replace-profiles", "--cpu-profile", file))
                    .isZero();
        }
        assertThat(refused("page.html: the batch keeps its journal here. Name another file for the profile.",
                "--mem-profile", directory.resolve("page.jfr"), "--journal", directory.resolve("page.html"))).isZero();
        assertThat(directory.resolve("videos/results.json")).doesNotExist();
        assertThat(journal).doesNotExist();
    }

    @Test
    void aLinkToTheDirectoryHidesNothing() throws Exception {
        Path videos = Files.createDirectory(directory.resolve("videos"));
        Path link = Files.createSymbolicLink(directory.resolve("link"), videos);
        assertThat(refused("link/results.json: the batch writes its results here.", "--report",
                link.resolve("results.json"))).isZero();
    }

    @Test
    void theResultsThatARetryGoesOnFromAreNoPlaceForItsReport() throws Exception {
        Path results = Files.writeString(directory.resolve("before.json"), "{\"results\": []}");
        CommandLine retry = CommandLine.run("batch", "retry", results, "--manifest", manifest, "--base-url",
                "http://127.0.0.1:9", "--report", results);
        assertThat(retry.exit()).isEqualTo(Veo3.BAD_INPUT);
        assertThat(retry.err()).hasLineCount(1).contains("before.json: ");
        assertThat(results).hasContent("{\"results\": []}");
    }

    @Test
    void aPlaceThatIsLookedAtStaysAsItWas() throws Exception {
        Path reports = Files.createDirectory(directory.resolve("reports"));
        assertThat(refused("\"nothing.pdf\" is no name of a report", "--report", reports, "--report",
                directory.resolve("new/report.html"), "--report", "nothing.pdf")).isZero();
        assertThat(refused(manifest + ": this is the manifest.", "--report", reports, "--report",
                directory.resolve("new/report.html"), "--report", manifest)).isZero();
        assertThat(reports).isEmptyDirectory();
        assertThat(directory.resolve("new")).doesNotExist();
    }

    @Test
    void aReportThatCannotBeWrittenInTheEndIsToldInASentenceAndTheResultsAreThere() throws Exception {
        Path report = directory.resolve("page.html");
        StringWriter err = new StringWriter();
        BatchSession.Ended ended = new BatchSession((job, context) -> {
            Files.createDirectories(report.resolve("in-the-way"));
            return new JobOutcome.Succeeded(List.of(job.output()));
        }, new PrintWriter(new StringWriter()), new PrintWriter(err, true), handler -> () -> {})
                .run(BatchManifest.load(manifest), VerboseTest.Options.of("--report", report.toString()),
                        new BatchSession.Task.RunAll());
        assertThat(ended.exit()).isEqualTo(Veo3.BROKEN);
        assertThat(err.toString()).isEqualTo(report + ": this is a directory. Name a file for the report."
                + System.lineSeparator() + "From the journal it is written by: batch report "
                + directory.resolve("videos/jobs.journal") + System.lineSeparator());
        assertThat(directory.resolve("videos/results.json")).exists();
    }

    @Test
    void aReportOfAJournalIsRefusedInASentenceToo() throws Exception {
        Path journal = Files.writeString(directory.resolve("jobs.journal"), "");
        Path file = Files.writeString(directory.resolve("file"), "");
        for (Object[] options : List.<Object[]>of(new Object[]{"--html", file.resolve("report.html")},
                new Object[]{"--json", directory}, new Object[]{"--csv", "/dev/null"},
                new Object[]{"--html", "a.html", "--json", "./a.html"})) {
            CommandLine report = CommandLine
                    .run(Stream.concat(Stream.of("batch", "report", journal), Arrays.stream(options)).toArray());
            assertThat(report.exit()).as("%s", Arrays.asList(options)).isEqualTo(Veo3.BAD_INPUT);
            assertThat(report.err()).as("%s", Arrays.asList(options)).hasLineCount(1).doesNotContain("Exception")
                    .doesNotContain("broke off");
        }
        assertThat(Path.of("/dev/null")).exists();
    }
}
