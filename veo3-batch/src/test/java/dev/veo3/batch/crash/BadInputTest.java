// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.crash;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Manifests that are made to fill a memory: a program of little memory plans them, says what is wrong, and ends in good order. */
class BadInputTest {
    private static final int HUNDRED_MEGABYTES = 100 << 20;

    @TempDir
    private Path directory;

    @Test
    void whateverAManifestIsItsPlanTakesLittleMemoryAndSaysWhatIsWrong() throws Exception {
        List<Path> files = new ArrayList<>();
        files.add(write("bomb.yaml", out -> {
            out.write("jobs:\n- a: &a0 [x]\n");
            for (int i = 1; i < 40; i++) {
                out.write("- a: &a" + i + " [" + ("*a" + (i - 1) + ",").repeat(9) + "*a" + (i - 1) + "]\n");
            }
        }));
        files.add(write("merges.yaml", out -> {
            out.write("defaults: &d0 {type: generate}\njobs:\n");
            for (int i = 0; i < 20_000; i++) {
                out.write("- {<<: *d0, id: j" + i + ", no: such, key: s}\n");
            }
        }));
        files.add(write("line.jsonl", out -> {
            out.write("{\"id\": \"");
            letters(out);
            out.write("\"}\n");
        }));
        files.add(write("field.csv", out -> {
            out.write("id,type,output,prompt\na,generate,a.mp4,\"");
            letters(out);
            out.write("\"\n");
        }));
        files.add(write("text.json", out -> {
            out.write("{\"jobs\": [{\"id\": \"");
            letters(out);
            out.write("\"}]}");
        }));
        files.add(write("word.yaml", BadInputTest::letters));
        files.add(write("twice.jsonl", out -> {
            for (int i = 0; i < 50_000; i++) {
                out.write(
                        "{\"id\": \"a\", \"id\": \"b\", \"output\": 7, \"type\": [], \"options\": \"none\", \"priority\": {}}\n");
            }
        }));
        files.add(write("unknown.jsonl", out -> {
            for (int i = 0; i < 20_000; i++) {
                out.write("{\"id\": \"a" + i + "\", \"tpye\": \"generate\", \"output\": \"" + i + ".mp4\"}\n");
            }
        }));
        for (String name : List.of("garbage.yaml", "garbage.json", "garbage.jsonl", "garbage.csv")) {
            files.add(garbage(name));
        }

        Map<String, String> said = plan(files);

        assertThat(said).hasSize(files.size());
        assertThat(said.values()).noneMatch(words -> words.startsWith("fine"));
        assertThat(said).hasEntrySatisfying("line.jsonl", words -> assertThat(words).contains("longer than 1 MB"))
                .hasEntrySatisfying("twice.jsonl",
                        words -> assertThat(words).startsWith("100").contains("the key \"id\" stands twice"))
                .hasEntrySatisfying("unknown.jsonl",
                        words -> assertThat(words).contains("Write \"type\" if that is meant"));
    }

    private Map<String, String> plan(List<Path> files) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
                "-Xmx96m", "-XX:+ExitOnOutOfMemoryError", "-cp", System.getProperty("java.class.path"),
                PlannedFiles.class.getName(), directory.toString()));
        files.forEach(file -> command.add(file.toString()));
        Path output = directory.resolve("output.txt");
        Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile()).start();
        assertThat(process.waitFor()).as(() -> "the exit of the program, which said: " + read(output)).isZero();
        String text = read(output);
        assertThat(text).doesNotContain("Exception").doesNotContain("\tat ");
        try (Stream<String> lines = text.lines()) {
            return lines.filter(line -> line.contains(" | ")).collect(Collectors.toMap(
                    line -> line.substring(0, line.indexOf(" | ")), line -> line.substring(line.indexOf(" | ") + 3)));
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return "nothing: " + e;
        }
    }

    private interface Content {
        void to(BufferedWriter out) throws IOException;
    }

    private Path write(String name, Content content) throws IOException {
        Path file = directory.resolve(name);
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            content.to(out);
        }
        return file;
    }

    private static void letters(BufferedWriter out) throws IOException {
        String piece = "x".repeat(1 << 16);
        for (int i = 0; i < HUNDRED_MEGABYTES >> 16; i++) {
            out.write(piece);
        }
    }

    private Path garbage(String name) throws IOException {
        Random random = new Random(7);
        byte[] piece = new byte[1 << 16];
        Path file = directory.resolve(name);
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int i = 0; i < 160; i++) {
                random.nextBytes(piece);
                out.write(piece);
            }
        }
        return file;
    }
}
