// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.profile;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Recording;

/**
 * What is being recorded. Closing it ends the recordings, writes them and their flame graphs, and takes from a moment to some
 * seconds; an interrupt does not shorten it and is kept. Closing it again does nothing. Thread-safe.
 *
 * @since 1.0
 */
public final class Profiling implements AutoCloseable {
    private final List<Running> running;
    private final AtomicBoolean closed = new AtomicBoolean();

    /** One recording, and what has to happen before it ends. */
    private record Running(Recording recording, RecordingPlace place, Runnable atTheEnd) {}

    private Profiling(List<Running> running) {
        this.running = running;
    }

    // The memory first, and ended last: so the heap's classes, for which the collector runs, are in its recording only.
    static Profiling start(Optional<RecordingPlace> memory, Optional<RecordingPlace> cpu) {
        if (!FlightRecorder.isAvailable()) {
            throw new ProfileException(
                    "This Java runtime has no Flight Recorder. Run the batch on OpenJDK 21 or later.");
        }
        List<Running> begun = new ArrayList<>();
        Undisturbed.run("veo3-profile-start", () -> {
            try {
                if (memory.isPresent()) {
                    begun.add(begin(Recordings.memory(), memory.get(), () -> LiveHeap.record(LiveHeap.END)));
                    LiveHeap.record(LiveHeap.START);
                }
                if (cpu.isPresent()) {
                    CountedLoops.warn();
                    begun.add(begin(Recordings.cpu(), cpu.get(), () -> {}));
                }
            } catch (RuntimeException e) {
                begun.forEach(Profiling::discard);
                throw e;
            }
        });
        return new Profiling(begun.reversed());
    }

    private static Running begin(Recording recording, RecordingPlace place, Runnable atTheEnd) {
        try {
            recording.setName("veo3 batch, to " + place.file().getFileName());
            recording.setToDisk(true);
            // Where it goes when the process ends before it is closed.
            recording.setDestination(place.part());
            recording.setDumpOnExit(true);
            recording.start();
            return new Running(recording, place, atTheEnd);
        } catch (IOException | RuntimeException e) {
            discard(new Running(recording, place, atTheEnd));
            throw new ProfileException(
                    place.file() + ": nothing can be recorded here: " + FileTrouble.of(e) + ". Name another file.",
                    e);
        }
    }

    private static void discard(Running begun) {
        begun.recording.close();
        try {
            Files.deleteIfExists(begun.place.part());
        } catch (IOException e) {
            // It is empty, and hidden.
        }
    }

    /**
     * Ends the recordings and puts them in place, with a flame graph beside each.
     *
     * @throws ProfileException when one cannot be written; the others are written all the same
     */
    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        Undisturbed.run("veo3-profile-end", () -> {
            List<ProfileException> failures = new ArrayList<>();
            List<RecordingPlace> inPlace = new ArrayList<>();
            running.forEach(one -> attempt(() -> {
                end(one);
                inPlace.add(one.place);
            }, failures));
            inPlace.forEach(place -> attempt(() -> page(place), failures));
            if (!failures.isEmpty()) {
                ProfileException first = failures.removeFirst();
                failures.forEach(first::addSuppressed);
                throw first;
            }
        });
    }

    private static void end(Running one) {
        try (Recording recording = one.recording) {
            one.atTheEnd.run();
            recording.setDestination(null);
            recording.stop();
            recording.dump(one.place.part());
        } catch (IOException | RuntimeException e) {
            throw new ProfileException(one.place.file() + ": the recording cannot be written: " + FileTrouble.of(e)
                    + ". What there is of it is in " + one.place.part() + ".", e);
        }
        one.place.moveIntoPlace();
    }

    private static void page(RecordingPlace place) {
        Profile profile = Profile.read(place.file());
        FlamePage.write(profile, place.page());
    }

    private static void attempt(Runnable step, List<ProfileException> failures) {
        try {
            step.run();
        } catch (ProfileException e) {
            failures.add(e);
        }
    }
}
