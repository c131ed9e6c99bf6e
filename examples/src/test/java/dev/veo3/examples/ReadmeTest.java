package dev.veo3.examples;

import dev.veo3.batch.report.BatchReport;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** The README's program is compiled and run. */
class ReadmeTest {
    @TempDir
    private Path directory;

    @Test
    void theProgramInTheReadmeIsTheOneThatIsCompiled() throws Exception {
        String source = Files.readString(Path.of("src/main/java/dev/veo3/examples/RunManifest.java"));
        String region = source.substring(source.indexOf("region=\"readme\"") + "region=\"readme\"".length(),
                source.indexOf("// @end")).stripIndent().strip();
        assertThat(words(Files.readString(Path.of("../README.md")))).contains(words(region));
    }

    @Test
    void theProgramRuns() throws Exception {
        Path manifest = Files.writeString(directory.resolve("jobs.yaml"), """
                output_directory: %s
                jobs:
                  - {id: one, type: generate, options: {prompt: "A boat"}, output: one.mp4}
                """.formatted(directory));
        BatchReport report = RunManifest.run(manifest);
        assertThat(report.succeeded()).isEqualTo(1);
        assertThat(directory.resolve("one.mp4")).exists();
    }

    /** The README may break lines where it likes. */
    private static String words(String text) {
        return text.replaceAll("\\s+", " ");
    }
}
