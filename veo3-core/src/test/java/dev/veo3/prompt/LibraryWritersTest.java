// SPDX-License-Identifier: Apache-2.0
package dev.veo3.prompt;

import dev.veo3.time.ManualTime;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Many write at once, and nothing is lost. */
class LibraryWritersTest {
    @TempDir
    private Path directory;
    private Path file;

    @BeforeEach
    void choose() {
        file = directory.resolve("templates.yaml");
    }

    /** A process of its own: waits for a line, then saves templates and tells each one. */
    static final class Saver {
        private Saver() {}

        public static void main(String[] args) throws IOException, InterruptedException {
            TemplateLibrary library = TemplateLibrary.at(Path.of(args[0]));
            System.out.println("ready");
            if (System.in.read() < 0) {
                return;
            }
            for (int i = 0; i < Integer.parseInt(args[2]); i++) {
                library.save(TemplateDraft.of(args[1] + i, PromptTemplate.parse("A prompt of " + args[1])));
                System.out.println(args[1] + i);
            }
        }
    }

    @Test
    void processesAndThreadsThatSaveAtOnceLoseNothing() throws Exception {
        List<Process> processes = List.of(saver("p", 20), saver("q", 20));
        for (Process process : processes) {
            assertThat(process.inputReader().readLine()).isEqualTo("ready");
        }
        List<FutureTask<Void>> threads = Stream.of("s", "t", "u").map(prefix -> start(() -> saveAll(prefix, 10)))
                .toList();
        for (Process process : processes) {
            go(process);
        }
        for (FutureTask<Void> thread : threads) {
            thread.get();
        }
        for (Process process : processes) {
            process.inputReader().lines().forEach(line -> {});
            assertThat(process.waitFor()).isZero();
        }

        List<String> expected = new ArrayList<>();
        List.of("p", "q").forEach(prefix -> IntStream.range(0, 20).forEach(i -> expected.add(prefix + i)));
        List.of("s", "t", "u").forEach(prefix -> IntStream.range(0, 10).forEach(i -> expected.add(prefix + i)));
        assertThat(TemplateLibrary.at(file).list()).extracting(SavedTemplate::name)
                .containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void aKilledProcessLeavesAWholeLibraryAndItsTurn() throws Exception {
        Process process = saver("p", 100_000);
        BufferedReader output = process.inputReader();
        assertThat(output.readLine()).isEqualTo("ready");
        go(process);
        List<String> told = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            told.add(output.readLine());
        }

        process.destroyForcibly().waitFor();

        TemplateLibrary library = TemplateLibrary.at(file);
        library.save(TemplateDraft.of("after", PromptTemplate.parse("x")));
        assertThat(library.list()).extracting(SavedTemplate::name).contains("after").containsAll(told);
    }

    @Test
    void readersSeeWholeLibrariesWhileOthersWrite() throws Exception {
        FutureTask<Void> writer = start(() -> saveAll("w", 60));
        int seen = 0;
        while (!writer.isDone()) {
            int size = TemplateLibrary.at(file).list().size();
            assertThat(size).isGreaterThanOrEqualTo(seen);
            seen = size;
        }
        writer.get();

        assertThat(TemplateLibrary.at(file).list()).hasSize(60);
    }

    @Test
    void anInterruptEndsTheWaitForTheTurnOfAnotherThread() throws Exception {
        try (WriterTurn turn = WriterTurn.take(PrivateFiles.locate(file), ManualTime.stepping(Instant.EPOCH))) {
            FutureTask<Void> waiting = new FutureTask<>(() -> saveAll("w", 1));
            Thread thread = Thread.ofVirtual().start(waiting);
            while (thread.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }

            thread.interrupt();

            assertThatThrownBy(waiting::get).isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(InterruptedException.class);
            assertThat(turn).isNotNull();
        }
        assertThat(file).doesNotExist();
        assertThat(saveAll("after", 1)).isNull();
    }

    @Test
    void aWriterWaitsForALockThatSomebodyElseInThisProcessHolds() throws Exception {
        ManualTime time = ManualTime.stepping(Instant.parse("2026-11-24T10:00:00Z"));
        FutureTask<SavedTemplate> saving;
        Path lock = directory.resolve(".templates.yaml.lock");
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock held = channel.lock()) {
            assertThat(held.isValid()).isTrue();
            saving = start(() -> TemplateLibrary.at(file, time).save(TemplateDraft.of("a", PromptTemplate.parse("x"))));
            time.awaitSleepers(1);
            assertThat(file).doesNotExist();
        }

        time.advance(Duration.ofSeconds(1));

        assertThat(saving.get().updated()).contains(Instant.parse("2026-11-24T10:00:01Z"));
    }

    @Test
    void anInterruptWhileWritingDoesNotStopItAndStaysPending() throws Exception {
        Path place = PrivateFiles.locate(file);
        FutureTask<Boolean> writing = new FutureTask<>(() -> {
            Thread.currentThread().interrupt();
            PrivateFiles.replace(place, directory.resolve("part"), new byte[]{'#', '\n'});
            return Thread.currentThread().isInterrupted();
        });
        Thread.ofPlatform().start(writing);

        assertThat(writing.get()).isTrue();
        assertThat(Files.readString(file)).isEqualTo("#\n");
        assertThat(directory.resolve("part")).doesNotExist();
    }

    private Void saveAll(String prefix, int count) throws InterruptedException {
        TemplateLibrary library = TemplateLibrary.at(file);
        for (int i = 0; i < count; i++) {
            library.save(TemplateDraft.of(prefix + i, PromptTemplate.parse("A prompt of " + prefix)));
        }
        return null;
    }

    private static <T> FutureTask<T> start(Callable<T> work) {
        FutureTask<T> task = new FutureTask<>(work);
        Thread.ofPlatform().start(task);
        return task;
    }

    private Process saver(String prefix, int count) throws IOException {
        return new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("java.class.path"), Saver.class.getName(), file.toString(), prefix,
                String.valueOf(count)).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }

    private static void go(Process process) throws IOException {
        process.outputWriter().append('\n').flush();
    }
}
