// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch;

import dev.veo3.batch.event.JobOutcome;
import dev.veo3.batch.execute.Executor;
import dev.veo3.batch.profile.BatchProfiler;
import dev.veo3.batch.profile.HotLine;
import dev.veo3.batch.profile.HotLines;
import dev.veo3.batch.profile.HotMethods;
import dev.veo3.batch.profile.Measure;
import dev.veo3.batch.profile.Profile;
import dev.veo3.batch.profile.ProfileDiff;
import dev.veo3.batch.profile.ProfileException;
import dev.veo3.batch.profile.ProfileText;
import dev.veo3.batch.profile.Profiling;
import dev.veo3.batch.report.BatchReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordingStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A whole batch in a recording, and what the recording says of it. */
class ProfiledBatchTest {
    private static final String SLOW = ProfiledBatchTest.class.getName() + ".walkSlowly";
    private static final int SAMPLES = 30;
    private static final int MOST_ROUNDS = 4000;

    @TempDir
    private Path directory;

    private final AtomicInteger slowSamples = new AtomicInteger();
    private volatile double counted;

    /** What a leak leaves behind. */
    private record Leaked(byte[] content) {}

    // It is enough that the stream is open.
    @SuppressWarnings("try")
    @Test
    void theDeliberatelySlowMethodOfABatchIsAtTheTop() throws Exception {
        Path file = directory.resolve("cpu.jfr");
        BatchReport report;
        try (RecordingStream watching = watch()) {
            report = BatchProfiler.cpu(file).around(() -> process(2, (job, context) -> {
                for (int round = 0; round < MOST_ROUNDS && slowSamples.get() < SAMPLES; round++) {
                    walkSlowly();
                }
                return new JobOutcome.Succeeded(List.of(job.output()));
            }));
        }
        assertThat(report.succeeded()).isEqualTo(2);
        assertThat(slowSamples.get()).as("samples of the slow method, seen live").isGreaterThanOrEqualTo(SAMPLES);

        Profile profile = Profile.read(file);
        HotMethods top = profile.top(5);
        assertThat(profile.measure()).isIn(Measure.CPU_TIME, Measure.RUNNING);
        assertThat(top.methods().getFirst().name()).isEqualTo(SLOW);
        assertThat(top.methods().getFirst().self()).isPositive();
        assertThat(ProfileText.top(top).lines().skip(2).findFirst().orElseThrow()).endsWith(SLOW);

        // Its caller ran on a virtual thread, which is seen to the ground.
        assertThat(Files.readString(directory.resolve("cpu.html"))).contains(SLOW, "java.lang.VirtualThread.run");
        assertThat(profile.by(profile.measure()).top(1000).methods()).anySatisfy(method -> {
            assertThat(method.name()).isEqualTo("java.lang.VirtualThread.run");
            assertThat(method.total()).isGreaterThanOrEqualTo(top.methods().getFirst().self());
        });

        Path sources = Path.of("src/test/java");
        HotLines lines = profile.lines("ProfiledBatchTest.walkSlowly", List.of(sources));
        assertThat(lines.source()).hasValue(sources.resolve("dev/veo3/batch/ProfiledBatchTest.java"));
        // Which of the loops' lines has the most depends on how the method was compiled.
        HotLine hottest = lines.lines().stream().max(Comparator.comparingLong(HotLine::self)).orElseThrow();
        assertThat(hottest.text().orElseThrow()).containsAnyOf("start < 20_000", "number != 1",
                "number % 2");
        assertThat(lines.lines().stream().mapToLong(line -> line.self()).sum()).isEqualTo(lines.method().self());
        assertThat(ProfileText.lines(lines)).contains("number % 2");
    }

