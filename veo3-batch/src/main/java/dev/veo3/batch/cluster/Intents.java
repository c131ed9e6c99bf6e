// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.cluster;

import dev.veo3.batch.journal.AttemptTakenException;
import dev.veo3.batch.journal.HeldBackException;
import dev.veo3.batch.journal.JournalRecord.Admitted;
import dev.veo3.batch.journal.JournalRecord.JobRecord;
import dev.veo3.batch.journal.JournalRecord.Submitting;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * The intents of one worker. None is ever kept in memory: it is on the server's disk before anything is sent, or nothing is. Thread-safe,
 * as long as the records of one job come from one thread at a time.
 */
final class Intents {
    private final RecordKeeper keeper;
    private final Absence absence;
    private final HeldBacks heldBacks;
    private final Consumer<Waiting> records;
    private final Unanswered unanswered = new Unanswered();

    /** The consumer keeps other records, in memory while the database is away. */
    Intents(RecordKeeper keeper, Absence absence, HeldBacks heldBacks, Consumer<Waiting> records) {
        this.keeper = keeper;
        this.absence = absence;
        this.heldBacks = heldBacks;
        this.records = records;
    }

    /**
     * Makes one.
     *
     * @param takenUp that its job is taken up, if nothing is recorded of it yet
     * @throws AttemptTakenException when this worker may not send that attempt; it is not kept
     * @throws HeldBackException when the limits of all workers do not let it through, or the database is away; nothing may be sent
     * @throws dev.veo3.batch.journal.JournalException when it cannot be written for good
     */
    void make(Submitting intent, Optional<Admitted> takenUp) {
        if (absence.isAway()) {
            throw HeldBacks.away();
        }
        Waiting record = unanswered.waiting(intent).after(takenUp);
        AtomicLong needs = new AtomicLong(intent.reserved().micros());
        try {
            keeper.write(record, intent, needs::set);
            unanswered.answered(intent);
            heldBacks.forget(intent.job());
        } catch (AttemptTakenException e) {
            // Of one that is there although nobody knew, nothing was sent, and nothing will be.
            heldBacks.forget(intent.job());
            unanswered.givenUp(intent).ifPresent(records);
            throw e;
        } catch (HeldBackException e) {
            throw heldBacks.later(intent.job(), needs.get(), e);
        } catch (DatabaseAwayException e) {
            unanswered.add(record, intent);
            absence.begins(e, Optional.empty());
            throw HeldBacks.away();
        }
    }

    /**
     * Looks whether one still stands.
     *
     * @throws AttemptTakenException when it does not
     * @throws HeldBackException when nothing is submitted any more, or the database is away
     */
    void requireOpen(String job, String step, int attempt) {
        if (absence.isAway()) {
            throw HeldBacks.away();
        }
        try {
            keeper.requireOpen(job, step, attempt);
        } catch (DatabaseAwayException e) {
            absence.begins(e, Optional.empty());
            throw HeldBacks.away();
        }
    }

    /** Another record of that job comes: no intent of it is tried again, and nothing was sent for one that nobody has answered. */
    void over(JobRecord next) {
        heldBacks.forget(next.job());
        unanswered.givenUp(next).ifPresent(records);
    }
}
