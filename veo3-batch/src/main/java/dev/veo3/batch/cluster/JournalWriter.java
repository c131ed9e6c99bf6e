// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.cluster;

import dev.veo3.batch.journal.AttemptTakenException;
import dev.veo3.batch.journal.JobHistory;
import dev.veo3.batch.journal.JobState;
import dev.veo3.batch.journal.JournalException;
import dev.veo3.batch.journal.JournalRecord;
import dev.veo3.batch.journal.JournalRecord.Admitted;
import dev.veo3.batch.journal.JournalRecord.BatchRecord;
import dev.veo3.batch.journal.JournalRecord.Ended;
import dev.veo3.batch.journal.JournalRecord.JobRecord;
import dev.veo3.batch.journal.JournalRecord.Submitting;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * The way of one program's records into the database: intents at once or not at all, the others when it is there. After what does not go
 * away by itself nothing is written any more. Thread-safe, as long as the records of one job come from one thread at a time.
 */
final class JournalWriter {
    private final String batch;
    private final RecordKeeper keeper;
    private final Absence absence;
    private final Questions questions;
    private final Intents intents;
    private final Vacancies vacancies;
    /** The jobs that were taken up here and of which nothing is recorded yet: it is, with what becomes of them. */
    private final Map<String, Admitted> takenUp = new ConcurrentHashMap<>();
    private final AtomicReference<Optional<JournalException>> failure = new AtomicReference<>(Optional.empty());

    JournalWriter(Database database, JournalOpening opening, RecordKeeper keeper) {
        this.batch = opening.batch();
        this.keeper = keeper;
        this.absence = new Absence(batch, opening.patience(), opening.time(), keeper, this::fail);
        this.questions = new Questions(database, batch, absence);
        HeldBacks heldBacks = new HeldBacks();
        this.intents = new Intents(keeper, absence, heldBacks, this::keep);
        this.vacancies = new Vacancies(database, batch, opening.shared().limits(), heldBacks);
    }

    /** Whether there are others. */
    boolean isShared() {
        return keeper.isGuarded();
    }

    /** What can be asked, as soon as the database is there. */
    Questions questions() {
        return questions;
    }

    Intents intents() {
        return intents;
    }

    Vacancies vacancies() {
        return vacancies;
    }

    /** Writes it, or keeps it in memory while the database is away: whether it may be kept. */
    boolean write(JournalRecord record) {
        failIfOver();
        return switch (record) {
            case Submitting intent -> {
                make(intent);
                yield true;
            }
            case JobRecord job -> write(job, Waiting.of(job));
            case BatchRecord of -> keep(Waiting.of(of));
        };
    }

    /** Writes that a job was left as it stood, or keeps that in memory while the database is away: whether the job rests. */
    boolean leave(Ended end) {
        failIfOver();
        return write(end, Waiting.left(end));
    }

    private boolean write(JobRecord record, Waiting waiting) {
        intents.over(record);
        boolean kept = keep(waiting.after(Optional.ofNullable(takenUp.remove(record.job()))));
        if (mayGiveBack(record) && !absence.isAway()) {
            vacancies.look();
        }
        return kept;
    }

    private static boolean mayGiveBack(JobRecord record) {
        return switch (record) {
            case JournalRecord.Generated g -> true;
            case JournalRecord.Rejected r -> true;
            case JournalRecord.Resolved r -> true;
            case Ended e -> true;
            case Admitted a -> false;
            case Submitting s -> false;
            case JournalRecord.Submitted s -> false;
            case JournalRecord.Ambiguous a -> false;
            case JournalRecord.Downloaded d -> false;
        };
    }

    private boolean keep(Waiting record) {
        if (absence.keeps(record)) {
            return true;
        }
        try {
            return keeper.write(record);
        } catch (DatabaseAwayException e) {
            absence.begins(e, Optional.of(record));
            return true;
        } catch (JournalException e) {
            throw fail(e);
        }
    }

    private void make(Submitting intent) {
        try {
            intents.make(intent, Optional.ofNullable(takenUp.get(intent.job())));
            takenUp.remove(intent.job());
        } catch (AttemptTakenException e) {
            takenUp.remove(intent.job());
            throw e;
        } catch (JournalException e) {
            throw fail(e);
        }
    }

    /**
     * What is recorded of a job, as soon as the database is there. When that is nothing, it is written with what comes next of the job,
     * in the same transaction, that it was taken up.
     */
    JobHistory takeUp(Admitted record) {
        JobHistory before = asSoonAsItIsThere(() -> questions.history(record.job()));
        if (before.state().phase() == JobState.Phase.NEW) {
            takenUp.put(record.job(), record);
        } else {
            takenUp.remove(record.job());
        }
        return before;
    }

    /** Writes that a job goes on which rests like that, as soon as the database is there: whether it does. */
    boolean reopen(Admitted record, Ended end) {
        // It is one record, however often it is tried: the answer to the first time may be lost.
        Waiting waiting = Waiting.of(record);
        return asSoonAsItIsThere(() -> keeper.reopen(waiting, end));
    }

    private <T> T asSoonAsItIsThere(Supplier<T> work) {
        failIfOver();
        try {
            return questions.ask(work);
        } catch (JournalException e) {
            throw Thread.currentThread().isInterrupted() ? e : fail(e);
        }
    }

    /** Returns when what was kept in memory is written. */
    void sync() {
        absence.awaitBack();
        failIfOver();
    }

    private JournalException fail(JournalException why) {
        failure.compareAndSet(Optional.empty(), Optional.of(why));
        return why;
    }

    /** Throws when nothing is written any more. */
    void failIfOver() {
        failure().ifPresent(before -> {
            throw new JournalException(String.valueOf(before.getMessage()), before);
        });
    }

    /** Why nothing is written any more; empty while it is. */
    Optional<JournalException> failure() {
        return failure.get();
    }

    /** From here on the database is waited for as long as patience lasts, and no longer. */
    void ends() {
        absence.ends();
    }

    /**
     * Writes nothing more, and what is in memory as long as patience lasts.
     *
     * @throws JournalException when that is not written
     */
    void close() {
        absence.close();
        fail(new JournalException("the journal of batch \"" + batch + "\" is closed"));
    }
}
