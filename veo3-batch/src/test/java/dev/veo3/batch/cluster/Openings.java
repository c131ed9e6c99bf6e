// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.cluster;

import dev.veo3.time.TimeSource;
import java.time.Duration;

/** Workers whose patience and time are the test's. */
final class Openings {

    private Openings() {}

    static JournalOpening of(String batch, String worker, Duration patience, TimeSource time) {
        return new JournalOpening(batch, worker, true, RecordKeeper.Shared.NOTHING, Duration.ofSeconds(3), patience,
                time);
    }
}
