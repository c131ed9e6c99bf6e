// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.journal;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a journal says.
 *
 * @since 1.0
 */
public interface JournalReader extends AutoCloseable {

    /**
     * What the journal in a file says at this moment. The file is not locked and not changed, and a program may be writing to it;
     * what is cut off at its end is passed over. For one thread at a time.
     *
     * @throws JournalException when there is no such file, or it is damaged, no journal, or of another version of the format
     */
    static JournalReader of(Path file) {
        return JournalSnapshot.of(file);
    }

    /** Where a job stands. Never looks at the disk. */
    JobState state(String job);

    /**
     * What is recorded of a job. Looks at the disk for a job that has ended, never for one that runs.
     *
     * @throws JournalException when the disk cannot be read
     */
    JobHistory history(String job);

    /**
     * A way to read states and histories of many jobs, to be closed.
     *
     * @param order the jobs that are going to be asked for, in this order: what can be read together is. Whatever else is asked for
     *            is answered too
     */
    default Histories histories(Iterable<String> order) {
        return new Histories() {
            @Override
            public JobState state(String job) {
                return JournalReader.this.state(job);
            }

            @Override
            public JobHistory history(String job) {
                return JournalReader.this.history(job);
            }

            @Override
            public void close() {
                // The journal is its owner's.
            }
        };
    }

    /** What is recorded of the batch as a whole. */
    BatchHistory batch();

    /**
     * What was learned about limits, in the order in which it was, as far as the journal still has it; at least the last of each
     * key, at most 10,000.
     */
    default List<JournalRecord.LimitLearned> learnedLimits() {
        return batch().limits().values().stream()
                .sorted(Comparator.comparing(JournalRecord.LimitLearned::time)).toList();
    }

    /**
     * The history of every job of which something is recorded, read as it is taken; a new stream at each call, to be closed. In
     * a file, the jobs that have ended come in the order in which they ended, and the others after them. A job of which
     * something is recorded while the stream is read may be seen twice.
     *
     * @throws JournalException when the disk cannot be read, also from the stream
     */
    Stream<JobHistory> jobs();

    /** Does nothing when it is closed already. */
    @Override
    void close();
}
