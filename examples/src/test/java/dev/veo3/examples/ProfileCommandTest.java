// SPDX-License-Identifier: Apache-2.0
package dev.veo3.examples;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import jdk.jfr.Recording;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** A batch that is recorded, and what the commands tell of it. */
class ProfileCommandTest {
    @TempDir
    private Path directory;

    @Test
    void aBatchIsRecordedAndItsRecordingsAreRead() throws Exception {
        Path cpu = directory.resolve("cpu.jfr");
        Path memory = directory.resolve("mem.jfr");
        Path later = directory.resolve("later.jfr");
        CommandLine process = demo("--cpu-profile=" + cpu, "--mem-profile=" + memory);
        assertThat(process.exit()).as(process.err()).isZero();
        assertThat(process.out()).contains("Profile: " + cpu, "Profile: " + memory, "1 succeeded");
        assertThat(directory.resolve("cpu.html")).exists();
        assertThat(directory.resolve("mem.html")).exists();

        CommandLine top = CommandLine.run("profile", "top", memory, "-n", 3);
        assertThat(top.exit()).as(top.err()).isZero();
        assertThat(top.out()).startsWith(memory + ": allocation, ").hasLineCount(5);
        String hottest = hottest(memory);
        CommandLine list = CommandLine.run("profile", "list", memory, hottest);
        assertThat(list.out()).as(list.err()).startsWith(hottest + ": ");

        assertThat(CommandLine.run("profile", "diff", memory).out()).contains("Live after a garbage collection",
                "at the start of " + memory);
        assertThat(demo("--mem-profile=" + later).exit()).isZero();
        assertThat(CommandLine.run("profile", "diff", memory, later).out()).contains("at the end of " + later);

        CommandLine live = CommandLine.run("profile", "live", memory, "-n", 2);
        assertThat(live.exit()).as(live.err()).isZero();
        assertThat(live.out()).startsWith(memory + ": live after a garbage collection, ")
                .hasLineCount(4).contains("byte[]");

        CommandLine flame = CommandLine.run("profile", "flame", memory);
        assertThat(flame.out()).isEqualTo("Flame graph: " + directory.resolve("mem.html") + "\n");
        Path elsewhere = directory.resolve("page.html");
        assertThat(CommandLine.run("profile", "flame", memory, "-o", elsewhere).exit()).isZero();
        assertThat(elsewhere).content().contains("Allocation in mem.jfr");
    }

    @Test
    void aRecordingThatIsThereKeepsTheBatchFromBeginning() throws Exception {
        Path cpu = Files.writeString(directory.resolve("cpu.jfr"), "precious");
        for (List<String> options : List.of(List.of("--cpu-profile=" + cpu),
                List.of("--cpu-profile=" + cpu, "--replace-profiles"))) {
            CommandLine foreign = demo(options.toArray(String[]::new));
            assertThat(foreign.exit()).isEqualTo(2);
            assertThat(foreign.err().strip()).isEqualTo(
                    cpu + ": this file is no recording, and is not replaced. Name another file for the profile.");
        }
        assertThat(cpu).hasContent("precious");
        assertThat(directory.resolve("videos/one.mp4")).doesNotExist();

        Files.writeString(cpu, "");
        CommandLine refused = demo("--cpu-profile=" + cpu);
        assertThat(refused.exit()).isEqualTo(2);
        assertThat(refused.err()).startsWith(cpu + ": the file is there already.").contains("--replace-profiles")
                .hasLineCount(1);
        assertThat(directory.resolve("videos/one.mp4")).doesNotExist();
        assertThat(demo("--cpu-profile=" + cpu, "--replace-profiles").exit()).isZero();
        assertThat(demo("--cpu-profile=" + cpu, "--replace-profiles").exit()).isZero();
        assertThat(CommandLine.run("profile", "top", cpu).err()).doesNotContain("no JFR recording");
    }

    @Test
    void theCommandThatGoesOnIsNotRefusedForTheProfileOfTheRunBefore() throws Exception {
        Path manifest = Files.writeString(directory.resolve("jobs.yaml"), """
                output_directory: %s
                jobs: [{id: one, type: generate, options: {prompt: "A boat"}, output: one.mp4}]
                """.formatted(directory.resolve("videos")));
        List<Object> words = new ArrayList<>(List.of("batch", "process", manifest, "--base-url", "http://127.0.0.1:9",
                "--budget", "1", "--cpu-profile", directory.resolve("cpu.jfr")));
        CommandLine run = CommandLine.run(words.toArray());
        assertThat(run.out()).contains("run the command again with --replace-profiles, or with another file for the"
                + " profile.");

        words.add("--replace-profiles");
        CommandLine again = CommandLine.run(words.toArray());
        assertThat(again.exit()).as(again.err()).isEqualTo(Veo3.JOBS_FAILED);
        assertThat(again.out()).contains("run the command again.");
    }

