// SPDX-License-Identifier: Apache-2.0
package dev.veo3.examples;

import dev.veo3.batch.report.RecordedResult;
import dev.veo3.batch.report.ResultsFile;
import dev.veo3.media.MediaInspector;
import dev.veo3.media.VideoInfo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class DemoCommandTest {
    @TempDir
    private Path directory;

    @Test
    void theDemoMakesEveryVideoButTheOneThatIsFilteredOnPurpose() throws Exception {
        CommandLine demo = CommandLine.run("demo", "examples/jobs.yaml", "--output-dir", directory, "--concurrency",
                14);
        assertThat(demo.err()).isEmpty();
        assertThat(demo.exit()).isZero();
        assertThat(demo.out()).contains("14 jobs, 14 at once, at most $31.08").contains("13 succeeded")
                .contains("1 filtered").contains("longer.mp4 (1280x720, 15.0 s, avc1+mp4a)")
                .contains("The emulator accepted 14 submissions, refused 1 with 429, and would have billed ")
                .doesNotContain("batch retry");

        List<RecordedResult> results = ResultsFile.read(directory.resolve("results.json")).results().toList();
        assertThat(results).extracting(RecordedResult::jobId).startsWith("sunset", "lighthouse").hasSize(14);
        assertThat(results).filteredOn(result -> !result.success()).singleElement().satisfies(
                duel -> assertThat(duel.outcome()).hasValue("filtered"));
        assertThat(results).allSatisfy(result -> assertThat(result.operation()).isPresent());
        try (Stream<Path> files = Files.list(directory)) {
            List<Path> videos = files.filter(file -> file.toString().endsWith(".mp4")).toList();
            assertThat(videos).hasSize(14).allSatisfy(
                    video -> assertThat(((VideoInfo) MediaInspector.inspect(video)).duration()).isPositive());
        }
    }
}
