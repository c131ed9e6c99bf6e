// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.journal;

import dev.veo3.batch.journal.JournalRecord.BatchRecord;
import dev.veo3.batch.journal.JournalRecord.LimitLearned;
import dev.veo3.batch.journal.JournalRecord.Opened;
import dev.veo3.batch.journal.JournalRecord.Paused;
import dev.veo3.batch.journal.JournalRecord.Resumed;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the records about the batch as a whole say, taken together.
 *
 * @param opened the last run's record; empty in a new journal
 * @param limits by key, what was learned last
 * @param paused the last word of a person, when it was to pause
 * @since 1.0
 */
public record BatchHistory(Optional<Opened> opened, Map<String, LimitLearned> limits, Optional<Paused> paused) {

    /** The history of a batch of which nothing is recorded. */
    public static final BatchHistory NONE = new BatchHistory(Optional.empty(), Map.of(), Optional.empty());

    /** Copies the map. */
    public BatchHistory {
        limits = Map.copyOf(limits);
    }

    /** The history with one more record. */
    public BatchHistory then(BatchRecord record) {
        return switch (record) {
            case Opened o -> new BatchHistory(Optional.of(o), limits, paused);
            case LimitLearned l -> {
                Map<String, LimitLearned> now = new TreeMap<>(limits);
                now.put(l.key(), l);
                yield new BatchHistory(opened, now, paused);
            }
            case Paused p -> new BatchHistory(opened, limits, Optional.of(p));
            case Resumed r -> new BatchHistory(opened, limits, Optional.empty());
        };
    }
}
