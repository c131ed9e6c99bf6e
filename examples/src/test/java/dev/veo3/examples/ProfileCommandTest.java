package dev.veo3.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
        String hottest = top.out().lines().skip(2).findFirst().orElseThrow().replaceAll(".*  ", "");
        CommandLine list = CommandLine.run("profile", "list", memory, hottest);
        assertThat(list.out()).as(list.err()).startsWith(hottest + ": ");

        assertThat(CommandLine.run("profile", "diff", memory).out()).contains("Live after a garbage collection",
                "at the start of " + memory);
        assertThat(demo("--mem-profile=" + later).exit()).isZero();
        assertThat(CommandLine.run("profile", "diff", memory, later).out()).contains("at the end of " + later);

        CommandLine flame = CommandLine.run("profile", "flame", memory);
        assertThat(flame.out()).isEqualTo("Flame graph: " + directory.resolve("mem.html") + "\n");
        Path elsewhere = directory.resolve("page.html");
        assertThat(CommandLine.run("profile", "flame", memory, "-o", elsewhere).exit()).isZero();
        assertThat(elsewhere).content().contains("Allocation in mem.jfr");
    }

    @Test
    void aRecordingThatIsThereKeepsTheBatchFromBeginning() throws Exception {
        Path cpu = Files.writeString(directory.resolve("cpu.jfr"), "precious");
        CommandLine refused = demo("--cpu-profile=" + cpu);
        assertThat(refused.exit()).isEqualTo(2);
        assertThat(refused.err()).startsWith(cpu + ": the file is there already.").contains("--replace-profiles")
                .hasLineCount(1);
        assertThat(directory.resolve("videos/one.mp4")).doesNotExist();
        assertThat(demo("--cpu-profile=" + cpu, "--replace-profiles").exit()).isZero();
        assertThat(CommandLine.run("profile", "top", cpu).err()).doesNotContain("no JFR recording");
    }

    @Test
    void wrongInputIsTwoAndASentence() throws Exception {
        Path text = Files.writeString(directory.resolve("jobs.txt"), "jobs: []");
        for (List<Object> words : List.<List<Object>>of(List.of("top", directory.resolve("none.jfr")),
                List.of("top", text), List.of("list", text, "run"), List.of("flame", directory),
                List.of("diff", text, text), List.of("diff", directory.resolve("none.jfr")))) {
            Object[] all = new Object[words.size() + 1];
            all[0] = "profile";
            System.arraycopy(words.toArray(), 0, all, 1, words.size());
            CommandLine wrong = CommandLine.run(all);
            assertThat(wrong.exit()).as("%s", words).isEqualTo(2);
            assertThat(wrong.out()).isEmpty();
            assertThat(wrong.err()).as("%s", words).hasLineCount(1).doesNotContain("Exception").endsWith(".\n");
        }
        assertThat(CommandLine.run("profile", "top", text, "-n", 0).err()).contains("at least 1 row is printed");
        assertThat(CommandLine.run("profile", "top", text, "-n", 0).exit()).isEqualTo(2);
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
