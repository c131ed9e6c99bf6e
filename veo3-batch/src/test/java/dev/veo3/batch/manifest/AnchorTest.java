// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.manifest;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class AnchorTest {

    @TempDir
    private Path directory;

    @Test
    void anAliasIsTheVeryValueOfItsAnchorAndKeepsItsPlace() throws IOException {
        Value.Sequence list = jobs("""
                jobs:
                  - &a {id: x, options: &o {prompt: p}}
                  - *a
                  - {id: y, options: *o}
                """);

        assertThat(list.items().get(1)).isSameAs(list.items().get(0));
        assertThat(table(list, 2).entries().get("options")).isSameAs(table(list, 0).entries().get("options"));
        assertThat(table(list, 2).entries().get("options").position()).isEqualTo(new SourcePosition(2, 25));
    }

    @Test
    void aScalarMayBeNamedToo() throws IOException {
        Value.Sequence list = jobs("jobs: [{id: &name x, output: *name}]");

        assertThat(table(list, 0).get("output")).contains(table(list, 0).entries().get("id"));
    }

    @Test
    void anAnchorThatStandsTwiceMeansTheLastOneBefore() throws IOException {
        Value.Sequence list = jobs("jobs: [{a: &n 1}, {a: *n}, {a: &n 2}, {a: *n}]");

        assertThat(table(list, 1).get("a")).contains(table(list, 0).entries().get("a"));
        assertThat(table(list, 3).get("a")).contains(table(list, 2).entries().get("a"));
    }

    @Test
    void anUnknownAliasIsAProblemAndSoIsOneInsideItsOwnAnchor() throws IOException {
        assertThat(new ManifestFiles(directory).problems("jobs:\n  - {id: *nobody}\n  - &me {id: a, options: *me}"))
                .containsExactly("2:10 *nobody names no anchor before it. Write &nobody where the value stands.",
                        "3:26 *me names no anchor before it. Write &me where the value stands.");
    }

    @Test
    void aMergeKeyFillsInWhatATableLacks() throws IOException {
        Value.Sequence list = jobs("""
                jobs:
                  - &a {type: generate, output: a.mp4}
                  - &b {output: b.mp4, id: b}
                  - {<<: *a, id: c}
                  - {id: d, output: d.mp4, <<: [*b, *a]}
                  - {<<: {type: extend}, id: e}
                """);

        assertThat(text(table(list, 2))).isEqualTo("id=c type=generate output=a.mp4");
        assertThat(text(table(list, 3))).isEqualTo("id=d output=d.mp4 type=generate");
        assertThat(text(table(list, 4))).isEqualTo("id=e type=extend");
    }

    @Test
    void onlyTablesAreMerged() throws IOException {
        assertThat(
                new ManifestFiles(directory).problems("jobs:\n  - {id: a, <<: 5}\n  - {id: b, <<: [[{c: d}], {e: f}]}"))
                .containsExactly("2:17 \"<<\" merges a table of keys, not the number 5. Name the anchor of a table.",
                        "3:18 \"<<\" merges a table of keys, not a list. Name the anchor of a table.");
    }

    @Test
    void jsonHasNoMergeKeys() throws IOException {
        BatchManifest manifest = new ManifestFiles(directory).json("{\"<<\": {\"concurrency\": 9}, \"jobs\": [{}]}");

        assertThat(manifest.concurrency()).isEmpty();
        assertThat(manifest.problems()).singleElement().extracting(Problem::message)
                .isEqualTo("the manifest has no key \"<<\"");
    }

    @Test
    void aBillionLaughsFillNoMemory() throws IOException {
        BatchManifest manifest = new ManifestFiles(directory).yaml(laughs("[{id: x}]", 40) + "jobs: *a40\n");

        assertThat(manifest.jobs()).isEmpty();
        assertThat(manifest.problems()).hasSizeLessThan(100);
    }

    @Test
    void mergingABillionLaughsEnds() throws IOException {
        assertThat(new ManifestFiles(directory).problems(laughs("[{id: x}]", 40) + "jobs: [{<<: *a40}]\n"))
                .filteredOn(line -> line.contains("\"<<\" merges a table of keys, not a list")).hasSize(9);
    }

    @Test
    void mergingALargeTableOverAndOverIsRefused() throws IOException {
        String large = IntStream.range(0, 50_000).mapToObj(n -> "k" + n + ": 1")
                .collect(Collectors.joining(", ", "&large {", "}"));
        String merges = String.join(", ", Collections.nCopies(50_000, "{<<: *large}"));

        assertThat(new ManifestFiles(directory).refusal("a: " + large + "\njobs: [" + merges + "]\n")).isEqualTo(
                "1:4 this is merged too often for a file of this size. Correct it at this place.");
    }

    @Test
    void sharedSettingsOfManyJobsAreNotTooOften() throws IOException {
        String jobs = IntStream.range(0, 20_000).mapToObj(n -> "- {<<: *d, id: j" + n + ", output: " + n + ".mp4}\n")
                .collect(Collectors.joining());

        BatchManifest manifest = new ManifestFiles(directory).yaml(
                "jobs:\n- &d {id: first, type: generate, output: f.mp4, a: 1, b: 2, c: 3, d: 4, e: 5, f: 6}\n" + jobs);

        assertThat(manifest.jobs()).hasSize(20_001);
        assertThat(manifest.problems()).isEmpty();
    }

    private static String laughs(String first, int levels) {
        return IntStream.rangeClosed(1, levels).mapToObj(n -> "a" + n + ": &a" + n + " ["
                + String.join(",", Collections.nCopies(9, "*a" + (n - 1))) + "]\n")
                .collect(Collectors.joining("", "a0: &a0 " + first + "\n", ""));
    }

    private Value.Sequence jobs(String yaml) throws IOException {
        BatchManifest manifest = new ManifestFiles(directory).yaml(yaml);
        assertThat(manifest.problems()).isEmpty();
        return new Value.Sequence(manifest.jobs().map(job -> (Value) ((JobSpec.Written) job).fields()).toList(),
                SourcePosition.NONE);
    }

    private static Value.Mapping table(Value.Sequence list, int index) {
        return (Value.Mapping) list.items().get(index);
    }

    private static String text(Value.Mapping table) {
        return table.entries().entrySet().stream()
                .map(entry -> entry.getKey() + "=" + ((Value.Scalar) entry.getValue()).text())
                .collect(Collectors.joining(" "));
    }
}
