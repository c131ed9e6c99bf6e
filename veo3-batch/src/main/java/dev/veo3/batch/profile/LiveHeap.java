// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.profile;

import java.lang.management.ManagementFactory;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.ObjectName;

/** The live heap by class, from the class histogram of HotSpot (what {@code jcmd GC.class_histogram} prints). */
final class LiveHeap {
    static final String START = "start";
    static final String END = "end";

    // "   6:          9000         144000  [Ljava.lang.String; (java.base@25)"
    private static final Pattern ROW = Pattern.compile("\\s*\\d+:\\s+(\\d+)\\s+(\\d+)\\s+(\\S+).*");

    // What the collector closes gaps with: no program has made it.
    private static final String FILLER = "jdk.internal.vm.Filler";

    private LiveHeap() {}

    /** Runs the garbage collector, and writes what lives then into the recordings that want it. */
    static void record(String moment) {
        classes(histogram()).forEach(live -> new LiveClassEvent(moment, live).commit());
    }

    /** The largest first. Classes that a person cannot tell apart, those of lambdas above all, are one. */
    static List<LiveClass> classes(String histogram) {
        Map<String, LiveClass> classes = new HashMap<>();
        histogram.lines().map(ROW::matcher).filter(Matcher::matches)
                .map(row -> new LiveClass(TypeNames.readable(row.group(3)), Long.parseLong(row.group(1)),
                        Long.parseLong(row.group(2))))
                .filter(live -> !live.name().startsWith(FILLER))
                .forEach(live -> classes.merge(live.name(), live, (one, other) -> new LiveClass(one.name(),
                        one.instances() + other.instances(), one.bytes() + other.bytes())));
        return largestFirst(classes);
    }

    static List<LiveClass> largestFirst(Map<String, LiveClass> classes) {
        return classes.values().stream()
                .sorted(Comparator.comparingLong(LiveClass::bytes).reversed().thenComparing(LiveClass::name)).toList();
    }

    static ProfileException unknown(Profile profile, String moment) {
        return new ProfileException(profile.file() + ": the recording does not tell what lived on the heap at its "
                + moment + ". Record with --mem-profile.");
    }

    static String histogram() {
        try {
            Object text = ManagementFactory.getPlatformMBeanServer().invoke(
                    new ObjectName("com.sun.management:type=DiagnosticCommand"), "gcClassHistogram",
                    new Object[]{new String[0]}, new String[]{String[].class.getName()});
            return String.valueOf(text);
        } catch (JMException e) {
            throw new ProfileException(
                    "This Java runtime does not tell what lives on its heap: " + e
                            + ". Run the batch on OpenJDK, with the module jdk.management.",
                    e);
        }
    }
}
