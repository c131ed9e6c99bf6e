// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.journal;

import dev.veo3.model.Usd;
import java.time.Duration;
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
    public JobHistory takeUp(JournalRecord.Admitted record) {
        return journal.takeUp(record);
    }

    @Override
    public boolean reopen(JournalRecord.Admitted record, JournalRecord.Ended end) {
        return journal.reopen(record, end);
    }

    @Override
    public boolean isShared() {
        return journal.isShared();
    }

    @Override
    public boolean leave(JournalRecord.Ended end) {
        return journal.leave(end);
    }

    @Override
    public Duration lookAgainAfter() {
        return journal.lookAgainAfter();
    }

    @Override
    public int refusedForQuota(String job) {
        return journal.refusedForQuota(job);
    }

    @Override
    public Optional<Duration> age(String job, String step, int attempt) {
        return journal.age(job, step, attempt);
    }

    @Override
    public Optional<Boolean> risk(String job, String step, int attempt, Usd price, Usd upTo) {
        return journal.risk(job, step, attempt, price, upTo);
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
