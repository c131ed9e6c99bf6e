// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.profile;

import java.util.IdentityHashMap;
import java.util.List;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedMethod;
import jdk.jfr.consumer.RecordedStackTrace;
import org.jspecify.annotations.Nullable;

/** Stack traces of a recording as frames of ours. The names of its methods are made once each. */
final class StackFrames {
    private static final int NAMES_KEPT = 50_000;
    private static final Frame NO_STACK = new Frame("(no Java stack)", 0);
    private static final Frame CUT = new Frame("(frames that the recording has cut)", 0);

    private static final List<String> OF_THE_RECORDING = List.of("jdk.jfr.internal.", Profiling.class.getName() + ".",
            Undisturbed.class.getName() + ".");

    private final IdentityHashMap<RecordedMethod, String> names = new IdentityHashMap<>();

    /** A method, and the line in it; 0 when unknown. */
    record Frame(String method, int line) {

        String place() {
            return line > 0 ? method + ":" + line : method;
        }
    }

    /** The innermost first; never empty. */
    List<Frame> of(@Nullable RecordedStackTrace stack) {
        if (stack == null || stack.getFrames().isEmpty()) {
            return List.of(NO_STACK);
        }
        List<RecordedFrame> recorded = stack.getFrames();
        Frame[] frames = new Frame[recorded.size() + (stack.isTruncated() ? 1 : 0)];
        frames[frames.length - 1] = CUT;
        for (int i = 0; i < recorded.size(); i++) {
            RecordedFrame frame = recorded.get(i);
            frames[i] = new Frame(name(frame.getMethod()), Math.max(0, frame.getLineNumber()));
        }
        return List.of(frames);
    }

    /** Whether the samples of this stack are of the recording's own work. */
    static boolean isOfTheRecording(List<Frame> frames) {
        return frames.stream().anyMatch(frame -> OF_THE_RECORDING.stream().anyMatch(frame.method()::startsWith));
    }

    /** The innermost frame that is not the JDK's; else the innermost. */
    static String place(List<Frame> frames) {
        return frames.stream().filter(frame -> !TypeNames.isOfTheJdk(frame.method()) && !frame.equals(CUT)).findFirst()
                .orElse(frames.getFirst()).place();
    }

    private String name(@Nullable RecordedMethod method) {
        if (method == null) {
            return "(unknown method)";
        }
        if (names.size() > NAMES_KEPT) {
            // Each chunk of a recording has methods of its own; those of the last ones are not needed any more.
            names.clear();
        }
        return names.computeIfAbsent(method,
                found -> TypeNames.readable(found.getType().getName()) + "." + found.getName());
    }
}
