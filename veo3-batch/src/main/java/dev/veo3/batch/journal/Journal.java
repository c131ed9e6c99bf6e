// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.journal;

import dev.veo3.model.Usd;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * What a batch must not forget, so that a crash and a new run never pay twice for one video. Records are kept in the order in
 * which they are given. A record that is {@linkplain #force forced} is on disk when the call returns, with everything before
 * it; one that is only {@linkplain #append appended} gets there with the next one that is forced.
 *
 * <p>
 * Thread-safe. No method is interruptible: an interrupt stays set and does no harm. The records of one job come from one thread
 * at a time. After a write or a force has failed, every later one throws, for good: what is on disk is not known then, and no
 * later success is believed. Reading goes on, also after the journal has been closed: as long as its file is there and nobody
 * has written it anew.
 *
 * {@snippet file="dev/veo3/batch/SnippetsTest.java" region="journal"}
 *
 * @since 1.0
 */
public interface Journal extends JournalReader {

    /** A journal that is forgotten with the program: a crash and a new run may pay again. */
    static Journal memory() {
        return new MemoryJournal();
    }

    /**
     * Opens the journal in a file; it is made when it is not there, with its directory. It is there for one program at a time.
     * What a crash has cut off at its end is kept in {@code FILE.torn} and removed from it. When it has become large and most of
     * it is not needed any more, it is written anew.
     *
     * @throws JournalException when somebody else has opened it, when it is damaged, is no journal, was written in another
     *             version of the format, or cannot be read or written; nothing in it was changed then
     */
    static Journal open(Path file) {
        return JournalThread.open(file, SystemDisk.INSTANCE, 64 << 20);
    }

    /**
     * Is told before a batch begins how many jobs it has. What a journal keeps in memory of each it takes then, and not while jobs
     * end: a batch that finds no room says so before it has paid for anything.
     */
    default void expect(int jobs) {}

    /**
     * Keeps a record; it is durable with the next one that is forced. Does not wait for the disk, unless very much waits to be
     * written.
     *
     * @return whether it is kept; false only where several share the journal, and somebody else has decided on the job meanwhile
     * @throws JournalException when the journal has failed or is closed; the record is not kept then
     */
    boolean append(JournalRecord record);

    /**
     * Says that a job is taken up, if nothing at all is recorded of it yet.
     *
     * @return what was recorded of the job before: when that is nothing, the record is kept, with the next one of the job at the latest
     * @throws JournalException when the journal has failed or is closed, or cannot be read; the record is not kept then
     */
    default JobHistory takeUp(JournalRecord.Admitted record) {
        JobHistory before = history(record.job());
        if (before.state().phase() == JobState.Phase.NEW) {
            append(record);
        }
        return before;
    }

    /**
     * Whether others may decide on the same jobs at the same time. Then a job that has come to rest goes on by {@link #reopen} only: it is
     * not kept that it is taken up, and no attempt of it is begun, by whoever has not read how it rests.
     */
    default boolean isShared() {
        return false;
    }

    /**
     * Says that a job goes on which had come to rest.
     *
     * @param record that it is taken up
     * @param end how it had come to rest, as whoever says so has read it
     * @return whether it is kept; false only where several share the journal, and the job does not rest like that any more, or was taken
     *         from this program meanwhile
     * @throws JournalException when the journal has failed or is closed; the record is not kept then
     */
    default boolean reopen(JournalRecord.Admitted record, JournalRecord.Ended end) {
        return append(record);
    }

    /**
     * Says that a job was left as it stood: nobody has found out how it ends. Where several share the journal, and somebody else has
     * brought the job to rest meanwhile, that end stays.
     *
     * @param end with which it rests until it is taken up again
     * @return whether the journal says now that the job rests; false only where several share the journal, and somebody else is at it
     * @throws JournalException when the journal has failed or is closed; the record is not kept then
     */
    default boolean leave(JournalRecord.Ended end) {
        return append(end);
    }

    /**
     * Keeps a record, and returns when it and every one before it is on disk.
     *
     * @throws JournalException when the journal has failed or is closed; whether the record is on disk is not known then
     */
    void force(JournalRecord record);

    /**
     * Looks once more whether an intent that was forced still stands: right before it is carried out, when this program may have stood
     * still since. Does nothing where nobody else can decide on it.
     *
     * @throws AttemptTakenException when somebody has decided on the attempt meanwhile: it must not be sent
     * @throws HeldBackException when that cannot be found out now: it must not be sent
     * @throws JournalException when the journal cannot be read
     */
    default void requireOpen(String job, String step, int attempt) {
        // A journal in a file is one program's, however long it stands still.
    }

    /**
     * After which time an intent that was forced is to be {@linkplain #requireOpen looked at} once more before it is carried out: long before
     * anybody who shares the journal may take its program for dead.
     */
    default Duration lookAgainAfter() {
        return Duration.ofSeconds(3);
    }

    /**
     * How many attempts at the job the service has refused because a quota was used up: no retry policy counts them. 0 where this is not
     * kept for a later run.
     *
     * @throws JournalException when the journal cannot be read
     */
    default int refusedForQuota(String job) {
        return 0;
    }

    /**
     * How long ago the last record of an attempt was kept, by a clock that is the same for all who share the journal; empty where nobody
     * else does, so that the time in the record is this program's own.
     *
     * @throws JournalException when the journal cannot be read
     */
    default Optional<Duration> age(String job, String step, int attempt) {
        return Optional.empty();
    }

    /**
     * Counts that an attempt of unknown fate is to be followed by another, so that all who share the journal risk no more than that much
     * together. An attempt is counted once, however often this is asked.
     *
     * @param price what the attempt costs if the service took it
     * @param upTo how much may be risked in all
     * @return whether it may be followed; empty where nobody else counts
     * @throws JournalException when the journal cannot be written
     */
    default Optional<Boolean> risk(String job, String step, int attempt, Usd price, Usd upTo) {
        return Optional.empty();
    }

    /**
     * Returns when every record that was kept before is on disk.
     *
     * @throws JournalException when the journal has failed or is closed
     */
    void sync();

    /** Why the journal takes nothing more; empty while it does. */
    Optional<JournalException> failure();

    /**
     * Forces what was kept, and closes. Does nothing when it is closed already.
     *
     * @throws JournalException when something that was kept may not be on disk
     */
    @Override
    void close();
}
