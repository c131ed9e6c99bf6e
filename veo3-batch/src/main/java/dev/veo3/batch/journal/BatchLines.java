// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.journal;

import dev.veo3.batch.journal.JournalRecord.BatchRecord;
import dev.veo3.batch.journal.JournalRecord.LimitLearned;
import dev.veo3.batch.journal.JournalRecord.Opened;
import dev.veo3.batch.journal.JournalRecord.Paused;
import dev.veo3.batch.journal.JournalRecord.Resumed;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a journal says about the batch as a whole, and in which lines. */
final class BatchLines {
    private static final String OPENED = "opened";
    private static final String PAUSED = "paused";
    private static final String LIMIT = "limit ";
    private static final int MOST_LEARNED = 10_000;

    /** By what they are about, the lines that are needed. */
    private final Map<String, Line> needed = new HashMap<>();
    private final Deque<LimitLearned> learned = new ArrayDeque<>();
    private BatchHistory history = BatchHistory.NONE;

    private record Line(long offset, int length) {}

    /**
     * Takes a record.
     *
     * @return by how many bytes what is needed has grown
     */
    long add(BatchRecord record, long offset, int length) {
        history = history.then(record);
        Line line = new Line(offset, length);
        return switch (record) {
            case Opened o -> grown(needed.put(OPENED, line), length);
            case LimitLearned l -> {
                if (learned.size() == MOST_LEARNED) {
                    learned.removeFirst();
                }
                learned.add(l);
                yield grown(needed.put(LIMIT + l.key(), line), length);
            }
            case Paused p -> grown(needed.put(PAUSED, line), length);
            case Resumed r -> grown(needed.remove(PAUSED), 0);
        };
    }

    private static long grown(@Nullable Line before, int length) {
        return length - (before == null ? 0L : before.length());
    }

    boolean isNeeded(long offset) {
        return needed.values().stream().anyMatch(line -> line.offset() == offset);
    }

    /** What was learned about limits, in the order of the lines; the last ones. */
    List<LimitLearned> learned() {
        return List.copyOf(learned);
    }

    BatchHistory history() {
        return history;
    }
}
