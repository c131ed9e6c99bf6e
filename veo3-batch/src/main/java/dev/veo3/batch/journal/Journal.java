package dev.veo3.batch.journal;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a batch must not forget, so that a crash and a new run never pay twice for one video. Records are kept in the order in
 * which they are given. A record that is {@linkplain #force forced} is on disk when the call returns, with everything before
 * it; one that is only {@linkplain #append appended} gets there with the next one that is forced.
 *
 * <p>
 * Thread-safe. No method is interruptible: an interrupt stays set and does no harm. The records of one job come from one thread
 * at a time. After a write or a force has failed, every later one throws, for good: what is on disk is not known then, and no
 * later success is believed. Reading goes on.
 */
public interface Journal extends AutoCloseable {

    /** A journal that is forgotten with the program: a crash and a new run may pay again. */
    static Journal memory() {
        return new MemoryJournal();
    }

    /**
     * Keeps a record; it is durable with the next one that is forced. Does not wait for the disk, unless very much waits to be
     * written.
     *
     * @throws JournalException when the journal has failed or is closed; the record is not kept then
     */
    void append(JournalRecord record);

    /**
     * Keeps a record, and returns when it and every one before it is on disk.
     *
     * @throws JournalException when the journal has failed or is closed; whether the record is on disk is not known then
     */
    void force(JournalRecord record);

    /**
     * Returns when every record that was kept before is on disk.
     *
     * @throws JournalException when the journal has failed or is closed
     */
    void sync();

    /** Where a job stands. Never looks at the disk. */
    JobState state(String job);

    /**
     * What is recorded of a job. Looks at the disk for a job that has ended, never for one that runs.
     *
     * @throws JournalException when the disk cannot be read
     */
    JobHistory history(String job);

    /** What is recorded of the batch as a whole. */
    BatchHistory batch();

    /**
     * The history of every job of which something is recorded, read as it is taken; a new stream at each call, to be closed. In
     * a file, the jobs that have ended come in the order in which they ended, and the others after them. What happens while it
     * is read may be seen or not.
     *
     * @throws JournalException when the disk cannot be read, also from the stream
     */
    Stream<JobHistory> jobs();

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
