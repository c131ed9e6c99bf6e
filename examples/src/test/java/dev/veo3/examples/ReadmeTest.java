package dev.veo3.examples;

import dev.veo3.batch.BatchProcessor;
import dev.veo3.batch.manifest.BatchManifest;
import dev.veo3.batch.report.BatchReport;
import dev.veo3.batch.report.RecordedResult;
import dev.veo3.batch.report.ResultsFile;
import dev.veo3.video.VideoRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The README's programs are compiled and run. */
class ReadmeTest {
    private static final String ONE_JOB = """
            output_directory: .
            jobs:
              - {id: one, type: generate, options: {prompt: "A boat"}, output: one.mp4}
            """;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"RunManifest", "OwnExecutor"})
    void theProgramsInTheReadmeAreThoseThatAreCompiled(String name) throws Exception {
        String source = Files.readString(Path.of("src/main/java/dev/veo3/examples/" + name + ".java"));
        String region = source.substring(source.indexOf("region=\"readme\"") + "region=\"readme\"".length(),
                source.indexOf("// @end")).stripIndent().strip();
        assertThat(words(Files.readString(Path.of("../README.md")))).contains(words(region));
    }

    @Test
    void theProgramRuns() throws Exception {
        Files.writeString(directory.resolve("jobs.yaml"), ONE_JOB);
        Path output = directory.resolve("output.txt");
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("java.class.path"), "dev.veo3.examples.RunManifest").directory(directory.toFile())
                .redirectErrorStream(true).redirectOutput(output.toFile()).start();
        try {
            assertThat(process.waitFor()).as(() -> "it printed to " + output).isZero();
        } finally {
            process.destroyForcibly();
        }
        assertThat(output).content().contains("1 succeeded");
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

    /** The README may break lines where it likes. */
    private static String words(String text) {
        return text.replaceAll("\\s+", " ");
    }
}
