// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.manifest;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class ManifestTextTest {

    @TempDir
    private Path directory;

    @Test
    void aMissingFileIsNamed() {
        assertThat(ManifestFiles.refusal(directory.resolve("none.yaml")))
                .isEqualTo("0:0 the manifest does not exist. Correct the path.");
    }

    @Test
    void aDirectoryIsNoManifest() {
        assertThat(ManifestFiles.refusal(directory))
                .isEqualTo("0:0 the manifest cannot be read: it is a directory. Name a file that can be read.");
    }

    @Test
    void aCharacterOfTwoHalvesMayStandAnywhere() throws IOException {
        for (int length = 0; length < 2_200; length++) {
            Path file = Files.writeString(directory.resolve("jobs.yaml"), "output_directory: " + "x".repeat(length)
                    + "\ud83d\ude00 end\njobs: []\n");

            assertThat(BatchManifest.load(file).outputDirectory().orElseThrow()).endsWith("\ud83d\ude00 end");
        }
    }

    @Test
    void textOfAnotherEncodingIsNoManifest() throws IOException {
        Path file = Files.write(directory.resolve("jobs.yaml"),
                "jobs: [{id: caf\u00e9}]".getBytes(StandardCharsets.ISO_8859_1));

        assertThat(ManifestFiles.refusal(file))
                .isEqualTo("0:0 the manifest is not text in UTF-8. Name a YAML or JSON file in UTF-8.");
    }

    @Test
    void binaryGarbageIsRefusedWhateverItIsCalled() throws IOException {
        Random random = new Random(1);
        for (int i = 0; i < 200; i++) {
            byte[] garbage = new byte[1 + random.nextInt(300)];
            random.nextBytes(garbage);
            // Half of it is ASCII, which gets past the decoder.
            for (int at = 0; i % 2 == 0 && at < garbage.length; at++) {
                garbage[at] &= 0x1f;
            }
            Path yaml = Files.write(directory.resolve("jobs.yaml"), garbage);
            Path json = Files.write(directory.resolve("jobs.json"), garbage);

            assertThat(problems(yaml)).as("problems of garbage %d", i).isPositive();
            assertThat(problems(json)).as("problems of garbage %d", i).isPositive();
        }
    }

    private static int problems(Path file) {
        try {
            return BatchManifest.load(file).problems().size();
        } catch (ManifestException e) {
            return e.problems().size();
        }
    }

    @Test
    void aFileThatIsFarTooLargeIsNotRead() throws IOException {
        Path file = directory.resolve("jobs.yaml");
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength((64L << 20) + 1);
        }

        assertThat(ManifestFiles.refusal(file)).isEqualTo(
                "0:0 the manifest has 67108865 bytes, and a document of more than 64 MB is not read."
                        + " Write it as JSON Lines, one job on a line (.jsonl).");
    }

    @Test
    void aByteOrderMarkIsNoPartOfTheText() throws IOException {
        ManifestFiles files = new ManifestFiles(directory);

        assertThat(files.yaml("\ufeffjobs: [{id: a}]").problems()).isEmpty();
        assertThat(files.json("\ufeff{\"jobs\": [{\"id\": \"a\"}]}").problems()).isEmpty();
    }

    @Test
    void linesMayEndAsOnWindows() throws IOException {
        assertThat(new ManifestFiles(directory).problems("concurrency: 0\r\njobs:\r\n  - x\r\n")).containsExactly(
                "1:14 \"concurrency\" is the number 0. Write a whole number of at least 1.",
                "3:5 a job is a table of keys, not the text \"x\". Write id, type, options and output.");
    }

    @Test
    void aManifestOfFiveMegabytesIsReadWhole() throws IOException {
        String words = "w".repeat(400);
        String text = IntStream.range(0, 12_000).mapToObj(n -> "- {id: job" + n + ", type: generate, output: "
                + n + ".mp4, options: {prompt: " + words + "}}\n").collect(Collectors.joining("", "jobs:\n", ""));
        assertThat(text.length()).isGreaterThan(5 << 20);

        BatchManifest manifest = new ManifestFiles(directory).yaml(text);

        assertThat(manifest.problems()).isEmpty();
        assertThat(manifest.jobs()).hasSize(12_000);
    }

    @Test
    void anInterruptDoesNotDisturbTheReadingAndStaysPending() throws IOException {
        Path file = Files.writeString(directory.resolve("jobs.yaml"), "jobs: [{id: a}]");

        Thread.currentThread().interrupt();
        BatchManifest manifest = BatchManifest.load(file);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(manifest.jobs()).hasSize(1);
    }
}
