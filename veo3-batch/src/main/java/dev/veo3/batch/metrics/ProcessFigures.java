// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.metrics;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the operating system says of this process at one moment.
 *
 * @param openFiles how many files and connections are open; empty where the system does not tell
 * @param mostFiles how many may be; empty where the system does not tell
 * @param cpu what the process has used of its processors since it began; empty where the system does not tell
 * @param heapAfterCollection what the last collection has left in the heap, in bytes; 0 before the first
 * @since 1.0
 */
public record ProcessFigures(OptionalLong openFiles, OptionalLong mostFiles, Optional<Duration> cpu,
        long heapAfterCollection) {

    /** The process now. */
    public static ProcessFigures now() {
        OptionalLong open = OptionalLong.empty();
        OptionalLong most = OptionalLong.empty();
        Optional<Duration> cpu = Optional.empty();
        if (ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system) {
            cpu = Optional.of(system.getProcessCpuTime()).filter(nanos -> nanos >= 0).map(Duration::ofNanos);
            if (system instanceof UnixOperatingSystemMXBean unix) {
                open = known(unix.getOpenFileDescriptorCount());
                most = known(unix.getMaxFileDescriptorCount());
            }
        }
        return new ProcessFigures(open, most, cpu, HeapMemory.afterCollection());
    }

    private static OptionalLong known(long count) {
        return count < 0 ? OptionalLong.empty() : OptionalLong.of(count);
    }
}
