// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.profile;

import dev.veo3.batch.profile.StackFrames.Frame;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordingFile;

/** Reads a recording event by event and adds up what it finds. */
final class RecordingReader {
    private static final int STACKS_WAITING = 10_000;

    private final Map<Measure, Samples> samples = new EnumMap<>(Measure.class);
    private final IdentityHashMap<RecordedStackTrace, Waiting> waiting = new IdentityHashMap<>();
    private final StackFrames frames = new StackFrames();
    private final HeapReader heap = new HeapReader(frames);
    private long lost;

    /** Samples of one stack, of which many have the same. */
    private static final class Waiting {
        private final Measure measure;
        private long weight;
        private long count;

        private Waiting(Measure measure) {
            this.measure = measure;
        }
    }

    /** Checks and reads a recording. */
    static Profile read(Path file) {
        RecordingStructure.check(file);
        RecordingReader reader = new RecordingReader();
        try (RecordingFile recording = new RecordingFile(file)) {
            while (recording.hasMoreEvents()) {
                reader.take(recording.readEvent());
            }
        } catch (IOException | RuntimeException | InternalError e) {
            // The JDK's reader throws whatever it stumbles into, an error of its own for the name of a type, which tells a person nothing.
            throw new ProfileException(file + ": the recording is damaged: the JDK cannot read what it holds."
                    + " Copy it again, or record anew.", e);
        }
        reader.addWaiting();
        return new Profile(file, reader.samples, reader.lost, reader.heap);
    }

    private void take(RecordedEvent event) {
        switch (event.getEventType().getName()) {
            case Recordings.CPU_TIME -> sample(event, Measure.CPU_TIME, period(event));
            case Recordings.RUNNING -> sample(event, Measure.RUNNING, 1);
            case Recordings.LOST -> lost += event.getInt("lostSamples");
            case Recordings.ALLOCATION -> {
                sample(event, Measure.ALLOCATION, event.getLong("weight"));
                heap.allocated(event);
            }
            case Recordings.KEPT -> heap.kept(event);
            case LiveClassEvent.NAME -> heap.live(event);
            case HeapReader.COUNT_AFTER_GC, HeapReader.COUNT -> heap.counted(event);
            default -> {
                // Recordings of the JDK's own settings hold much else.
            }
        }
    }

    private static long period(RecordedEvent event) {
        return event.getDuration("samplingPeriod").toNanos();
    }

    private void sample(RecordedEvent event, Measure measure, long weight) {
        RecordedStackTrace stack = event.getStackTrace();
        if (stack == null) {
            add(measure, frames.of(null), weight, 1);
            return;
        }
        Waiting same = waiting.computeIfAbsent(stack, found -> new Waiting(measure));
        if (same.measure != measure) {
            add(measure, frames.of(stack), weight, 1);
            return;
        }
        same.weight += weight;
        same.count++;
        if (waiting.size() >= STACKS_WAITING) {
            addWaiting();
        }
    }

    private void addWaiting() {
        waiting.forEach((stack, same) -> add(same.measure, frames.of(stack), same.weight, same.count));
        waiting.clear();
    }

    private void add(Measure measure, List<Frame> stack, long weight, long count) {
        if (!StackFrames.isOfTheRecording(stack)) {
            samples.computeIfAbsent(measure, found -> new Samples()).add(stack, weight, count);
        }
    }
}
