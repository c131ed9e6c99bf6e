// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.profile;

import java.time.Duration;
import java.util.Locale;
import jdk.jfr.EventType;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Recording;

/** What the two kinds of recordings contain. */
final class Recordings {
    static final String CPU_TIME = "jdk.CPUTimeSample";
    static final String RUNNING = "jdk.ExecutionSample";
    static final String LOST = "jdk.CPUTimeSamplesLost";
    static final String ALLOCATION = "jdk.ObjectAllocationSample";
    static final String KEPT = "jdk.OldObjectSample";

    private static final Duration PERIOD = Duration.ofMillis(10);

    private Recordings() {}

    static Recording cpu() {
        return samplesCpuTime() ? cpuTime() : running();
    }

    private static Recording cpuTime() {
        Recording recording = new Recording();
        recording.enable(CPU_TIME).with("throttle", "10ms").withStackTrace();
        recording.enable(LOST);
        return recording;
    }

    /** What there is before JDK 25, and on other systems than Linux. */
    static Recording running() {
        Recording recording = new Recording();
        recording.enable(RUNNING).withPeriod(PERIOD).withStackTrace();
        return recording;
    }

    static Recording memory() {
        Recording recording = new Recording();
        recording.enable(ALLOCATION).with("throttle", "300/s").withStackTrace();
        // Without the cutoff, the paths to what keeps the objects are not looked for.
        recording.enable(KEPT).with("cutoff", "infinity").withStackTrace();
        recording.enable(LiveClassEvent.class);
        return recording;
    }

    // The event type exists on other systems too, but takes no samples there (JEP 509).
    private static boolean samplesCpuTime() {
        return System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("linux")
                && FlightRecorder.getFlightRecorder().getEventTypes().stream().map(EventType::getName)
                        .anyMatch(CPU_TIME::equals);
    }
}
