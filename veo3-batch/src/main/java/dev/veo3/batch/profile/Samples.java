// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.profile;

import dev.veo3.batch.profile.StackFrames.Frame;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** All samples of one measure, added up. What it holds grows with the code that ran, not with the samples. */
final class Samples {
    private final Map<String, Method> methods = new HashMap<>();
    private final CallTree calls = new CallTree();
    private long total;
    private long count;

    private static final class Weight {
        private long self;
        private long total;
    }

    private static final class Method {
        private final Weight weight = new Weight();
        private final Map<Integer, Weight> lines = new HashMap<>();
    }

    void add(List<Frame> innermostFirst, long weight, long samples) {
        total += weight;
        count += samples;
        calls.add(innermostFirst, weight);
        Set<String> methodsSeen = new HashSet<>();
        Set<Frame> linesSeen = new HashSet<>();
        boolean innermost = true;
        for (Frame frame : innermostFirst) {
            Method method = methods.computeIfAbsent(frame.method(), name -> new Method());
            Weight line = method.lines.computeIfAbsent(frame.line(), number -> new Weight());
            if (innermost) {
                method.weight.self += weight;
                line.self += weight;
                innermost = false;
            }
            // One that calls itself has taken it once.
            if (methodsSeen.add(frame.method())) {
                method.weight.total += weight;
            }
            if (linesSeen.add(frame)) {
                line.total += weight;
            }
        }
    }

    boolean isEmpty() {
        return count == 0;
    }

    long total() {
        return total;
    }

    long count() {
        return count;
    }

    CallTree calls() {
        return calls;
    }

    Set<String> methods() {
        return methods.keySet();
    }

    /** Those that took the most themselves first. */
    List<HotMethod> top(int most) {
        return hottest().limit(most).toList();
    }

    private Stream<HotMethod> hottest() {
        return methods.keySet().stream().map(this::method).sorted(Comparator.comparingLong(HotMethod::self)
                .thenComparingLong(HotMethod::total).reversed().thenComparing(HotMethod::name));
    }

    HotMethod method(String name) {
        Weight weight = find(name).weight;
        double all = Math.max(1, total);
        return new HotMethod(name, weight.self, weight.total, weight.self / all, weight.total / all);
    }

    /** By line number, without their text. */
    Map<Integer, HotLine> lines(String name) {
        Map<Integer, HotLine> lines = new HashMap<>();
        find(name).lines.forEach((number, weight) -> lines.put(number,
                new HotLine(number, weight.self, weight.total, Optional.empty())));
        return lines;
    }

    private Method find(String name) {
        Method method = methods.get(name);
        if (method == null) {
            throw new IllegalArgumentException(name);
        }
        return method;
    }
}
