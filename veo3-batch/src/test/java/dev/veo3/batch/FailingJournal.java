// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch;

import dev.veo3.batch.journal.ForwardingJournal;
import dev.veo3.batch.journal.Journal;
import dev.veo3.batch.journal.JournalException;
import dev.veo3.batch.journal.JournalRecord;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** A journal in memory that fails for good after so many records. */
final class FailingJournal extends ForwardingJournal {
    private final AtomicInteger left;

    FailingJournal(int records) {
        super(Journal.memory());
        this.left = new AtomicInteger(records);
    }

    @Override
    public boolean append(JournalRecord record) {
        if (left.getAndDecrement() <= 0) {
            throw new JournalException("the disk is full");
        }
        return super.append(record);
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

}
