package dev.veo3.batch.report;

import dev.veo3.batch.event.JobResult;
import dev.veo3.batch.journal.JournalReader;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What a report is written from. To be closed; for one thread at a time. */
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
    List<RunTimes.LimitChange> limits();

    /** When the batch began; empty when the jobs' own times are all that is known. */
    Optional<Instant> begun();

    /** Does nothing when it is closed already. */
    @Override
    void close();

    /** A report whose jobs tell no phases. */
    static ReportSource of(BatchReport report) {
        return of(report, new RunTimes() {
            @Override
            public JobTimes of(JobResult result) {
                return JobTimes.UNKNOWN;
            }

            @Override
            public List<LimitChange> limits() {
                return List.of();
            }
        });
    }

    /**
     * A report with the phases that its journal has kept, those of jobs that an earlier run has finished included.
     *
     * @throws dev.veo3.batch.journal.JournalException when there is no such file, or it is damaged, no journal, or of another
     *             version of the format
     */
    static ReportSource of(BatchReport report, Path journal) {
        JournalReader reader = JournalReader.of(journal);
        return of(report, JournalSource.times(reader), reader::close);
    }

    /** A report with what was noted of its run. */
    static ReportSource of(BatchReport report, RunTimes times) {
        return of(report, times, () -> {});
    }

    private static ReportSource of(BatchReport report, RunTimes times, Runnable close) {
        return new ReportSource() {
            @Override
            public Stream<ReportedJob> jobs() {
                return report.results().map(result -> ReportedJob.of(result, times.of(result)));
            }

            @Override
            public List<ExtraAttempt> extras() {
                return report.extras();
            }

            @Override
            public List<RunTimes.LimitChange> limits() {
                return times.limits();
            }

            @Override
            public Optional<Instant> begun() {
                return Optional.empty();
            }

            @Override
            public void close() {
                close.run();
            }
        };
    }

    /**
     * What a journal says at this moment of the jobs that were taken up, those of earlier runs included; a program may be writing to
     * it. A job that has not come to rest is told as what it would be if nothing more happened. Models are those that the
     * operations' names tell.
     *
     * @throws dev.veo3.batch.journal.JournalException when there is no such file, or it is damaged, no journal, or of another
     *             version of the format
     */
    static ReportSource ofJournal(Path journal) {
        return JournalSource.of(journal);
    }
}
