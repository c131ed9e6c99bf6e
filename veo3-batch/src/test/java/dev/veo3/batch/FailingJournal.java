package dev.veo3.batch;

import dev.veo3.batch.journal.BatchHistory;
import dev.veo3.batch.journal.JobHistory;
import dev.veo3.batch.journal.JobState;
import dev.veo3.batch.journal.Journal;
import dev.veo3.batch.journal.JournalException;
import dev.veo3.batch.journal.JournalRecord;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** A journal in memory that fails for good after so many records. */
final class FailingJournal implements Journal {
    private final Journal journal = Journal.memory();
    private final AtomicInteger left;

    FailingJournal(int records) {
        this.left = new AtomicInteger(records);
    }

    @Override
    public void append(JournalRecord record) {
        if (left.getAndDecrement() <= 0) {
            throw new JournalException("the disk is full");
        }
        journal.append(record);
    }

    @Override
    public void force(JournalRecord record) {
        append(record);
    }

    @Override
    public void sync() {
        failure().ifPresent(failure -> {
            throw failure;
        });
    }

    @Override
    public Optional<JournalException> failure() {
        return left.get() < 0 ? Optional.of(new JournalException("the disk is full")) : Optional.empty();
    }

    @Override
    public JobState state(String job) {
        return journal.state(job);
    }

    @Override
    public JobHistory history(String job) {
        return journal.history(job);
    }

    @Override
    public BatchHistory batch() {
        return journal.batch();
    }

    @Override
    public Stream<JobHistory> jobs() {
        return journal.jobs();
    }

    @Override
    public void close() {
        journal.close();
    }
}
