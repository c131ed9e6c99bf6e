// SPDX-License-Identifier: Apache-2.0
package dev.veo3.bench.report;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ReportTest {
    @TempDir
    private Path directory;

    private Figures figures(String... runs) throws Exception {
        Path file = directory.resolve("results.json");
        Files.writeString(file, "[" + String.join(",", runs) + "]");
        return Figures.read(file);
    }

    static String run(String benchmark, String parameters, double score, String unit) {
        return """
                {"jmhVersion": "1.37", "benchmark": "dev.veo3.bench.%s", "mode": "avgt", "forks": 2, "jdkVersion": "25",
                 "vmName": "A JVM", "params": {%s},
                 "primaryMetric": {"score": %s, "scoreError": 1, "scoreConfidence": [%s, %s], "scoreUnit": "%s"},
                 "secondaryMetrics": {"gc.alloc.rate.norm": {"score": 144.0}, "heap.after.gc": {"score": 12.5}}}
                """.formatted(benchmark, parameters, score, score * 0.9, score * 1.1, unit);
    }

    @Test
    void theTablesSayTimesRatiosAndEfficiency() throws Exception {
        Path page = Report.write(figures(
                run("ConcurrencyBenchmark.batchProcessor", "\"concurrency\": \"4\", \"jobMillis\": \"10\"", 256,
                        "ms/op"),
                run("ConcurrencyBenchmark.bareVirtualThreads", "\"concurrency\": \"4\", \"jobMillis\": \"10\"", 253,
                        "ms/op"),
                run("TemplateBenchmark.render", "\"variables\": \"5\"", 80, "ns/op"),
                run("TemplateBenchmark.concatenation", "\"variables\": \"5\"", 40, "ns/op"),
                run("MediaBenchmark.inspect", "\"file\": \"PNG_5_MB\"", 7.5, "us/op"),
                run("ReportBenchmark.ofRun", "\"jobs\": \"100000\", \"format\": \"HTML\"", 1_500, "ms/op"),
                run("MetricsBenchmark.off", "\"concurrency\": \"8\"", 20, "ns/op"),
                run("MetricsBenchmark.on", "\"concurrency\": \"8\"", 70.5, "ns/op"),
                run("MediaBenchmark.floor", "\"file\": \"PNG_5_MB\"", 3, "us/op")), directory.resolve("report"));

        assertThat(page).content()
                .contains(
                        "| 4 | 26.8 | 42 | 257 |  |  |  |  | 253 ± 10.0 % | 256 ± 10.0 % |  | 1.01 | 391 | 97.7 % | 12.5 |")
                .contains(
                        "| substitute 5 variables | 38 | 6.26 |  |  |  |  | 0.040 ± 10.0 % | 0.080 ± 10.0 % | 2.00 | 144 |")
                .contains("| template of 5 variables rendered, over a concatenation | <= 2.20 x | 2.00 x | met |")
                .contains("| inspect PNG_5_MB, over open, read 64 bytes, close | <= 2.00 x | 2.50 x | **missed** |")
                .contains("| metrics and events of a job, on over off, concurrency 8 | <= 60.0 ns | 50.5 ns | met |")
                .contains(
                        "| jobs through a forced journal, 256 in flight | >= 20,000 /s | | not measured in this run |")
                .contains(
                        "| report of 100,000 jobs as HTML, by their run | <= 2,000,000,000 ns | 1,500,000,000 ns | met |")
                .contains("At least 2 forks for each row");
        assertThat(directory.resolve("report/throughput.svg")).content().contains("veo3", "jobs at once", "</svg>");
        assertThat(directory.resolve("report/files.svg")).content().contains("veo3 inspect");
    }

    @Test
    void aRateIsATimeForEachOperation() throws Exception {
        Figure figure = figures(run("JournalBenchmark.jobs", "\"inFlight\": \"256\"", 50_000, "ops/s")).all()
                .getFirst();

        assertThat(figure.nanos()).isEqualTo(20_000);
        assertThat(figure.name()).isEqualTo("JournalBenchmark.jobs (inFlight=256)");
    }

    @Test
    void aComparisonSaysWhereTheIntervalsAllowNoAnswer() throws Exception {
        Figures old = figures(run("A.faster", "", 100, "ns/op"), run("A.same", "", 100, "ns/op"),
                run("A.rate", "", 100, "ops/s"), run("A.gone", "", 1, "ns/op"));
        Figures now = figures(run("A.faster", "", 50, "ns/op"), run("A.same", "", 105, "ns/op"),
                run("A.rate", "", 50, "ops/s"), run("A.added", "", 1, "ns/op"));

        assertThat(Comparison.table(old, now))
                .contains("| A.faster | 100.000 ns/op | 50.000 ns/op | 0.50 [0.41, 0.61] | better |")
                .contains("| A.same | 100.000 ns/op | 105.000 ns/op | 1.05 [0.86, 1.28] | no difference shown |")
                .contains("| A.rate | 100.000 ops/s | 50.000 ops/s | 0.50 [0.41, 0.61] | worse |")
                .contains("Only in the old run: A.gone.").contains("Only in the new run: A.added.");
    }

    @Test
    void onlyRatiosWithinOneRunAreHeldAgainstALaterRun() throws Exception {
        Figures old = figures(run("TemplateBenchmark.render", "\"variables\": \"5\"", 80, "ns/op"),
                run("TemplateBenchmark.concatenation", "\"variables\": \"5\"", 40, "ns/op"),
                run("DispatchBenchmark.batchProcessor", "\"concurrency\": \"8\"", 100, "ns/op"));
        Figures slowerMachine = figures(run("TemplateBenchmark.render", "\"variables\": \"5\"", 800, "ns/op"),
                run("TemplateBenchmark.concatenation", "\"variables\": \"5\"", 400, "ns/op"),
                run("DispatchBenchmark.batchProcessor", "\"concurrency\": \"8\"", 1_000, "ns/op"));
        Figures slowerCode = figures(run("TemplateBenchmark.render", "\"variables\": \"5\"", 100, "ns/op"),
                run("TemplateBenchmark.concatenation", "\"variables\": \"5\"", 40, "ns/op"));

        assertThat(Goals.worse(old, slowerMachine, 1.2)).isEmpty();
        assertThat(Goals.worse(old, slowerCode, 1.2)).containsExactly("template of 5 variables rendered, over a "
                + "concatenation: was 2.00, is 2.50, which is 1.25 times worse");
    }

    @Test
    void aFileThatJmhDidNotWriteIsToldInASentence() throws Exception {
        Path file = directory.resolve("other.json");

        assertThatThrownBy(() -> Figures.read(file)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is no file");
        Files.writeString(file, "not JSON");
        assertThatThrownBy(() -> Figures.read(file)).hasMessageContaining("is not JSON");
        Files.writeString(file, "[]");
        assertThatThrownBy(() -> Figures.read(file)).hasMessageContaining("has no figures");
        Files.writeString(file, "[{\"name\": 1}]");
        assertThatThrownBy(() -> Figures.read(file)).hasMessageContaining("without benchmark and score");
    }
}
