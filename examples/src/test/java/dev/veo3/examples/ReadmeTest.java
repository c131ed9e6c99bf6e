// SPDX-License-Identifier: Apache-2.0
package dev.veo3.examples;

import dev.veo3.Backend;
import dev.veo3.VeoClient;
import dev.veo3.auth.BearerToken;
import dev.veo3.batch.BatchProcessor;
import dev.veo3.batch.VeoExecutor;
import dev.veo3.batch.manifest.BatchManifest;
import dev.veo3.batch.report.BatchReport;
import dev.veo3.batch.report.RecordedResult;
import dev.veo3.batch.report.ResultsFile;
import dev.veo3.emulator.Emulator;
import dev.veo3.examples.task.OwnExecutor;
import dev.veo3.video.VideoRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

/** Each block of code in the README is compiled, and run; its links lead somewhere. */
class ReadmeTest {
    private static final String ONE_JOB = """
            output_directory: .
            jobs:
              - {id: one, type: generate, options: {prompt: "A boat"}, output: one.mp4}
            """;
    private static final Path MEDIA = Path.of("examples/media");

    @TempDir
    private Path directory;

    @Test
    void everyProgramInTheReadmeIsOneThatIsCompiled() throws Exception {
        assertThat(Readme.compiled()).containsAll(Readme.blocks("java").stream().map(Readme::words).toList());
        assertThat(Readme.languages()).containsExactlyInAnyOrder("java", "sh", "xml", "yaml");
    }

    @Test
    void theFirstProgramRuns() throws Exception {
        assertThat(run(FirstVideo.class)).contains("lighthouse.mp4");
        assertThat(directory.resolve("lighthouse.mp4")).isNotEmptyFile();
    }

    @Test
    void theKeyComesFromTheEnvironment() throws Exception {
        assertThat(run(RealKey.class)).contains("Videos would be made at Gemini API").doesNotContain("my-key");
    }

    @Test
    void theProgramThatRunsAManifestRuns() throws Exception {
        Files.writeString(directory.resolve("jobs.yaml"), ONE_JOB);
        assertThat(run(RunManifest.class)).contains("1 succeeded");
        assertThat(directory.resolve("one.mp4")).exists();
        assertThat(ResultsFile.read(directory.resolve("results.json")).results()).singleElement()
                .matches(RecordedResult::success);
    }

    @Test
    void theOwnExecutorOrdersAndFetchesAVideo() throws Exception {
        BatchManifest manifest = BatchManifest.load(Files.writeString(directory.resolve("jobs.yaml"), ONE_JOB));
        List<String> calls = new CopyOnWriteArrayList<>();
        OwnExecutor.Studio studio = new OwnExecutor.Studio() {
            @Override
            public String order(VideoRequest request) {
                calls.add("order");
                return "ticket-1";
            }

            @Override
            public void fetch(String ticket, Path output) throws IOException {
                calls.add("fetch " + ticket);
                Files.writeString(output, "a video");
            }
        };
        try (BatchProcessor processor = BatchProcessor.builder(OwnExecutor.of(studio)).outputDirectory(directory)
                .build()) {
            BatchReport report = processor.process(manifest);
            assertThat(report.succeeded()).isEqualTo(1);
            assertThat(report.results().flatMap(result -> result.operation().stream())).containsExactly("ticket-1");
        }
        assertThat(calls).containsExactly("order", "fetch ticket-1");
        assertThat(directory.resolve("one.mp4")).exists();
    }

    /** With the files that they name beside them. */
    @Test
    void everyManifestInTheReadmeRunsToItsEnd() throws Exception {
        Files.copy(MEDIA.resolve("portrait.png"), directory.resolve("portrait.png"));
        Files.copy(MEDIA.resolve("portrait.png"), directory.resolve("ann.png"));
        Files.copy(MEDIA.resolve("street.jpg"), directory.resolve("bob.png"));
        Files.writeString(directory.resolve("templates.yaml"), """
                templates:
                  - {name: product-demo, prompt: "A {{product}} turns on a table"}
                """);
        Files.writeString(directory.resolve("products.csv"), """
                sku,product
                K-1,teapot
                K-2,lamp
                """);
        List<String> manifests = Readme.blocks("yaml");
        for (int i = 0; i < manifests.size(); i++) {
            Path file = Files.writeString(directory.resolve("jobs-" + i + ".yaml"), manifests.get(i));
            try (Emulator emulator = Emulator.builder().start();
                    VeoClient veo = VeoClient.builder().backend(Backend.agentPlatform("my-project", "us-central1"))
                            .credentials(BearerToken.of("my-token")).baseUrl(emulator.baseUrl()).build();
                    BatchProcessor processor = BatchProcessor.builder(new VeoExecutor(veo))
                            .outputDirectory(directory.resolve("videos-" + i)).build()) {
                BatchReport report = processor.process(BatchManifest.load(file));
                assertThat(report.results().filter(result -> !result.outcome().isSuccess())
                        .map(result -> result.job().id() + ": " + result.outcome())).isEmpty();
                assertThat(report.jobCount()).isPositive();
            }
        }
        assertThat(manifests).hasSize(2);
    }

    @Test
    void everyCommandInTheReadmeIsUnderstood() throws Exception {
        Pattern command = Pattern.compile("mvn -q compile exec:exec(?: -Dmain=(\\S+))?(?: -Dargs=\"([^\"]+)\")?");
        List<String> lines = Readme.blocks("sh").stream().flatMap(String::lines)
                .filter(line -> line.contains("exec:exec")).toList();
        assertThat(lines).hasSizeGreaterThan(4).allSatisfy(line -> {
            Matcher words = command.matcher(line);
            assertThat(words.lookingAt()).isTrue();
            assertThatCode(() -> Class.forName(words.group(1) == null ? "dev.veo3.examples.Veo3" : words.group(1))
                    .getMethod("main", String[].class)).doesNotThrowAnyException();
            if (words.group(2) != null) {
                assertThatCode(() -> new CommandLine(new Veo3()).parseArgs(words.group(2).split(" ")))
                        .doesNotThrowAnyException();
            }
        });
    }

    @Test
    void theDependencyIsTheOneThatIsBuilt() throws Exception {
        Matcher version = Pattern.compile("<artifactId>veo3-parent</artifactId>\\s*<version>([^<]+)</version>")
                .matcher(Files.readString(Path.of("pom.xml")));
        assertThat(version.find()).isTrue();
        assertThat(Readme.blocks("xml").stream().map(Readme::words)).containsExactly("<dependency>"
                + " <groupId>dev.veo3</groupId> <artifactId>veo3-batch</artifactId> <version>" + version.group(1)
                + "</version> </dependency>");
    }

    @Test
    void everyLinkLeadsToAFile() throws Exception {
        assertThat(Readme.links()).hasSizeGreaterThan(20)
                .allSatisfy(link -> assertThat(Path.of(link)).exists());
    }

    /** Runs a program in this directory; what it prints. */
    private String run(Class<?> program) throws IOException, InterruptedException {
        Path output = directory.resolve("output.txt");
        ProcessBuilder java = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"), program.getName())
                .directory(directory.toFile())
                .redirectErrorStream(true).redirectOutput(output.toFile());
        java.environment().put("GEMINI_API_KEY", "my-key");
        Process process = java.start();
        try {
            assertThat(process.waitFor()).as(() -> "it printed to " + output).isZero();
        } finally {
            process.destroyForcibly();
        }
        return Files.readString(output);
    }
}
