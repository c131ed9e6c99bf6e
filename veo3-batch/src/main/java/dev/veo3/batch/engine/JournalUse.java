// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.engine;

import dev.veo3.batch.journal.Journal;
import java.util.Optional;
import java.util.Set;

/**
 * What a run makes of what earlier runs have recorded.
 *
 * @param journal what they have recorded, and where this run records; empty when nothing is kept
 * @param again whether jobs that failed for certain are submitted again
 * @param acceptUnknown whether a person has decided that jobs of unknown fate are submitted again
 * @param acceptChanged the ids of jobs that may be others than those that are recorded
 */
public record JournalUse(Optional<Journal> journal, boolean again, boolean acceptUnknown, Set<String> acceptChanged) {

    /** Copies the ids. */
    public JournalUse {
        acceptChanged = Set.copyOf(acceptChanged);
    }

    /** Nothing is kept and nothing is known. */
    public static JournalUse none() {
        return new JournalUse(Optional.empty(), false, false, Set.of());
    }
}
