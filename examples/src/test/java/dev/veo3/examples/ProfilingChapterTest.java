// SPDX-License-Identifier: Apache-2.0
package dev.veo3.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

/** The chapter "Profiling a batch": its program is compiled and profiled, its commands are run, and they find what it says. */
class ProfilingChapterTest {
    private static final Path CHAPTER = Path.of("veo3-batch/PROFILING.md");
    private static final Pattern COMMAND = Pattern.compile("(?m)^\\$ veo3 (.+)$");
    private static final Pattern IN_A_TABLE = Pattern.compile("`((?:batch|demo|doctor|profile|tune)(?: [^`]+)?)`");
    private static final int JOBS = 60;

    @TempDir
    private Path directory;

    private static String chapter() throws IOException {
        return Files.readString(CHAPTER);
    }

    /** As they stand there, in order, each once. */
    private static List<String> commands() throws IOException {
        return COMMAND.matcher(chapter()).results().map(command -> command.group(1).strip()).distinct().toList();
    }

    private static void isUnderstood(String command) {
        assertThatCode(() -> new picocli.CommandLine(new Veo3()).parseArgs(command.split(" "))).as(command)
                .doesNotThrowAnyException();
    }

    @Test
    void everyCommandInATableIsUnderstood() throws Exception {
        List<String> commands = chapter().lines().filter(line -> line.startsWith("|"))
                .flatMap(line -> IN_A_TABLE.matcher(line).results()).map(command -> command.group(1)).toList();
        assertThat(commands).hasSizeGreaterThan(8).allSatisfy(ProfilingChapterTest::isUnderstood);
    }

    @Test
    void theBenchmarksAreThere() throws Exception {
        List<String> classes = Pattern.compile("benchmarks\\.jar (?:dev\\.veo3\\.bench\\.)?(\\w+)").matcher(chapter())
                .results().map(name -> name.group(1)).distinct().toList();
        assertThat(classes).containsExactlyInAnyOrder("TemplateBenchmark", "Compare");
        try (Stream<Path> sources = Files.walk(Path.of("veo3-bench/src/main/java"))) {
            assertThat(sources.map(file -> file.getFileName().toString()))
                    .containsAll(classes.stream().map(name -> name + ".java").toList());
        }
    }

    @Test
    void everyLinkLeadsToAFile() throws Exception {
        List<String> links = Pattern.compile("\\]\\(([^)#:]+)(?:#[^)]*)?\\)").matcher(chapter()).results()
                .map((MatchResult link) -> link.group(1)).toList();
        assertThat(links).isNotEmpty().allSatisfy(link -> assertThat(CHAPTER.resolveSibling(link)).exists());
    }

    /** With manifests of a few jobs, and a doctor for whom ten are enough. */
    @Test
    void everyCommandRunsAndFindsWhatTheChapterSays() throws Exception {
        List<String> commands = commands();
        writeManifests();
        profileTheStudio();
        Files.write(directory.resolve("commands.txt"), commands.stream()
                .map(command -> command.equals("doctor") ? "doctor --jobs=10 --latency=20" : command).toList());
        java(System.getProperty("java.class.path"), CommandsInTurn.class.getName(), "commands.txt");

        Map<String, String> printed = IntStream.range(0, commands.size()).boxed()
                .collect(Collectors.toMap(commands::get, i -> read("printed-" + i + ".txt")));
        // A doctor on a busy machine may find that something is not as it should be.
        assertThat(printed).hasSizeGreaterThan(9).allSatisfy((command, text) -> assertThat(text).as(command)
                .matches(command.equals("doctor") ? "(?s).*exit [01]\\R" : "(?s).*exit 0\\R"));
        assertThat(printed.get("profile top clean-cpu.jfr -n 4").lines().skip(2).findFirst().orElseThrow())
                .endsWith("  studio.Studio.blur");
        assertThat(printed.get("profile list clean-cpu.jfr Studio.blur --source src/main/java"))
                .startsWith("studio.Studio.blur: ").contains("for (int i = 1; i < pixels.length - 1; i++) {");
        // Sixty thumbnails. Of the small arrays that the machine has made for itself there may be fewer or more.
        assertThat(printed.get("profile diff clean-mem.jfr leaking-mem.jfr -n 3")).contains("studio.Studio$Thumbnail")
                .containsPattern("\\R +\\+[34]\\.\\d MB +[+-]?\\d+ +[\\d.]+ MB  byte\\[\\]\\R");
        assertThat(printed.get("profile live leaking-mem.jfr -n 4"))
                .startsWith("leaking-mem.jfr: live after a garbage collection, ").contains("  byte[]\n");
        assertThat(directory.resolve("cpu.html")).isNotEmptyFile();
        assertThat(printed).anySatisfy((command, text) -> {
            assertThat(command).startsWith("demo ").endsWith(" --verbose");
            assertThat(text).contains("\nBottleneck: ");
        });
    }

