// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.journal;

import dev.veo3.batch.journal.JournalRecord.JobRecord;
import dev.veo3.batch.journal.JsonScanner.UnexpectedException;
import dev.veo3.batch.journal.RecordReader.Said;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The one line that tells everything about a job. */
final class SingleLine {

    private SingleLine() {}

    /** What a line tells about a job; empty when that is not everything. */
    static Optional<JobHistory> history(Said said) {
        if (!(said instanceof Said.Known(JobRecord record, var was))) {
            return Optional.empty();
        }
        return switch (record) {
            case JournalRecord.Ended e -> was.map(history -> history.then(e));
            case JournalRecord.Admitted a -> Optional.of(JobHistory.none(a.job()).then(a));
            case JournalRecord.StepRecord s -> Optional.empty();
            case JournalRecord.Generated g -> Optional.empty();
            case JournalRecord.Downloaded d -> Optional.empty();
        };
    }

    /**
     * What the line tells about a job that begins here.
     *
     * @throws JournalException when there is no such line any more, or the disk cannot be read
     */
    static JobHistory read(LineReader reader, String job, long offset) {
        return at(reader, offset).filter(found -> found.job().equals(job))
                .orElseThrow(() -> gone(reader, "job \"" + job + "\"", offset));
    }

    /** The same, whichever job it is. */
    static JobHistory read(LineReader reader, long offset) {
        return at(reader, offset).orElseThrow(() -> gone(reader, "a job", offset));
    }

    private static Optional<JobHistory> at(LineReader reader, long offset) {
        return said(reader, offset).flatMap(SingleLine::history);
    }

    /** What the line says that begins here; empty when there is none. */
    static Optional<Said> said(LineReader reader, long offset) {
        return at(reader, offset, LineReader::said);
    }

    /**
     * When a job came how far, by the line that begins here and tells everything about it.
     *
     * @throws JournalException like {@link #read}
     */
    static Milestones milestones(LineReader reader, String job, long offset) {
        return at(reader, offset, line -> Milestones.of(job, line.fields()))
                .orElseThrow(() -> gone(reader, "job \"" + job + "\"", offset));
    }

    private static <T> Optional<T> at(LineReader reader, long offset, Function<LineReader, @Nullable T> read) {
        try {
            return reader.isWholeAt(offset) ? Optional.ofNullable(read.apply(reader)) : Optional.empty();
        } catch (UnexpectedException e) {
            throw Refusal.notUnderstood(reader, e);
        } catch (IOException e) {
            throw Refusal.unreadable(reader.file(), e);
        }
    }

    /** Why a line is not read that was here. */
    static JournalException gone(LineReader reader, String job, long offset) {
        return new JournalException(reader.file() + " (offset " + offset + "): the record of " + job
                + " that was here is gone: something else has changed the file. Stop what writes to it, and open the"
                + " journal again.");
    }
}