    @Test
    void wrongInputIsTwoAndASentence() throws Exception {
        Path cpu = directory.resolve("cpu.jfr");
        Path memory = directory.resolve("mem.jfr");
        assertThat(demo("--cpu-profile=" + cpu, "--mem-profile=" + memory).exit()).isZero();
        Path none = directory.resolve("none.jfr");
        Path text = Files.writeString(directory.resolve("jobs.txt"), "jobs: []");
        Path empty = Files.createFile(directory.resolve("empty.jfr"));
        Path cut = Files.write(directory.resolve("cut.jfr"), Arrays.copyOf(Files.readAllBytes(memory), 30_000));
        Path damaged = Files.write(directory.resolve("damaged.jfr"), damaged(Files.readAllBytes(memory)));
        Path idle = idle(directory.resolve("idle.jfr"));
        Path mine = Files.writeString(directory.resolve("mine.html"), "mine");

        refused("the recording does not exist", "top", none);
        refused("this is no JFR recording", "top", text);
        refused("the file is empty", "top", empty);
        refused("the recording is cut", "list", cut, "run");
        refused("the recording is damaged", "top", damaged);
        refused("this is a directory", "flame", directory);
        refused("\"\" is no name of a file", "top", "");
        refused("the recording has no samples", "top", idle);
        refused("the recording has no samples", "list", idle, "run");
        refused("the recording has no samples", "flame", idle);
        refused("the recording has no samples", "flame", idle, "-o", directory.resolve("idle-page.html"));
        assertThat(directory.resolve("idle.html")).doesNotExist();
        refused("no method \"noSuchMethod\" was seen", "list", memory, "noSuchMethod");
        refused("there is no such directory of sources", "list", memory, hottest(memory), "--source", none);
        refused("does not tell what lived", "diff", cpu);
        refused("does not tell what lived", "live", cpu);
        refused("the recording does not exist", "live", none);
        refused("There is no Java process 999999999", "live", "999999999");
        refused("does not tell what lived", "diff", cpu, memory);
        refused("the recording does not exist", "diff", memory, none);
        refused("there is a file here that is no flame graph", "flame", memory, "-o", mine);
        refused("its directory does not exist", "flame", memory, "-o", directory.resolve("none/page.html"));
        refused("this is a directory", "flame", memory, "-o", directory);
        assertThat(mine).hasContent("mine");
    }

    @Test
    void whatLivesInAProcessIsPrinted() {
        String process = Long.toString(ProcessHandle.current().pid());
        CommandLine live = CommandLine.run("profile", "live", process, "-n", 3);
        assertThat(live.exit()).as(live.err()).isZero();
        assertThat(live.out()).startsWith("process " + process + ": live after a garbage collection, ").hasLineCount(5);
    }

    @Test
    void aWrongCommandIsTwoAndItsUsage() {
        for (List<String> words : List.<List<String>>of(List.of(), List.of("best"), List.of("top"),
                List.of("list", "cpu.jfr"),
                List.of("top", "cpu.jfr", "-n", "0"), List.of("top", "cpu.jfr", "--of=HEAP"),
                List.of("diff", "one.jfr", "two.jfr", "three.jfr"))) {
            Object[] all = Stream.concat(Stream.of("profile"), words.stream()).toArray();
            CommandLine wrong = CommandLine.run(all);
            assertThat(wrong.exit()).as("%s", words).isEqualTo(2);
            assertThat(wrong.out()).isEmpty();
            assertThat(wrong.err()).as("%s", words).doesNotContain("Exception", "\tat ").isNotBlank();
        }
    }

    @Test
    void aPlaceThatCannotHoldARecordingKeepsTheBatchFromBeginning() throws Exception {
        Path text = Files.writeString(directory.resolve("jobs.txt"), "jobs: []");
        Path one = directory.resolve("one.jfr");
        for (List<String> options : List.of(List.of("--cpu-profile=" + text.resolve("cpu.jfr")),
                List.of("--mem-profile=" + directory), List.of("--cpu-profile="),
                List.of("--cpu-profile=" + one, "--mem-profile=" + one))) {
            CommandLine refused = demo(options.toArray(String[]::new));
            assertThat(refused.exit()).as("%s", options).isEqualTo(2);
            assertThat(refused.err()).as("%s", options).hasLineCount(1).doesNotContain("Exception").endsWith(".\n");
            assertThat(directory.resolve("videos/one.mp4")).doesNotExist();
        }
    }

    private static void refused(String reason, Object... words) {
        CommandLine wrong = CommandLine.run(Stream.concat(Stream.of("profile"), Arrays.stream(words)).toArray());
        assertThat(wrong.exit()).as("%s", Arrays.asList(words)).isEqualTo(2);
        assertThat(wrong.out()).isEmpty();
        assertThat(wrong.err()).as("%s", Arrays.asList(words)).hasLineCount(1).contains(reason)
                .doesNotContain("Exception").endsWith(".\n");
    }

    private static String hottest(Path recording) {
        return CommandLine.run("profile", "top", recording).out().lines().skip(2).findFirst().orElseThrow()
                .replaceAll(".*  ", "");
    }

    /** A recording in which nothing happened. */
    private static Path idle(Path file) throws IOException {
        try (Recording recording = new Recording()) {
            recording.start();
            recording.stop();
            recording.dump(file);
        }
        return file;
    }

    // The place of the metadata, in the chunk's header, leads out of the file.
    private static byte[] damaged(byte[] recording) {
        ByteBuffer.wrap(recording).putLong(24, Long.MAX_VALUE / 2);
        return recording;
    }

    private CommandLine demo(String... options) throws IOException {
        Path manifest = Files.writeString(directory.resolve("jobs.yaml"), """
                output_directory: %s
                jobs:
                  - {id: one, type: generate, options: {prompt: "A boat"}, output: one.mp4}
                """.formatted(directory.resolve("videos")));
        Object[] words = new Object[options.length + 2];
        words[0] = "demo";
        words[1] = manifest;
        System.arraycopy(options, 0, words, 2, options.length);
        return CommandLine.run(words);
    }
}
