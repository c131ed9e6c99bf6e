// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.report;

import dev.veo3.batch.journal.JournalReader;
import dev.veo3.batch.metrics.LimitChange;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a report is written from. To be closed; for one thread at a time.
 *
 * @since 1.0
 */
public interface ReportSource extends AutoCloseable {

    /**
     * The jobs; a new stream at each call, to be closed.
     *
     * @throws dev.veo3.batch.journal.JournalException when a journal must be read and cannot be, also from the stream
     */
    Stream<ReportedJob> jobs();

    /** The attempts besides those that count, which the service may charge. */
    List<ExtraAttempt> extras();

    /** How many jobs might be in flight, in the order of time; empty when that is not known. */
    List<LimitChange> limits();

    /** What was measured while the batch ran; empty when that is not known. */
    Optional<RunFigures> figures();

    /** When the batch began; empty when the jobs' own times are all that is known. */
    Optional<Instant> begun();

    /** Does nothing when it is closed already. */
    @Override
    void close();

    /**
     * A report with all that is known of it: what was measured while it ran, and the phases of its jobs where it had a journal, those
     * of jobs that an earlier run has finished included. When the journal's file is gone, or a later run has written it anew, or it
     * cannot be read any more, the jobs tell no phases.
     */
    static ReportSource of(BatchReport report) {
        Optional<RecordedTimes> recorded = report.histories().map(RecordedTimes::new);
        return recorded.isPresent()
                ? new RunSource(report, recorded.get(), recorded.get()::close)
                : of(report, result -> JobTimes.UNKNOWN);
    }

    /** A report with what was noted of the phases of its jobs. */
    static ReportSource of(BatchReport report, RunTimes times) {
        return new RunSource(report, times, () -> {});
    }

    /**
     * What a journal says at this moment of the jobs that were taken up, those of earlier runs included; a program may be writing to
     * it. A job that has not come to rest is told as what it would be if nothing more happened. Models are those that the
     * operations' names tell. What was measured while a batch ran is in no journal: the report says what the times of the jobs tell of
     * it.
     *
     * @throws dev.veo3.batch.journal.JournalException when there is no such file, or it is damaged, no journal, or of another
     *             version of the format
     */
    static ReportSource ofJournal(Path journal) {
        return JournalSource.of(journal);
    }

    /**
     * The same of a journal that somebody has opened, whatever keeps it: a database, or the memory of this program. It is not closed with
     * the source.
     */
    static ReportSource ofJournal(JournalReader journal) {
        return JournalSource.of(journal);
    }
}
