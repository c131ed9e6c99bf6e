// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.journal;

/**
 * Reads the histories of many jobs, which is quick where those follow each other that came to rest one after the other. For one thread.
 *
 * @since 1.0
 */
public interface Histories extends AutoCloseable {

    /**
     * Where a job stands, like {@link JournalReader#state}.
     *
     * @throws JournalException when a journal that is no file cannot be read
     */
    JobState state(String job);

    /**
     * What is recorded of a job, like {@link JournalReader#history}.
     *
     * @throws JournalException when the disk cannot be read
     */
    JobHistory history(String job);

    /**
     * When a job came how far: what its {@link #history} tells of that, read quicker where there are many.
     *
     * @throws JournalException when the disk cannot be read
     */
    default Milestones milestones(String job) {
        return Milestones.of(history(job));
    }

    /** Does nothing when it is closed already. */
    @Override
    void close();
}