    private String read(String name) {
        try {
            return Files.readString(directory.resolve(name));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private void writeManifests() throws IOException {
        Files.createDirectories(directory.resolve("examples"));
        for (String file : List.of("hundred.yaml", "examples/jobs.yaml")) {
            Files.writeString(directory.resolve(file), """
                    output_directory: target/videos
                    jobs:
                      - {id: one, type: generate, options: {prompt: "A boat", duration: 4}, output: one.mp4}
                      - {id: two, type: generate, options: {prompt: "A kite", duration: 4}, output: two.mp4}
                      - {id: three, type: generate, options: {prompt: "A tram", duration: 4}, output: three.mp4}
                    """);
        }
    }

    /** The chapter's program, twice: the second time nobody takes its thumbnails out of their list. */
    private void profileTheStudio() throws Exception {
        List<String> pieces = Pattern.compile("(?ms)^```java\\R(.*?)^```$").matcher(chapter()).results()
                .map(block -> block.group(1)).toList();
        assertThat(pieces).hasSize(2);
        Path source = directory.resolve("src/main/java/studio/Studio.java");
        Files.createDirectories(source.getParent());
        Files.writeString(source, """
                package studio;

                import dev.veo3.batch.BatchProcessor;
                import dev.veo3.batch.event.JobOutcome;
                import dev.veo3.batch.execute.Executor;
                import dev.veo3.batch.manifest.BatchManifest;
                import dev.veo3.batch.profile.BatchProfiler;
                import dev.veo3.video.VideoRequest;
                import java.nio.file.Path;
                import java.util.*;

                public final class Studio {
                    private static final List<Thumbnail> MADE = Collections.synchronizedList(new ArrayList<>());

                    record Thumbnail(String job, byte[] pixels) {}

                    public static void main(String[] args) throws Exception {
                        %s
                        BatchManifest.Builder jobs = BatchManifest.builder();
                        for (int i = 0; i < %d; i++) {
                            jobs.job("job" + i, VideoRequest.text("A boat"), "job" + i + ".mp4");
                        }
                        try (BatchProcessor processor = BatchProcessor.builder(executor).withoutJournal().build()) {
                            BatchProfiler.cpuAndMemory(Path.of(args[0] + "-cpu.jfr"), Path.of(args[0] + "-mem.jfr"))
                                    .around(() -> processor.process(jobs.build()));
                        }
                    }

                    %s
                }
                """.formatted(pieces.getFirst(), JOBS, pieces.getLast()));
        Path classes = Files.createDirectories(directory.resolve("classes"));
        String path = System.getProperty("java.class.path");
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, "-proc:none", "-cp", path, "-d",
                classes.toString(), source.toString())).as("the chapter's program compiles").isZero();
        java(classes + System.getProperty("path.separator") + path, "studio.Studio", "clean");
        java(classes + System.getProperty("path.separator") + path, "studio.Studio", "leaking", "leaking");
    }

    /** Runs a program in the directory, with the collector whose loops can be looked into. */
    private void java(String classPath, String... words) throws IOException, InterruptedException {
        Path output = directory.resolve("output.txt");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseG1GC", "-cp", classPath));
        command.addAll(List.of(words));
        Process process = new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true)
                .redirectOutput(output.toFile()).start();
        try {
            assertThat(process.waitFor()).as(() -> read("output.txt")).isZero();
        } finally {
            process.destroyForcibly();
        }
    }
}
