// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch;

import dev.veo3.batch.journal.ForwardingJournal;
import dev.veo3.batch.journal.Journal;
import dev.veo3.batch.journal.JournalRecord;
import dev.veo3.batch.journal.JournalRecord.JobRecord;
import dev.veo3.batch.journal.JournalRecord.StepRecord;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/** A journal that looks whether the records of each job follow each other as they must. */
final class RecordRules extends ForwardingJournal {
    private final Map<String, Map<String, StepRecord>> last = new ConcurrentHashMap<>();
    private final Map<String, String> wrong = new ConcurrentHashMap<>();

    RecordRules(Journal journal) {
        super(journal);
    }

    /** Nothing was wrong. */
    void check() {
        assertThat(wrong).isEmpty();
    }

    private void look(JournalRecord record, boolean forced) {
        switch (record) {
            case StepRecord step -> look(step, forced);
            case JobRecord job -> {
            }
            case JournalRecord.BatchRecord batch -> {
            }
        }
    }

    private void look(StepRecord next, boolean forced) {
        // The records of one job come from one thread at a time.
        Map<String, StepRecord> steps = last.computeIfAbsent(next.job(), job -> new HashMap<>());
        @Nullable
        StepRecord before = steps.put(next.step(), next);
        int attempt = before == null ? 0 : before.attempt();
        boolean isIntent = before instanceof JournalRecord.Submitting;
        boolean isDoubt = isIntent || before instanceof JournalRecord.Ambiguous;
        boolean isRight = switch (next) {
            case JournalRecord.Submitting s -> forced && s.attempt() == attempt + 1 && !isIntent;
            case JournalRecord.Submitted s -> forced && s.attempt() == attempt && isIntent;
            case JournalRecord.Rejected r -> r.attempt() == attempt && isIntent;
            case JournalRecord.Ambiguous a -> a.attempt() == attempt && isIntent;
            case JournalRecord.Resolved r -> r.attempt() == attempt && isDoubt;
        };
        if (!isRight) {
            wrong.put(next.job(), next + (forced ? " (forced)" : "") + " behind " + before);
        }
    }

    @Override
    public boolean append(JournalRecord record) {
        look(record, false);
        return super.append(record);
    }

    @Override
    public void force(JournalRecord record) {
        look(record, true);
        super.force(record);
    }

}
