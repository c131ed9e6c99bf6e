// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.plan;

import dev.veo3.batch.manifest.BatchManifest;
import dev.veo3.video.VideoRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class OutputsTest {

    @TempDir
    private Path directory;

    private Plans plans;

    @BeforeEach
    void plans() {
        plans = new Plans(directory);
    }

    private static String jobs(String... outputs) {
        StringBuilder yaml = new StringBuilder("output_directory: out\njobs:\n");
        for (int i = 0; i < outputs.length; i++) {
            yaml.append("- {id: j").append(i + 1).append(", type: generate, options: {prompt: p}, output: \"")
                    .append(outputs[i]).append("\"}\n");
        }
        return yaml.toString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", "../x.mp4", "a/../../x.mp4", "../out/../x.mp4", "/x.mp4", ".", "a/..", "./."})
    void anOutputStaysInsideTheOutputDirectory(String output) throws IOException {
        assertThat(plans.problems(jobs(output))).singleElement().asString()
                .endsWith(" j1: the output \"" + output + "\" is not inside the output directory "
                        + directory.resolve("out") + ". Name a file in it.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x.mp4", "a/x.mp4", "a/../x.mp4", "./x.mp4", "..x.mp4", "x", "console.mp4", "a b.mp4",
        "com.mp4", "com10", "a/./x.mp4", "caf\u00e9.mp4"})
    void anOutputMayBeAnywhereInIt(String output) throws IOException {
        BatchPlan plan = plans.yaml(jobs(output));

        assertThat(plan.jobs().map(Job::output)).containsExactly(directory.resolve("out").resolve(output).normalize());
    }

    @ParameterizedTest
    @ValueSource(strings = {"results.json", "Results.JSON", "./results.json"})
    void noVideoIsWrittenWhereTheResultsGo(String output) throws IOException {
        assertThat(plans.problems(jobs(output))).singleElement().asString()
                .contains("is where the results of the batch go");
        assertThat(plans.yaml(jobs("deeper/results.json")).jobCount()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', value = {"CON ~ has a name that means a device on Windows: CON",
        "con.mp4 ~ has a name that means a device on Windows: con.mp4",
        "a/Aux/x.mp4 ~ has a name that means a device on Windows: Aux",
        "nul.tar.gz ~ has a name that means a device on Windows: nul.tar.gz",
        "COM1 ~ has a name that means a device on Windows: COM1",
        "lpt\u00b2.mp4 ~ has a name that means a device on Windows: lpt\u00b2.mp4",
        "CONOUT$ ~ has a name that means a device on Windows: CONOUT$",
        "x. ~ has a name that ends in a dot, which Windows takes away",
        "a./x.mp4 ~ has a name that ends in a dot, which Windows takes away",
        "... ~ has a name that ends in a dot, which Windows takes away",
        "'x ' ~ has a name that ends in a space, which Windows takes away",
        "10:30.mp4 ~ has : in it, which Windows does not allow", "a?.mp4 ~ has ? in it, which Windows does not allow",
        "a*.mp4 ~ has * in it, which Windows does not allow", "<a>.mp4 ~ has < in it, which Windows does not allow",
        "a|b.mp4 ~ has | in it, which Windows does not allow",
        "a\\\\b.mp4 ~ has \\ in it, which Windows does not allow",
        "a\\tb.mp4 ~ has the control character U+0009 in it"})
    void aNameThatAnotherSystemRefusesIsAProblem(String output, String fault) throws IOException {
        assertThat(plans.problems(jobs(output))).singleElement().asString().startsWith("3:58 j1: the output \"")
                .endsWith("\" " + fault + ". Write another name.");
    }

    @Test
    void namesThatDifferOnlyInCaseAreOneWhateverTheAlphabet() throws IOException {
        assertThat(plans.problems(jobs("\u00c4RGER.mp4", "\u00e4rger.mp4"))).singleElement().asString()
                .contains("job \"j1\" writes ");
        assertThat(plans.problems(jobs("A/x.mp4", "a/X.mp4"))).singleElement().asString()
                .contains("job \"j1\" writes ");
    }

    @Test
    void aSymbolicLinkThatLeadsNowhereIsNoPlaceForAVideo() throws IOException {
        Path out = Files.createDirectory(directory.resolve("out"));
        Files.createSymbolicLink(out.resolve("away"), directory.resolve("nothing"));

        assertThat(plans.problems(jobs("away/x.mp4"))).singleElement().asString()
                .contains("j1: the output \"away/x.mp4\" is not inside the output directory ");
    }

    @Test
    void aDirectoryAmongThousandsOfFilesIsFoundToo() throws IOException {
        Path out = Files.createDirectory(directory.resolve("out"));
        for (int i = 0; i < 1_100; i++) {
            Files.createFile(out.resolve("old" + i + ".mp4"));
        }
        Files.createDirectory(out.resolve("taken"));

        assertThat(plans.problems(jobs("taken", "free.mp4"))).singleElement().asString().contains("is a directory");
    }

    @Test
    void aSymbolicLinkDoesNotLeadOutOfTheOutputDirectory() throws IOException {
        Path out = Files.createDirectory(directory.resolve("out"));
        Files.createSymbolicLink(out.resolve("away"), Files.createDirectory(directory.resolve("elsewhere")));
        Files.createSymbolicLink(out.resolve("here"), Files.createDirectory(out.resolve("inside")));

        assertThat(plans.problems(jobs("away/x.mp4", "away/deep/x.mp4", "here/x.mp4"))).satisfiesExactly(
                line -> assertThat(line).contains("j1: the output \"away/x.mp4\" is not inside the output directory "),
                line -> assertThat(line).contains("j2: the output \"away/deep/x.mp4\" is not inside"));
    }

    @Test
    void theOutputDirectoryItselfMayBeASymbolicLink() throws IOException {
        Files.createSymbolicLink(directory.resolve("out"), Files.createDirectory(directory.resolve("elsewhere")));

        assertThat(plans.yaml(jobs("a/x.mp4")).jobCount()).isEqualTo(1);
    }

    @Test
    void anOutputHasAName() throws IOException {
        String remedy = " Write the name of the file to make, for example \"output: sunset.mp4\".";

        assertThat(plans.problems(jobs("", "  "))).containsExactly("3:58 j1: the job has no output." + remedy,
                "4:58 j2: the job has no output." + remedy);
        assertThat(plans.problems("jobs: [{id: a, type: generate, options: {prompt: p}}]"))
                .containsExactly("1:8 a: the job has no output." + remedy);
    }

    @Test
    void anOutputIsAPathThatTheFileSystemTakes() throws IOException {
        assertThat(plans.problems(jobs("a\\0b.mp4"))).singleElement().asString()
                .contains("is no path").endsWith(". Name a file.");
        assertThat(plans.problems(jobs("\u00fc".repeat(121) + ".mp4"))).containsExactly("3:58 j1: the output has a name"
                + " of 246 bytes, and file systems take few more than 240. Write a shorter one.");
    }

    @Test
    void anOutputIsNoDirectory() throws IOException {
        Files.createDirectories(directory.resolve("out/x.mp4"));

        assertThat(plans.problems(jobs("x.mp4"))).containsExactly(
                "3:58 j1: the output " + directory.resolve("out/x.mp4") + " is a directory. Name a file.");
    }

    @Test
    void aFileInTheWayIsFoundBeforeAnythingIsPaid() throws IOException {
        Files.createFile(Files.createDirectory(directory.resolve("out")).resolve("file"));

        assertThat(plans.problems(jobs("file/deep/x.mp4"))).containsExactly("3:58 j1: the output "
                + directory.resolve("out/file/deep/x.mp4") + " cannot be made, because " + directory.resolve("out/file")
                + " is a file. Name another file.");
    }

    @Test
    void anOutputDirectoryThatIsAFileIsOneProblem() throws IOException {
        Files.createFile(directory.resolve("out"));

        assertThat(plans.problems(jobs("x.mp4", "a/y.mp4"))).containsExactly("0:0: the output directory "
                + directory.resolve("out") + " cannot be made, because " + directory.resolve("out")
                + " is a file. Name another directory.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x.mp4", "X.MP4", "a/../x.mp4"})
    void twoJobsDoNotWriteOneFile(String second) throws IOException {
        assertThat(plans.problems(jobs("x.mp4", second))).containsExactly("4:58 j2: job \"j1\" writes "
                + directory.resolve("out").resolve(second).normalize()
                + " too. Give each job an output of its own.");
    }

    @Test
    void twoWaysToWriteAnAccentAreOneName() throws IOException {
        assertThat(plans.problems(jobs("caf\u00e9.mp4", "cafe\u0301.mp4"))).singleElement().asString()
                .contains("job \"j1\" writes ");
    }

    @Test
    void anOutputIsNotTheDirectoryOfAnother() throws IOException {
        Path out = directory.resolve("out");

        assertThat(plans.problems(jobs("x", "x/y.mp4"))).containsExactly("4:58 j2: of its output "
                + out.resolve("x/y.mp4") + " and " + out.resolve("x")
                + ", which job \"j1\" writes, one would have to be a directory. Give each job an output of its own.");
        assertThat(plans.problems(jobs("x/y/z.mp4", "x"))).containsExactly("4:58 j2: of its output " + out.resolve("x")
                + " and " + out.resolve("x/y/z.mp4")
                + ", which job \"j1\" writes, one would have to be a directory. Give each job an output of its own.");
    }

    @Test
    void severalVideosHaveNumbersWhichMayCollide() throws IOException {
        BatchPlan plan = plans.yaml("""
                jobs:
                  - {id: a, type: generate, options: {prompt: p, sample_count: 2}, output: d/x.mp4}
                  - {id: b, type: generate, options: {prompt: p, sample_count: 3}, output: .x}
                  - {id: c, type: generate, options: {prompt: p, sample_count: 1}, output: x.mp4}
                """);

        assertThat(plan.jobs().map(Job::files)).containsExactly(
                List.of(directory.resolve("d/x-1.mp4"), directory.resolve("d/x-2.mp4")),
                List.of(directory.resolve(".x-1"), directory.resolve(".x-2"), directory.resolve(".x-3")),
                List.of(directory.resolve("x.mp4")));
        assertThat(plans.problems("""
                jobs:
                  - {id: a, type: generate, options: {prompt: p, sample_count: 2}, output: x.mp4}
                  - {id: b, type: generate, options: {prompt: p}, output: x-2.mp4}
                """)).containsExactly("3:59 b: job \"a\" writes " + directory.resolve("x-2.mp4")
                + " too. Give each job an output of its own.");
    }

    @Test
    void aCollisionIsFoundWhateverElseIsWrongWithTheJobs() throws IOException {
        assertThat(plans.problems("""
                jobs:
                  - {type: generate, options: {prompt: p, sample_count: 2000000000}, output: x.mp4}
                  - {id: b, type: dance, output: x.mp4}
                """)).contains("3:34 b: job number 1 writes " + directory.resolve("x.mp4")
                + " too. Give each job an output of its own.");
    }

    @Test
    void anOutputDoesNotReplaceWhatTheBatchReads() throws IOException {
        plans.put("first-frame-1280x720.png", "a.png");

        assertThat(plans.problems("""
                jobs:
                  - {id: a, type: generate, options: {prompt: p}, output: a.png}
                  - {id: b, type: animate, options: {image: ./a.png}, output: b.mp4}
                  - {id: c, type: generate, options: {prompt: p}, output: jobs.yaml}
                """)).containsExactly(
                "2:59 a: the output " + directory.resolve("a.png")
                        + " would replace a file that the batch reads. Name another file.",
                "4:59 c: the output " + directory.resolve("jobs.yaml")
                        + " would replace a file that the batch reads. Name another file.");
    }

    @Test
    void noVideoIsWrittenWhereTheJournalIs() throws IOException {
        assertThat(plans.problems(jobs("jobs.journal"))).singleElement().asString()
                .contains("j1: the output ").contains("would replace a file that the batch reads");
    }

    @Test
    void outputsOfTheWorkingDirectoryAreRelativeLikeIt() {
        BatchManifest manifest = BatchManifest.builder().job("a", VideoRequest.text("p"), "no-such-directory/a.mp4")
                .build();

        BatchPlan plan = BatchPlan.of(manifest, PlanSettings.standard(Plans.TODAY));

        assertThat(plan.jobs().map(Job::output)).containsExactly(Path.of("no-such-directory", "a.mp4"));
    }
}
