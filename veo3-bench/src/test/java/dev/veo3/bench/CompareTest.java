// SPDX-License-Identifier: Apache-2.0
package dev.veo3.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class CompareTest {
    @TempDir
    private Path directory;

    private String file(String name, int rendering) throws Exception {
        String figure = """
                {"benchmark": "dev.veo3.bench.TemplateBenchmark.%s", "forks": 2, "params": {"variables": "5"},
                 "primaryMetric": {"score": %d, "scoreConfidence": ["NaN", "NaN"], "scoreUnit": "ns/op"}}
                """;
        return Files.writeString(directory.resolve(name),
                "[" + figure.formatted("render", rendering) + "," + figure.formatted("concatenation", 40) + "]")
                .toString();
    }

    @Test
    void theProgramEndsWithOneWhenARatioIsWorseAndWithTwoWhenItWasAskedWrongly() throws Exception {
        String old = file("old.json", 80);
        String slower = file("new.json", 120);

        assertThat(Compare.run(List.of(old, slower))).isZero();
        assertThat(Compare.run(List.of("--goals", "1.2", old, old))).isZero();
        assertThat(Compare.run(List.of("--goals", "1.2", old, slower))).isEqualTo(1);
        assertThat(Compare.run(List.of("--goals", "1.6", old, slower))).isZero();
        assertThat(Compare.run(List.of("--goals", "much", old, slower))).isEqualTo(2);
        assertThat(Compare.run(List.of("--goals", "0.5", old, slower))).isEqualTo(2);
        assertThat(Compare.run(List.of(old))).isEqualTo(2);
        assertThat(Compare.run(List.of(old, directory.resolve("none.json").toString()))).isEqualTo(2);
    }
}
