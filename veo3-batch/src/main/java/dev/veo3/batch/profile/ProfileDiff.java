// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.profile;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What grew between two moments at which the memory was recorded.
 *
 * @param before what is compared
 * @param after with what
 * @param bytesBefore what lived in all
 * @param bytesAfter what lived in all
 * @param classes of which more bytes live, the most first
 * @param sites at which more was allocated, the most first; estimated from samples. Empty within one recording
 * @param kept of which more were sampled as living at the end, the most first
 * @since 1.0
 */
public record ProfileDiff(String before, String after, long bytesBefore, long bytesAfter, List<ClassGrowth> classes,
        List<SiteGrowth> sites, List<KeptGrowth> kept) {

    /** What lives of one class. */
    public record ClassGrowth(String className, long instancesBefore, long instancesAfter, long bytesBefore,
            long bytesAfter) {

        /** Checks that nothing is missing. */
        public ClassGrowth {
            Objects.requireNonNull(className);
        }

        /** By how many bytes it grew. */
        public long bytes() {
            return bytesAfter - bytesBefore;
        }

        /** By how many objects it grew. */
        public long instances() {
            return instancesAfter - instancesBefore;
        }
    }

    /** What was allocated of one class at one place, as in {@link AllocationSite}. */
    public record SiteGrowth(String place, String className, long bytesBefore, long bytesAfter) {

        /** Checks that nothing is missing. */
        public SiteGrowth {
            Objects.requireNonNull(place);
            Objects.requireNonNull(className);
        }

        /** By how many bytes it grew. */
        public long bytes() {
            return bytesAfter - bytesBefore;
        }
    }

    /**
     * What was kept of one class that was allocated at one place.
     *
     * @param samplesBefore none within one recording
     * @param after what keeps it
     */
    public record KeptGrowth(long samplesBefore, KeptObjects after) {

        /** Checks that nothing is missing. */
        public KeptGrowth {
            Objects.requireNonNull(after);
        }

        /** By how many samples it grew. */
        public long samples() {
            return after.samples() - samplesBefore;
        }
    }

    /** Checks that nothing is missing. */
    public ProfileDiff {
        Objects.requireNonNull(before);
        Objects.requireNonNull(after);
        classes = List.copyOf(classes);
        sites = List.copyOf(sites);
        kept = List.copyOf(kept);
    }

    /**
     * What is more at the end of one recording than at the end of another.
     *
     * @throws ProfileException when one of them does not tell what lived at its end
     */
    public static ProfileDiff between(Profile before, Profile after) {
        Map<String, LiveClass> first = live(before, LiveHeap.END);
        Map<String, LiveClass> second = live(after, LiveHeap.END);
        return new ProfileDiff("the end of " + before.file(), "the end of " + after.file(), bytes(first), bytes(second),
                classes(first, second), sites(before, after), kept(before.kept(), after.kept()));
    }

    /**
     * What is more at the end of one recording than at its beginning: what its batch left behind.
     *
     * @throws ProfileException when it does not tell what lived at its beginning or its end
     */
    public static ProfileDiff within(Profile profile) {
        Map<String, LiveClass> first = live(profile, LiveHeap.START);
        Map<String, LiveClass> second = live(profile, LiveHeap.END);
        return new ProfileDiff("the start of " + profile.file(), "its end", bytes(first), bytes(second),
                classes(first, second), List.of(), kept(List.of(), profile.kept()));
    }

    private static Map<String, LiveClass> live(Profile profile, String moment) {
        Map<String, LiveClass> live = profile.live(moment);
        if (live.isEmpty()) {
            throw LiveHeap.unknown(profile, moment);
        }
        return live;
    }

    private static long bytes(Map<String, LiveClass> live) {
        return live.values().stream().mapToLong(LiveClass::bytes).sum();
    }

    private static List<ClassGrowth> classes(Map<String, LiveClass> before, Map<String, LiveClass> after) {
        return after.values().stream().map(live -> {
            LiveClass was = before.getOrDefault(live.name(), new LiveClass(live.name(), 0, 0));
            return new ClassGrowth(live.name(), was.instances(), live.instances(), was.bytes(), live.bytes());
        }).filter(growth -> growth.bytes() > 0).sorted(Comparator.comparingLong(ClassGrowth::bytes).reversed()
                .thenComparing(ClassGrowth::className)).toList();
    }

    private static List<SiteGrowth> sites(Profile before, Profile after) {
        Map<List<String>, Long> was = new HashMap<>();
        before.allocations().forEach(site -> was.put(List.of(site.place(), site.className()), site.bytes()));
        return after.allocations().stream()
                .map(site -> new SiteGrowth(site.place(), site.className(),
                        was.getOrDefault(List.of(site.place(), site.className()), 0L), site.bytes()))
                .filter(growth -> growth.bytes() > 0).sorted(Comparator.comparingLong(SiteGrowth::bytes).reversed()
                        .thenComparing(SiteGrowth::place).thenComparing(SiteGrowth::className))
                .toList();
    }

    private static List<KeptGrowth> kept(List<KeptObjects> before, List<KeptObjects> after) {
        Map<List<String>, Long> was = new LinkedHashMap<>();
        before.forEach(kept -> was.put(List.of(kept.place(), kept.className()), kept.samples()));
        List<KeptGrowth> grown = new ArrayList<>();
        after.forEach(kept -> grown.add(
                new KeptGrowth(was.getOrDefault(List.of(kept.place(), kept.className()), 0L), kept)));
        return grown.stream().filter(growth -> growth.samples() > 0)
                .sorted(Comparator.comparingLong(KeptGrowth::samples).reversed()
                        .thenComparing(growth -> growth.after().place())
                        .thenComparing(growth -> growth.after().className()))
                .toList();
    }
}