    @Test
    void whatABatchLeaksIsFoundByClassByPlaceAndByWhatKeepsIt() throws Exception {
        ConcurrentLinkedQueue<Object> leak = new ConcurrentLinkedQueue<>();
        Path clean = directory.resolve("mem1.jfr");
        Path leaking = directory.resolve("mem2.jfr");
        Executor working = (job, context) -> {
            IntStream.range(0, 3000).mapToObj(i -> new Leaked(new byte[2000]))
                    .forEach(made -> counted += made.content()[0]);
            return new JobOutcome.Succeeded(List.of(job.output()));
        };
        BatchProfiler.memory(clean).around(() -> process(4, working));
        BatchProfiler.memory(leaking).around(() -> process(4, (job, context) -> {
            // Samples are so many a second: what is allocated is more than what is kept, and takes its time.
            for (int i = 0; i < 30_000; i++) {
                Leaked made = new Leaked(new byte[2000]);
                if (i % 10 == 0) {
                    leak.add(made);
                }
            }
            return working.execute(job, context);
        }));
        assertThat(leak).hasSize(12_000);

        ProfileDiff diff = ProfileDiff.between(Profile.read(clean), Profile.read(leaking));
        assertThat(diff.classes()).anySatisfy(growth -> {
            assertThat(growth.className()).isEqualTo(Leaked.class.getName());
            assertThat(growth.instances()).isEqualTo(12_000);
        });
        assertThat(diff.classes().getFirst().className()).isEqualTo("byte[]");
        assertThat(diff.classes().getFirst().bytes()).isGreaterThan(20_000_000);
        assertThat(diff.sites()).anySatisfy(site -> {
            assertThat(site.place()).startsWith(ProfiledBatchTest.class.getName());
            assertThat(site.className()).isEqualTo("byte[]");
        });
        assertThat(diff.kept()).anySatisfy(kept -> {
            assertThat(kept.after().place()).startsWith(ProfiledBatchTest.class.getName());
            assertThat(kept.after().path()).anySatisfy(step -> assertThat(step).contains("ConcurrentLinkedQueue"));
        });
        assertThat(ProfileText.diff(diff, 10)).contains(Leaked.class.getName(), "+12000", "ConcurrentLinkedQueue");

        // The same from one recording: what its batch has left behind.
        assertThat(ProfileDiff.within(Profile.read(leaking)).classes())
                .anySatisfy(growth -> assertThat(growth.className()).isEqualTo(Leaked.class.getName()));
        assertThat(Profile.read(leaking).measure()).isEqualTo(Measure.ALLOCATION);
        assertThat(Files.readString(directory.resolve("mem2.html"))).contains("Allocation in mem2.jfr");
    }

    @Test
    void aBatchThatThrowsLeavesItsRecordings() throws Exception {
        BatchProfiler profiler = BatchProfiler.cpuAndMemory(directory.resolve("cpu.jfr"), directory.resolve("mem.jfr"));
        assertThatThrownBy(() -> profiler.around(() -> {
            process(2, (job, context) -> new JobOutcome.Succeeded(List.of(job.output())));
            throw new IOException("on purpose");
        })).isInstanceOf(IOException.class).hasMessage("on purpose").hasNoSuppressedExceptions();
        assertThat(files()).containsExactly("cpu.html", "cpu.jfr", "mem.html", "mem.jfr");
        assertThat(Profile.read(directory.resolve("mem.jfr")).liveAtEnd()).isNotEmpty();
        assertThat(Profile.read(directory.resolve("cpu.jfr")).liveAtEnd()).isEmpty();
    }

    @Test
    void aBatchThatIsInterruptedLeavesItsRecordingsAndIsStillInterrupted() throws Exception {
        CountDownLatch runs = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        List<Boolean> kept = new ArrayList<>();
        Thread caller = Thread.ofPlatform().start(() -> {
            try {
                BatchProfiler.cpuAndMemory(directory.resolve("cpu.jfr"), directory.resolve("mem.jfr"))
                        .around(() -> process(1, (job, context) -> {
                            runs.countDown();
                            never.await();
                            return new JobOutcome.Empty();
                        }));
            } catch (BatchInterruptedException e) {
                kept.add(e.report().jobCount() == 1);
            }
        });
        runs.await();
        caller.interrupt();
        caller.join();
        assertThat(kept).containsExactly(true);
        assertThat(files()).containsExactly("cpu.html", "cpu.jfr", "mem.html", "mem.jfr");
        assertThat(Profile.read(directory.resolve("mem.jfr")).liveAtEnd()).isNotEmpty();
    }

    @Test
    void closingOnAnInterruptedThreadWritesAllAndKeepsTheInterrupt() throws Exception {
        Profiling profiling = BatchProfiler.cpu(directory.resolve("cpu.jfr")).start();
        Thread.currentThread().interrupt();
        profiling.close();
        assertThat(Thread.interrupted()).isTrue();
        profiling.close();
        assertThat(files()).containsExactly("cpu.html", "cpu.jfr");
    }

