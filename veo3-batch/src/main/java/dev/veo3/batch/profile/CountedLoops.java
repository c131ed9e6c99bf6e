// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.profile;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether samples are true of loops whose rounds are counted. The JDK looks at a thread where it can pause (JEP 518). Compiled for
 * the serial and the parallel collector, such a loop cannot, and the next place that can is behind its method's end.
 */
final class CountedLoops {
    private static final String OPTION = "UseCountedLoopSafepoints";
    private static final Logger LOG = LoggerFactory.getLogger(CountedLoops.class);

    private CountedLoops() {}

    static void warn() {
        if (areToldOfTheirCallers()) {
            LOG.warn(
                    "With this garbage collector, the CPU time of a loop over numbers is told of the method that called it."
                            + " Run Java with -XX:+{}, or with -XX:+UseG1GC, to see it where it is.",
                    OPTION);
        }
    }

    /** False where the runtime does not tell. */
    static boolean areToldOfTheirCallers() {
        return Optional.ofNullable(ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class))
                .flatMap(CountedLoops::option).map("false"::equals).orElse(false);
    }

    private static Optional<String> option(HotSpotDiagnosticMXBean runtime) {
        try {
            return Optional.of(runtime.getVMOption(OPTION).getValue());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
