// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.journal;

import java.util.Optional;
import java.util.stream.Stream;

/** A journal that hands everything to another one, for tests that change what happens on the way. */
public abstract class ForwardingJournal implements Journal {
    private final Journal journal;

    protected ForwardingJournal(Journal journal) {
        this.journal = journal;
    }

    @Override
    public void expect(int jobs) {
        journal.expect(jobs);
    }

    @Override
    public boolean append(JournalRecord record) {
        return journal.append(record);
    }

    @Override
    public void force(JournalRecord record) {
        journal.force(record);
    }

    @Override
    public void requireOpen(String job, String step, int attempt) {
        journal.requireOpen(job, step, attempt);
    }

    @Override
    public void sync() {
        journal.sync();
    }

    @Override
    public Optional<JournalException> failure() {
        return journal.failure();
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
