// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.journal;

import dev.veo3.batch.journal.JournalRecord.Admitted;
import dev.veo3.batch.journal.JournalRecord.BatchRecord;
import dev.veo3.batch.journal.JournalRecord.JobRecord;
import dev.veo3.batch.journal.JsonScanner.UnexpectedException;
import dev.veo3.batch.journal.RecordReader.End;
import dev.veo3.batch.journal.RecordReader.Said;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;

/**
 * Reads a journal from its beginning to its end and keeps what its lines say taken together: an object for each job that is
 * under way, and a place in the index for each job that one line tells everything about.
 */
final class Replay {
    /** So many jobs that were taken up just now are kept as objects: their next line is near. */
    private static final int RECENT = 10_000;

    private final LineReader reader;
    private final LineReader single;
    private final JobIndex index = new JobIndex();
    private final Map<String, OpenJob> jobs = new HashMap<>();
    private final Queue<String> recent = new ArrayDeque<>();
    private final BatchLines batch = new BatchLines();
    private long number;
    private long end;
    private long damagedAt = -1;
    private long damagedLine;
    private long live;

    private Replay(LineReader reader) {
        this.reader = reader;
        this.single = reader.beside(LineReader.SMALL);
    }

    /**
     * A job that needs more than one line.
     *
     * @param from where the first line begins that is needed
     * @param bytes how much room its lines take
     */
    record OpenJob(JobHistory history, long from, long bytes) {}

    /**
     * Reads a file up to a place.
     *
     * @throws JournalException when it is no journal of this version, or is damaged but for what a crash has cut off
     */
    static Replay of(LineReader reader, long limit) throws IOException {
        Replay replay = new Replay(reader);
        while (reader.next(limit)) {
            replay.line();
        }
        replay.finish();
        return replay;
    }

    private void line() {
        switch (reader.kind()) {
            case OTHER_VERSION -> throw Refusal.otherVersion(reader);
            case DAMAGED -> damaged();
            case WHOLE -> whole();
        }
    }

    private void damaged() {
        if (damagedAt >= 0) {
            return;
        }
        if (number == 0) {
            if (LineFrame.isOfOtherVersion(reader.bytes(), reader.start(), reader.end())) {
                throw Refusal.otherVersion(reader);
            }
            if (!LineFrame.isBeginningOfFirst(reader.bytes(), reader.start(), reader.end())) {
                throw Refusal.noJournal(reader);
            }
        }
        damagedAt = reader.offset();
        damagedLine = reader.lineNumber();
        if (reader.hidesWhole()) {
            throw Refusal.damaged(reader, damagedLine, damagedAt);
        }
    }

    private void whole() {
        if (damagedAt >= 0) {
            throw Refusal.damaged(reader, damagedLine, damagedAt);
        }
        long read = LineFrame.number(reader.bytes(), reader.start());
        if (read != number + 1) {
            throw Refusal.gap(reader, number + 1, read);
        }
        Optional<End> jobEnd = jobEnd();
        if (jobEnd.isPresent()) {
            ended(jobEnd.get());
        } else {
            said(Refusal.said(reader));
        }
        number = read;
        end = reader.nextOffset();
    }

    private Optional<End> jobEnd() {
        try {
            return reader.jobEnd();
        } catch (UnexpectedException e) {
            throw Refusal.notUnderstood(reader, e);
        }
    }

    private void ended(End jobEnd) {
        OpenJob open = jobs.get(jobEnd.job());
        long before = open == null ? index.length(jobEnd.job()) : open.bytes();
        if (index.put(jobEnd.job(), jobEnd.state(), reader.offset(), reader.length())) {
            jobs.remove(jobEnd.job());
            live += reader.length() - before;
        } else {
            said(Refusal.said(reader));
        }
    }

    private void said(Said said) {
        switch (said) {
            case Said.Unknown u -> live += reader.length();
            case Said.Known(BatchRecord r, var was) -> live += batch.add(r, reader.offset(), reader.length());
            case Said.Known(JobRecord r, var was) -> job(r, was);
        }
    }

    private void job(JobRecord record, Optional<JobHistory> was) {
        String job = record.job();
        OpenJob open = jobs.get(job);
        if (open == null) {
            open = known(job);
        }
        live += reader.length();
        if (was.isPresent() || (record instanceof Admitted && open.history().isOnlyAdmitted())) {
            // The line tells everything.
            live -= open.bytes();
            open = new OpenJob(was.orElse(open.history()), reader.offset(), 0);
        }
        jobs.put(job, new OpenJob(open.history().then(record), open.from(), open.bytes() + reader.length()));
        if (record instanceof Admitted && open.bytes() == 0) {
            recent.add(job);
            if (recent.size() > RECENT) {
                settle(recent.remove());
            }
        }
    }

    /** What is known of a job that is not under way. */
    private OpenJob known(String job) {
        OptionalLong offset = index.offset(job);
        return offset.isEmpty()
                ? new OpenJob(JobHistory.none(job), reader.offset(), 0)
                : new OpenJob(SingleLine.read(single, job, offset.getAsLong()), offset.getAsLong(), index.length(job));
    }

    /** Keeps no object for a job of which nothing is recorded but that it was taken up. */
    private void settle(String job) {
        OpenJob open = jobs.get(job);
        if (open != null && open.history().isOnlyAdmitted()
                && index.put(job, open.history().state(), open.from(), (int) open.bytes())) {
            jobs.remove(job);
        }
    }

    private void finish() {
        recent.forEach(this::settle);
        recent.clear();
    }

    /** The jobs that one line tells everything about. */
    JobIndex index() {
        return index;
    }

    /** The other jobs, by id. */
    Map<String, OpenJob> open() {
        return jobs;
    }

    BatchLines batch() {
        return batch;
    }

    /** The number of the last whole line; 0 when there is none. */
    long number() {
        return number;
    }

    /** Where the last whole line ends. What is behind it was cut off by a crash. */
    long end() {
        return end;
    }

    /** Whether another journal says the same, wherever its lines are. */
    boolean saysTheSameAs(Replay other) {
        return batch.history().equals(other.batch.history()) && settled() == other.settled()
                && histories().equals(other.histories());
    }

    /** How many jobs are in the index and not under way again. */
    private long settled() {
        return index.size() - jobs.keySet().stream().filter(job -> index.offset(job).isPresent()).count();
    }

    private Map<String, JobHistory> histories() {
        Map<String, JobHistory> histories = new HashMap<>();
        jobs.forEach((job, open) -> histories.put(job, open.history()));
        return histories;
    }

    /** How many bytes are not needed any more. */
    long dead() {
        return end - live;
    }
}
