// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.journal;

import dev.veo3.batch.journal.JournalRecord.BatchRecord;
import dev.veo3.batch.journal.JournalRecord.JobRecord;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/** A journal in memory. */
final class MemoryJournal implements Journal {
    private final Map<String, JobHistory> jobs = new ConcurrentHashMap<>();
    private final AtomicReference<BatchHistory> batch = new AtomicReference<>(BatchHistory.NONE);
    private volatile boolean closed;

    @Override
    public boolean append(JournalRecord record) {
        failIfClosed();
        switch (record) {
            case BatchRecord b -> batch.updateAndGet(history -> history.then(b));
            case JobRecord j -> jobs.compute(j.job(),
                    (job, history) -> (history == null ? JobHistory.none(job) : history).then(j));
        }
        return true;
    }

    @Override
    public void force(JournalRecord record) {
        append(record);
    }

    @Override
    public void sync() {
        failIfClosed();
    }

    private void failIfClosed() {
        failure().ifPresent(failure -> {
            throw failure;
        });
    }

    @Override
    public JobState state(String job) {
        JobHistory history = jobs.get(job);
        return history == null ? JobState.NEW : history.state();
    }

    @Override
    public JobHistory history(String job) {
        JobHistory history = jobs.get(job);
        return history == null ? JobHistory.none(job) : history;
    }

    @Override
    public BatchHistory batch() {
        return batch.get();
    }

    @Override
    public Stream<JobHistory> jobs() {
        return jobs.values().stream();
    }

    @Override
    public Optional<JournalException> failure() {
        return closed ? Optional.of(new JournalException("the journal in memory is closed")) : Optional.empty();
    }

    @Override
    public void close() {
        closed = true;
    }
}
