// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.report;

import dev.veo3.batch.event.JobOutcome;
import dev.veo3.batch.event.JobResult;
import dev.veo3.batch.plan.PlannedJobs;
import dev.veo3.video.FilterReason;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class ResultsFileTest {
    private static final Instant BEGIN = Instant.parse("2026-11-23T10:00:00Z");
    private static final Path VIDEOS = Path.of("videos");
    private static final String REMEDY = ". Name a results.json that a batch wrote.";

    @TempDir
    private Path directory;

    private static BatchReport report() {
        JobOutcome partly = new JobOutcome.PartlyFiltered(List.of(VIDEOS.resolve("two-2.mp4")),
                List.of(FilterReason.of("too dark")));
        return new BatchReport(List.of(
                new JobResult(PlannedJobs.job(0, "job1"),
                        new JobOutcome.Succeeded(List.of(VIDEOS.resolve("sunset.mp4"))),
                        Optional.of("projects/p/operations/1"), BEGIN, Duration.ofSeconds(6)),
                new JobResult(PlannedJobs.job(1, "job \"2\"\n"), partly, Optional.of("projects/p/operations/2"),
                        BEGIN.plusMillis(250), Duration.ofNanos(6_500_000_003L)),
                new JobResult(PlannedJobs.job(2, "j\u00f6b3 \ud83c\udfac"),
                        new JobOutcome.Failed("the service refused it: HTTP 400"), Optional.empty(), BEGIN,
                        Duration.ZERO),
                new JobResult(PlannedJobs.job(3, "job4"), new JobOutcome.Ambiguous("the connection broke"),
                        Optional.empty(), BEGIN, Duration.ZERO)),
                Duration.ofSeconds(7));
    }

    private static Path fixture(String name) throws URISyntaxException {
        return Path.of(Objects.requireNonNull(ResultsFileTest.class.getResource("/results/" + name), name).toURI());
    }

    private String refusal(String content) throws IOException {
        Path file = Files.writeString(directory.resolve("results.json"), content);
        ResultsFileException refused = catchThrowableOfType(ResultsFileException.class, () -> ResultsFile.read(file));
        assertThat(refused).as("the refusal").isNotNull().hasMessageStartingWith(file + ":");
        return String.valueOf(refused.getMessage()).substring(file.toString().length() + 1);
    }

    @Test
    void theFileHasExactlyTheAgreedFields() throws Exception {
        Path file = directory.resolve("results.json");

        report().writeResults(file);

        assertThat(Files.readString(file).lines()).containsExactlyElementsOf(
                Files.readAllLines(fixture("golden.json")));
    }

    @Test
    void whatWasWrittenIsReadAgainInTheOrderOfTheManifest() throws IOException {
        Path file = directory.resolve("results.json");
        report().writeResults(file);

        ResultsFile read = ResultsFile.read(file);

        assertThat(read.file()).isEqualTo(file);
        assertThat(read.results()).containsExactly(
                new RecordedResult("job1", true, Optional.of("succeeded"), Optional.of("projects/p/operations/1"),
                        Optional.of("videos/sunset.mp4"), Optional.empty(), Optional.of(BEGIN), Duration.ofSeconds(6)),
                new RecordedResult("job \"2\"\n", true, Optional.of("partly_filtered"),
                        Optional.of("projects/p/operations/2"), Optional.of("videos/two-2.mp4"),
                        Optional.of("some videos were held back by a safety filter: too dark"),
                        Optional.of(BEGIN.plusMillis(250)), Duration.ofNanos(6_500_000_003L)),
                new RecordedResult("j\u00f6b3 \ud83c\udfac", false, Optional.of("failed"), Optional.empty(),
                        Optional.empty(), Optional.of("the service refused it: HTTP 400"), Optional.of(BEGIN),
                        Duration.ZERO),
                new RecordedResult("job4", false, Optional.of("ambiguous"), Optional.empty(), Optional.empty(),
                        Optional.of("the connection broke"), Optional.of(BEGIN), Duration.ZERO));
        assertThat(read.results()).hasSize(4);
    }

    @Test
    void aFileOfGoVeo3IsReadWithWhatItSays() throws Exception {
        assertThat(ResultsFile.read(fixture("go-veo3.json")).results()).containsExactly(
                new RecordedResult("job1", true, Optional.empty(), Optional.empty(), Optional.of("sunset.mp4"),
                        Optional.empty(), Optional.of(Instant.parse("2026-11-23T10:00:00.123456789Z")),
                        Duration.ofSeconds(6)),
                new RecordedResult("job2", false, Optional.empty(), Optional.empty(), Optional.empty(),
                        Optional.of("quota exceeded"), Optional.of(BEGIN), Duration.ofSeconds(6)),
                new RecordedResult("job3", false, Optional.empty(), Optional.empty(), Optional.empty(),
                        Optional.empty(), Optional.empty(), Duration.ZERO));
    }

    @Test
    void anOlderFileIsReplacedWholeAndNothingElseIsLeft() throws IOException {
        Path file = Files.writeString(directory.resolve("results.json"), "x".repeat(100_000));

        report().writeResults(file);

        assertThat(ResultsFile.read(file).results()).hasSize(4);
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void theDirectoryIsMade() throws IOException {
        Path file = directory.resolve("a/b/results.json");

        report().writeResults(file);

        assertThat(file).isRegularFile();
    }

    @Test
    void theFileMayBeReadByWhoeverMayReadOtherNewFiles() throws IOException {
        Path file = directory.resolve("results.json");
        Path other = Files.createFile(directory.resolve("other"));

        report().writeResults(file);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo(PosixFilePermissions.toString(Files.getPosixFilePermissions(other)));
    }

    @Test
    void aFailureLeavesWhatWasThereAndNoPartOfTheNew() throws IOException {
        Path file = Files.createDirectories(directory.resolve("results.json/full")).getParent();

        assertThatThrownBy(() -> report().writeResults(file)).isInstanceOf(IOException.class);

        assertThat(file.resolve("full")).isDirectory();
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void anInterruptedThreadStillWritesTheFile() throws IOException {
        Path file = directory.resolve("results.json");

        Thread.currentThread().interrupt();
        report().writeResults(file);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(ResultsFile.read(file).results()).hasSize(4);
    }

    @Test
    void halfACharacterDoesNotKeepTheOthersFromBeingWritten() throws IOException {
        Path file = directory.resolve("results.json");
        JobResult result = new JobResult(PlannedJobs.job(0, "a"), new JobOutcome.Unfinished("\ud83c cut"),
                Optional.of("operation"), BEGIN, Duration.ZERO);

        new BatchReport(List.of(result), Duration.ZERO).writeResults(file);

        assertThat(ResultsFile.read(file).results()).extracting(RecordedResult::operation)
                .containsExactly(Optional.of("operation"));
    }

    @Test
    void aByteOrderMarkIsPassedOver() throws IOException {
        Path file = Files.writeString(directory.resolve("results.json"), "\ufeff{\"results\": []}");

        assertThat(ResultsFile.read(file).results()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "`` | 1:1: this is no results file: it has no list \"results\"",
        "[] | 1:1: this is no results file: it has no list \"results\"",
        "{} | 1:2: this is no results file: it has no list \"results\"",
        "{\"results\": {}} | 1:15: this is no results file: it has no list \"results\"",
        "{\"results\": [5]} | 1:14: this is no results file: it has no list \"results\"",
        "{\"results\": [{\"success\": true}]} | 1:30: a result has no job_id",
        "{\"results\": [{\"job_id\": \" \"}]} | 1:28: a result has no job_id",
        "{\"results\": [{\"job_id\": {\"a\": 1}}]} | 1:33: a result has no job_id",
        "{\"results\": [{\"job_id\": \"a\", \"output\": \"a\\u0000\"}]} | 1:40: the output is no path: Nul character not allowed"})
    void aFileThatIsNoResultsFileIsRefusedAtItsPlace(String content, String problem) throws IOException {
        assertThat(refusal(content)).isEqualTo(problem + REMEDY);
    }

    @Test
    void aFileThatIsCutOffOrGoesOnIsRefused() throws IOException {
        assertThat(refusal("jobs: []")).startsWith("1:1: this is no valid JSON: ").endsWith(REMEDY);
        assertThat(refusal("{\"results\": [{\"job_id\": \"a\"}")).contains("this is no valid JSON: ");
        assertThat(refusal("{\"results\": []")).contains("this is no valid JSON: ");
        assertThat(refusal("[".repeat(100_000))).contains("this is no results file");
        assertThat(refusal("{\"a\": " + "[".repeat(100_000))).contains("this is no valid JSON: ");
        assertThat(refusal("{\"results\": []}\n{\"results\": []}"))
                .isEqualTo("2:1: something follows the results. Keep one results file in a file.");
    }

    @Test
    void aFileThatCannotBeReadIsNamed() throws IOException {
        Path none = directory.resolve("none.json");
        Path latin = Files.write(directory.resolve("latin.json"),
                "{\"results\": [{\"job_id\": \"\u00e9\"}]}".getBytes(StandardCharsets.ISO_8859_1));

        assertThatThrownBy(() -> ResultsFile.read(none)).isInstanceOf(ResultsFileException.class)
                .hasMessage(none + ": the results file does not exist. Correct the path.")
                .hasNoCause().isNotInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> ResultsFile.read(directory)).isInstanceOf(ResultsFileException.class)
                .hasMessage(directory + ": the results file cannot be read: it is a directory" + REMEDY);
        assertThatThrownBy(() -> ResultsFile.read(latin)).isInstanceOf(ResultsFileException.class)
                .hasMessageStartingWith(latin + ":1:").hasMessageContaining("this is no valid JSON: ");
    }

    @Test
    void durationsThatAreNoneAreZero() throws IOException {
        Path file = Files.writeString(directory.resolve("results.json"), """
                {"results": [{"job_id": "a", "duration": -5}, {"job_id": "b", "duration": 99999999999999999999},
                             {"job_id": "c", "duration": 1.5e300}, {"job_id": "d", "duration": "6s"}]}
                """);

        assertThat(ResultsFile.read(file).results()).extracting(RecordedResult::duration)
                .containsExactly(Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO);
    }

    /** Neither the file nor its results are kept, so it may be of any size. */
    @Test
    void theResultsAreReadAsTheyAreTaken() throws IOException {
        Path file = Files.writeString(directory.resolve("many.json"),
                "{\"results\": [{\"job_id\": \"a\", \"success\": true},"
                        + " {\"job_id\": \"b\", \"success\": true}]}");
        ResultsFile results = ResultsFile.read(file);
        assertThat(results.results().map(RecordedResult::jobId)).containsExactly("a", "b");
        Files.writeString(file, "{\"results\": [{\"job_id\": \"c\"}, 7]}");
        List<String> seen = new ArrayList<>();
        assertThatThrownBy(() -> results.results().forEach(result -> seen.add(result.jobId())))
                .isInstanceOf(ResultsFileException.class).hasMessageStartingWith(file + ":1:31: ");
        assertThat(seen).containsExactly("c");
        Files.delete(file);
        assertThatThrownBy(results::results).isInstanceOf(ResultsFileException.class)
                .hasMessageContaining("does not exist");
    }

    @Test
    void twoListsOfResultsAreRefused() throws IOException {
        assertThat(refusal("{\"results\": [], \"results\": []}")).contains("the list \"results\" stands twice");
    }
}
