// SPDX-License-Identifier: Apache-2.0
package dev.veo3;

import dev.veo3.emulator.Emulator;
import dev.veo3.emulator.FaultRule;
import dev.veo3.emulator.Latency;
import java.time.Duration;

/** What the runs of both clients have in common. */
final class FaultRuns {

    private FaultRuns() {}

    /** An emulator that is as fast as it can, but for one fault. */
    static Emulator emulator(FaultRule rule) {
        return Emulator.builder().latency(Latency.fixed(Duration.ZERO)).fileProcessing(Duration.ZERO).fault(rule)
                .start();
    }
}
