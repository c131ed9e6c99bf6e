// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.profile;

import java.nio.file.Path;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a recording says, added up: one of {@link BatchProfiler}, or any other of the JDK's Flight Recorder. Immutable and
 * thread-safe. It holds figures for each method, line and class that was seen, and not the samples; what the recording itself did is
 * left out.
 *
 * @since 1.0
 */
public final class Profile {
    /** Lines shown around those that took something. */
    private static final int AROUND = 2;
    private static final int LONGEST_LISTING = 400;

    private final Path file;
    private final Map<Measure, Samples> samples;
    private final long lost;
    private final Measure measure;
    private final Map<String, LiveClass> liveAtStart;
    private final Map<String, LiveClass> liveAtEnd;
    private final List<AllocationSite> allocations;
    private final List<KeptObjects> kept;

    Profile(Path file, Map<Measure, Samples> samples, long lost, HeapReader heap) {
        this.file = file;
        this.samples = samples;
        this.lost = lost;
        this.liveAtStart = heap.liveAtStart();
        this.liveAtEnd = heap.liveAtEnd();
        this.allocations = heap.allocations();
        this.kept = heap.kept();
        this.measure = standard();
    }

    private Profile(Profile other, Measure measure) {
        this.file = other.file;
        this.samples = other.samples;
        this.lost = other.lost;
        this.liveAtStart = other.liveAtStart;
        this.liveAtEnd = other.liveAtEnd;
        this.allocations = other.allocations;
        this.kept = other.kept;
        this.measure = measure;
    }

    /**
     * Reads a recording once, event by event.
     *
     * @throws ProfileException when it cannot be read, is none, is cut or damaged
     */
    public static Profile read(Path recording) {
        return RecordingReader.read(recording);
    }

    // A recording of the memory may hold CPU samples too, when both were recorded at once.
    private Measure standard() {
        boolean ofTheMemory = !liveAtStart.isEmpty() && samples.containsKey(Measure.ALLOCATION);
        if (ofTheMemory) {
            return Measure.ALLOCATION;
        }
        return samples.isEmpty() ? Measure.CPU_TIME : EnumSet.copyOf(samples.keySet()).iterator().next();
    }

    /** The recording. */
    public Path file() {
        return file;
    }

    /** What {@link #top}, {@link #lines} and {@link #flame} count. */
    public Measure measure() {
        return measure;
    }

    /** What it has samples of. */
    public Set<Measure> measures() {
        return samples.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(samples.keySet()));
    }

    /**
     * The same, counted in another measure.
     *
     * @throws ProfileException when the recording has no samples of it
     */
    public Profile by(Measure other) {
        if (!samples.containsKey(other)) {
            throw new ProfileException(file + ": the recording has no samples of " + other.title() + ", only of "
                    + measures().stream().map(Measure::title).toList() + ".");
        }
        return new Profile(this, other);
    }

    /**
     * The methods that took the most themselves.
     *
     * @param most at least 1
     * @throws ProfileException when the recording has no samples
     */
    public HotMethods top(int most) {
        if (most < 1) {
            throw new IllegalArgumentException("At least 1 method is shown, not " + most);
        }
        Samples found = samples();
        return new HotMethods(file.toString(), measure, found.total(), found.count(), lost(), found.top(most));
    }

    private long lost() {
        return measure == Measure.CPU_TIME ? lost : 0;
    }

    /** The lines of a method, like {@link #lines(String, List)} without source. */
    public HotLines lines(String method) {
        return lines(method, List.of());
    }

    /**
     * The lines of one method that took anything.
     *
     * @param method its name, or as much of the name's end as tells it from others: {@code Class.method}
     * @param sourceRoots directories such as {@code src/main/java}, in which its source is looked for
     * @throws ProfileException when no method or more than one has that name, and the message lists those that are near; or when
     *     a source root is no directory
     */
    public HotLines lines(String method, List<Path> sourceRoots) {
        String name = MethodSearch.find(file, samples(), method);
        TreeMap<Integer, HotLine> lines = new TreeMap<>(samples().lines(name));
        Optional<SourceText> source = SourceText.of(name, sourceRoots);
        source.ifPresent(text -> withText(lines, text));
        return new HotLines(measure, samples().method(name), List.copyOf(lines.values()),
                source.map(SourceText::file));
    }

    private static void withText(NavigableMap<Integer, HotLine> lines, SourceText source) {
        SortedSet<Integer> numbers = new TreeSet<>(lines.tailMap(1).keySet());
        if (numbers.isEmpty()) {
            return;
        }
        int first = numbers.first() - AROUND;
        int last = numbers.last() + AROUND;
        for (int number = first; number <= last && last - first < LONGEST_LISTING; number++) {
            numbers.add(number);
        }
        for (int number : numbers) {
            source.line(number).ifPresent(text -> lines.merge(number,
                    new HotLine(number, 0, 0, Optional.of(text)),
                    (hot, plain) -> new HotLine(hot.line(), hot.self(), hot.total(), plain.text())));
        }
    }

    /**
     * Writes a flame graph: a page of its own, for which nothing is loaded from anywhere. When it returns, the page is whole; a page
     * that this method wrote before is replaced, another file is not.
     *
     * @throws ProfileException when the recording has no samples, the page cannot be written, or something else is there
     */
    public void flame(Path page) {
        samples();
        FlamePage.write(this, page);
    }

    /** Writes the flame graph beside the recording, {@code cpu.html} for {@code cpu.jfr}; where it is then. */
    public Path flame() {
        Path page = RecordingPlace.pageOf(file);
        flame(page);
        return page;
    }

    /** What lived when the recording began, the largest first; empty when it does not tell. */
    public List<LiveClass> liveAtStart() {
        return LiveHeap.largestFirst(liveAtStart);
    }

    /** What lived when the recording ended, the largest first; empty when it does not tell. */
    public List<LiveClass> liveAtEnd() {
        return LiveHeap.largestFirst(liveAtEnd);
    }

    /** What was allocated, the most first. */
    public List<AllocationSite> allocations() {
        return allocations;
    }

    /** What was allocated while it recorded and lived at its end, the most samples first. */
    public List<KeptObjects> kept() {
        return kept;
    }

    Samples samples() {
        Samples found = samples.get(measure);
        if (found == null || found.isEmpty()) {
            throw new ProfileException(file
                    + ": the recording has no samples of CPU time, running threads or allocation. Record with --cpu-profile or"
                    + " --mem-profile, for longer than a moment.");
        }
        return found;
    }

    /** Empty when the recording has none. */
    Optional<Samples> anySamples() {
        return Optional.ofNullable(samples.get(measure));
    }

    Map<String, LiveClass> live(String moment) {
        return new HashMap<>(moment.equals(LiveHeap.START) ? liveAtStart : liveAtEnd);
    }
}