    /** A journal that the batch begins, for example. */
    @Test
    void aFileThatComesWhileTheBatchRunsIsNeverReplaced() throws Exception {
        Path file = directory.resolve("jobs.journal");
        Profiling profiling = BatchProfiler.cpu(file).replacingFiles().start();
        Files.writeString(file, "what was paid for");
        assertThatThrownBy(profiling::close).isInstanceOf(ProfileException.class)
                .hasMessageStartingWith(
                        file + ": there is a file here that no profile was written to. The recording is kept in ");
        assertThat(file).hasContent("what was paid for");
    }

    @Test
    void aFileThatIsThereIsNotReplacedUnlessTold() throws Exception {
        Path file = Files.createFile(directory.resolve("cpu.jfr"));
        BatchProfiler profiler = BatchProfiler.cpu(file);
        AtomicInteger ran = new AtomicInteger();
        assertThatThrownBy(() -> profiler.around(ran::incrementAndGet)).isInstanceOf(ProfileException.class)
                .hasMessage(file
                        + ": the file is there already. Name another, or replace it (replacingFiles(), --replace-profiles).");
        assertThat(ran).hasValue(0);
        assertThat(file).isEmptyFile();
        assertThat(profiler.replacingFiles().around(ran::incrementAndGet)).isEqualTo(1);
        assertThat(profiler.replacingFiles().around(ran::incrementAndGet)).isEqualTo(2);
        assertThat(Profile.read(file).file()).isEqualTo(file);
        assertThat(files()).containsExactly("cpu.html", "cpu.jfr");
    }

    @Test
    void aFileThatComesWhileTheBatchRunsIsNotReplacedEither() throws Exception {
        Path file = directory.resolve("cpu.jfr");
        Profiling profiling = BatchProfiler.cpu(file).start();
        Files.writeString(file, "precious");
        assertThatThrownBy(profiling::close).isInstanceOf(ProfileException.class)
                .hasMessageContaining("the file came while the batch ran");
        assertThat(file).hasContent("precious");
        assertThat(files()).anyMatch(name -> name.endsWith(".part"));
    }

    @Test
    void whatCameOfABatchIsNotLostWithARecordingThatCannotBeWritten() throws Exception {
        Path file = directory.resolve("cpu.jfr");
        BatchReport report = BatchProfiler.cpu(file).around(() -> {
            BatchReport made = process(2, (job, context) -> new JobOutcome.Succeeded(List.of(job.output())));
            Files.writeString(file, "precious");
            return made;
        });
        assertThat(report.succeeded()).isEqualTo(2);
        assertThat(file).hasContent("precious");
    }

    @Test
    void twoRecordingsInOneFileAreRefused() {
        Path file = directory.resolve("both.jfr");
        assertThatThrownBy(() -> BatchProfiler.cpuAndMemory(file, directory.resolve("./both.jfr")))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("Name two files.");
    }

    /** Counts the samples of the slow method as they are taken. */
    private RecordingStream watch() {
        RecordingStream stream = new RecordingStream();
        for (String event : List.of("jdk.CPUTimeSample", "jdk.ExecutionSample")) {
            stream.onEvent(event, this::count);
        }
        stream.startAsync();
        return stream;
    }

    private void count(RecordedEvent sample) {
        RecordedStackTrace stack = sample.getStackTrace();
        if (stack != null && stack.getFrames().getFirst().getMethod().getName().equals("walkSlowly")) {
            slowSamples.incrementAndGet();
        }
    }

    private void walkSlowly() {
        // Nobody knows beforehand how often such a loop goes round: every collector lets it be sampled.
        long steps = 0;
        for (long start = 1; start < 20_000; start++) {
            for (long number = start; number != 1; steps++) {
                number = number % 2 == 0 ? number / 2 : 3 * number + 1;
            }
        }
        counted = steps;
    }

    private BatchReport process(int jobs, Executor executor) throws BatchInterruptedException {
        try (BatchProcessor processor = BatchProcessor.builder(executor).withoutJournal()
                .outputDirectory(directory.resolve("videos")).build()) {
            return processor.process(Manifests.of(jobs).build());
        }
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).filter(name -> !name.equals("videos")).sorted()
                    .toList();
        }
    }
}
