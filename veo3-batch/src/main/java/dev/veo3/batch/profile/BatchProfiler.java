// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.profile;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records where a batch spends its time and its memory, with the JDK's Flight Recorder. Immutable and thread-safe; what it sees
 * is the whole process, virtual threads included.
 *
 * <pre>{@code
 * BatchReport report = BatchProfiler.cpu(Path.of("cpu.jfr")).around(() -> processor.process(manifest));
 * System.out.print(ProfileText.top(Profile.read(Path.of("cpu.jfr")).top(10)));
 * }</pre>
 *
 * <p>A recording comes into its place when it is whole; beside it comes its flame graph, {@code cpu.html}.
 *
 * @since 1.0
 */
public final class BatchProfiler {
    private static final Logger LOG = LoggerFactory.getLogger(BatchProfiler.class);

    private final Optional<Path> cpu;
    private final Optional<Path> memory;
    private final boolean replacing;

    /** What is profiled. */
    @FunctionalInterface
    public interface Work<T, E extends Exception> {

        /** Does it. */
        T run() throws E;
    }

    private BatchProfiler(Optional<Path> cpu, Optional<Path> memory, boolean replacing) {
        this.cpu = cpu;
        this.memory = memory;
        this.replacing = replacing;
    }

    /**
     * Records the CPU time: a sample for each 10 ms of it ({@code jdk.CPUTimeSample}: JDK 25 or later on Linux), elsewhere a
     * sample of running threads every 10 ms ({@code jdk.ExecutionSample}).
     *
     * <p>With the serial or the parallel collector, which Java chooses on small machines, the time of a loop over numbers is told
     * of the method that called it, unless Java runs with {@code -XX:+UseCountedLoopSafepoints}; starting logs that.
     */
    public static BatchProfiler cpu(Path recording) {
        return new BatchProfiler(Optional.of(recording), Optional.empty(), false);
    }

    /**
     * Records the memory: samples of what is allocated, samples of what is kept with the path to what keeps it, and the live heap
     * by class, before and after. For the latter the garbage collector runs twice, once at the beginning and once at the end.
     */
    public static BatchProfiler memory(Path recording) {
        return new BatchProfiler(Optional.empty(), Optional.of(recording), false);
    }

    /**
     * Records both.
     *
     * @throws IllegalArgumentException when both are the same file
     */
    public static BatchProfiler cpuAndMemory(Path cpuRecording, Path memoryRecording) {
        if (cpuRecording.toAbsolutePath().normalize().equals(memoryRecording.toAbsolutePath().normalize())) {
            throw new IllegalArgumentException(
                    cpuRecording + ": the CPU time and the memory need a recording each. Name two files.");
        }
        return new BatchProfiler(Optional.of(cpuRecording), Optional.of(memoryRecording), false);
    }

    /**
     * The same, but earlier recordings and pages of theirs that stand in the places of these are replaced, at the end, and so are
     * empty files. No other file is: it may be a journal.
     */
    public BatchProfiler replacingFiles() {
        return new BatchProfiler(cpu, memory, true);
    }

    /** Where the flame graph of a recording goes: {@code cpu.html} beside {@code cpu.jfr}. */
    public static Path pageOf(Path recording) {
        return RecordingPlace.pageOf(recording);
    }

    /**
     * Begins to record; the recordings are in place when the result has been closed. What a process that ends before leaves is
     * beside the recording, in a hidden file ending in {@code .part}.
     *
     * @throws ProfileException when a file is there already, cannot be written, or the Java runtime cannot record; nothing is recorded then
     */
    public Profiling start() {
        List<RecordingPlace> places = Stream.of(cpu, memory).flatMap(Optional::stream)
                .map(file -> RecordingPlace.of(file, replacing)).toList();
        // After all have been looked at: nobody is told to replace one file when another is in the way for good.
        places.forEach(RecordingPlace::claim);
        return Profiling.start(memory.map(file -> places.getLast()), cpu.map(file -> places.getFirst()));
    }

    /**
     * Records while something runs. When it throws or is interrupted, what was recorded until then is written, and it throws on.
     * When what was recorded cannot be written, that is logged and no reason to lose what came of the batch.
     *
     * @return what it returned
     * @throws E what it threw
     * @throws ProfileException when recording cannot begin; it has not run then
     */
    public <T, E extends Exception> T around(Work<T, E> work) throws E {
        Objects.requireNonNull(work);
        Profiling profiling = start();
        try {
            return work.run();
        } finally {
            try {
                profiling.close();
            } catch (ProfileException e) {
                LOG.error("{}", e.getMessage());
            }
        }
    }
}
