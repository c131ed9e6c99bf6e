// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.cluster;

import dev.veo3.time.TimeSource;
import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * How a program opens the journal of a batch.
 *
 * @param worker tells this run of this program from every other; empty when it is the only one
 * @param guarded whether there are others
 * @param shared what all share
 * @param lookAgainAfter after which time an intent is looked at once more before it is carried out
 * @param patience how long a lock is waited for, and the database by a journal that is closed
 */
record JournalOpening(String batch, String worker, boolean guarded, RecordKeeper.Shared shared, Duration lookAgainAfter,
        Duration patience, TimeSource time) {
    private static final Duration LOOK_AGAIN_AFTER = Duration.ofSeconds(3);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** For a program that is the only one. */
    static JournalOpening alone(String batch) {
        return new JournalOpening(batch, "", false, RecordKeeper.Shared.NOTHING, LOOK_AGAIN_AFTER, PATIENCE,
                TimeSource.system());
    }

    /** For one of many. */
    static JournalOpening ofWorker(String batch, String worker, ClusterLimits limits, UnaryOperator<String> modelOf) {
        return new JournalOpening(batch, worker, true, new RecordKeeper.Shared(limits, modelOf, Optional.empty()),
                LOOK_AGAIN_AFTER, PATIENCE, TimeSource.system());
    }

    /**
     * For one of many who work at a batch that was submitted.
     *
     * @param lease how long it may stand still before the others take it for dead: half of that is the longest that it may without
     *            another look
     */
    static JournalOpening ofShare(StoredBatch batch, String worker, ClusterLimits limits, UnaryOperator<String> modelOf,
            Duration lease) {
        Duration half = lease.dividedBy(2);
        return new JournalOpening(batch.name(), worker, true,
                new RecordKeeper.Shared(limits, modelOf, Optional.of(batch.submittedAt())),
                half.compareTo(LOOK_AGAIN_AFTER) < 0 ? half : LOOK_AGAIN_AFTER, PATIENCE, TimeSource.system());
    }
}
