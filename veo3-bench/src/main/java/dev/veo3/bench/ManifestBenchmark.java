// SPDX-License-Identifier: Apache-2.0
package dev.veo3.bench;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.veo3.batch.manifest.BatchManifest;
import dev.veo3.batch.plan.BatchPlan;
import dev.veo3.batch.plan.PlanSettings;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * A manifest of 10,000 jobs: what it takes to read and plan it, beside what Jackson takes to read the same file into records and
 * to check nothing.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(2)
public class ManifestBenchmark {
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 23);

    /** How many jobs there are. */
    @Param("10000")
    private int jobs = 10_000;

    // Jackson's own limit of 3 MB is lifted.
    private final YAMLMapper yaml = new YAMLMapper(YAMLFactory.builder()
            .loadSettings(LoadSettings.builder().setCodePointLimit(Integer.MAX_VALUE).build()).build());
    private Path yamlFile = Path.of("jobs.yaml");

    /** For JMH. */
    public ManifestBenchmark() {}

    /** The manifest as Jackson reads it. */
    public record Plain(int concurrency, @JsonProperty("output_directory") String outputDirectory,
            List<PlainJob> jobs) {}

    /** A job as Jackson reads it. */
    public record PlainJob(String id, String type, PlainOptions options, String output) {}

    /** Its options as Jackson reads them. */
    public record PlainOptions(String prompt, String model, String resolution, int duration,
            @JsonProperty("aspect_ratio") String aspectRatio, @JsonProperty("negative_prompt") String negativePrompt) {}

    /** Writes the manifests. */
    @Setup
    public void write() throws IOException {
        yamlFile = Files.createTempFile("manifest", ".yaml");
        try (BufferedWriter out = Files.newBufferedWriter(yamlFile)) {
            out.write("concurrency: 8\noutput_directory: videos\njobs:\n");
            for (int i = 0; i < jobs; i++) {
                out.write("""
                          - id: shot-%05d
                            type: generate
                            options:
                              prompt: "A cinematic shot of a sunset over the sea, take %d: warm light, slow pan, 35 mm"
                              model: veo-3.1-fast-generate-001
                              resolution: 720p
                              duration: 8
                              aspect_ratio: "16:9"
                              negative_prompt: blurry, watermark
                            output: shots/shot-%05d.mp4
                        """.formatted(i, i, i));
            }
        }
    }

    /** Takes the manifests away. */
    @TearDown
    public void delete() throws IOException {
        Files.delete(yamlFile);
    }

    /** Reads the YAML manifest and plans it: everything is checked. */
    @Benchmark
    public BatchPlan yamlPlanned() {
        return BatchPlan.of(BatchManifest.load(yamlFile), PlanSettings.standard(TODAY));
    }

    /** Reads the YAML manifest into values with places. */
    @Benchmark
    public BatchManifest yamlRead() {
        return BatchManifest.load(yamlFile);
    }

    /** Jackson reads the same YAML into records. */
    @Benchmark
    public Plain yamlByJackson() {
        return yaml.readValue(yamlFile, Plain.class);
    }
}
