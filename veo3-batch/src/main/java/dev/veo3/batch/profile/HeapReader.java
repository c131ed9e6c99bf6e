// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.profile;

import dev.veo3.batch.profile.StackFrames.Frame;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jdk.jfr.consumer.RecordedClass;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedObject;
import org.jspecify.annotations.Nullable;

/** Adds up what a recording tells about the heap. */
final class HeapReader {
    static final String COUNT = "jdk.ObjectCount";
    static final String COUNT_AFTER_GC = "jdk.ObjectCountAfterGC";

    private final StackFrames frames;
    private final Map<Site, Long> allocated = new HashMap<>();
    private final Map<Site, KeptObjects> kept = new LinkedHashMap<>();
    private final Map<String, LiveClass> atStart = new HashMap<>();
    private final Map<String, LiveClass> atEnd = new HashMap<>();
    private final Map<String, LiveClass> counted = new HashMap<>();
    private int lastCount;

    private record Site(String place, String className) {}

    HeapReader(StackFrames frames) {
        this.frames = frames;
    }

    void allocated(RecordedEvent event) {
        List<Frame> stack = frames.of(event.getStackTrace());
        if (!StackFrames.isOfTheRecording(stack)) {
            allocated.merge(site(stack, event.getClass("objectClass")), event.getLong("weight"), Long::sum);
        }
    }

    void kept(RecordedEvent event) {
        RecordedObject object = event.getValue("object");
        List<Frame> stack = frames.of(event.getStackTrace());
        if (object == null || StackFrames.isOfTheRecording(stack)) {
            return;
        }
        Site site = site(stack, object.getClass("type"));
        RecordedObject root = event.getValue("root");
        kept.merge(site, new KeptObjects(site.place, site.className, 1, event.getLong("objectSize"),
                KeptPath.of(object, root)), HeapReader::together);
    }

    private static KeptObjects together(KeptObjects one, KeptObjects other) {
        List<String> path = one.path().isEmpty() ? other.path() : one.path();
        return new KeptObjects(one.place(), one.className(), one.samples() + other.samples(),
                one.bytes() + other.bytes(), path);
    }

    void live(RecordedEvent event) {
        LiveClass live = new LiveClass(event.getString("className"), event.getLong("instances"),
                event.getLong("bytes"));
        // Of several batches that were recorded at once: the widest span.
        if (event.getString("moment").equals(LiveHeap.START)) {
            atStart.merge(live.name(), live, (one, other) -> one);
        } else {
            atEnd.put(live.name(), live);
        }
    }

    /** What the JDK itself counts at a garbage collection; the last one counts. */
    void counted(RecordedEvent event) {
        if (event.getInt("gcId") != lastCount) {
            counted.clear();
            lastCount = event.getInt("gcId");
        }
        String name = className(event.getClass("objectClass"));
        counted.put(name, new LiveClass(name, event.getLong("count"), event.getLong("totalSize")));
    }

    Map<String, LiveClass> liveAtStart() {
        return Map.copyOf(atStart);
    }

    Map<String, LiveClass> liveAtEnd() {
        return Map.copyOf(atEnd.isEmpty() ? counted : atEnd);
    }

    /** The largest first. */
    List<AllocationSite> allocations() {
        return allocated.entrySet().stream()
                .map(entry -> new AllocationSite(entry.getKey().place, entry.getKey().className, entry.getValue()))
                .sorted(Comparator.comparingLong(AllocationSite::bytes).reversed()
                        .thenComparing(AllocationSite::place).thenComparing(AllocationSite::className))
                .toList();
    }

    /** The most samples first. */
    List<KeptObjects> kept() {
        return kept.values().stream().sorted(Comparator.comparingLong(KeptObjects::samples).reversed()
                .thenComparing(KeptObjects::place).thenComparing(KeptObjects::className)).toList();
    }

    private static Site site(List<Frame> stack, @Nullable RecordedClass type) {
        return new Site(StackFrames.place(stack), className(type));
    }

    private static String className(@Nullable RecordedClass type) {
        return type == null ? "(unknown class)" : TypeNames.readable(type.getName());
    }
}
