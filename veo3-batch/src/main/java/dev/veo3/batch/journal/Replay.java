// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.journal;

import dev.veo3.batch.journal.JobState.Phase;
import dev.veo3.batch.journal.JournalRecord.BatchRecord;
import dev.veo3.batch.journal.JournalRecord.JobRecord;
import dev.veo3.batch.journal.JsonScanner.UnexpectedException;
import dev.veo3.batch.journal.RecordReader.Said;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Reads a journal from its beginning to its end and keeps what its lines say taken together: an object for each job that is
 * under way, and a place in the index for each job that one line tells everything about.
 */
final class Replay {
    private final LineReader reader;
    private final JobIndex index = new JobIndex();
    /** The jobs that need more than one line. */
    private final Map<String, JobLines> lines = new HashMap<>();
    private final Map<String, OpenJob> jobs = new HashMap<>();
    private final BatchLines batch = new BatchLines();
    private long number;
    private long end;
    private long damagedAt = -1;
    private long damagedLine;
    private long live;

    private Replay(LineReader reader) {
        this.reader = reader;
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
        replay.readLines();
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
        switch (gist()) {
            case Gist.Whole(String job, JobState state) when state.phase() == Phase.ENDED -> ended(job, state);
            case Gist.Whole(String job, JobState state) -> admitted(job, state);
            case Gist.Step(String job) -> step(job);
            case Gist.Other() -> said(Refusal.said(reader));
        }
        number = read;
        end = reader.nextOffset();
    }

    private Gist gist() {
        try {
            return reader.gist();
        } catch (UnexpectedException e) {
            throw Refusal.notUnderstood(reader, e);
        }
    }

    private void ended(String job, JobState state) {
        forget(job);
        if (index.put(job, state, reader.offset(), reader.length())) {
            live += reader.length();
        } else {
            begin(job);
        }
    }

    /** Needs none of the lines that the job has so far. */
    private void forget(String job) {
        JobLines before = lines.remove(job);
        live -= before == null ? index.length(job) : before.bytes();
    }

    /** Keeps the line as the first one of a job. */
    private void begin(String job) {
        lines.put(job, new JobLines().add(reader.offset(), reader.length()));
        live += reader.length();
    }

    private void admitted(String job, JobState state) {
        if (lines.containsKey(job) || index.state(job).phase() == Phase.ENDED) {
            step(job);
        } else {
            forget(job);
            live += reader.length();
            index.put(job, state, reader.offset(), reader.length());
        }
    }

    private void step(String job) {
        lines.computeIfAbsent(job, this::settled).add(reader.offset(), reader.length());
        live += reader.length();
    }

    /** The line of a job that was not under way. */
    private JobLines settled(String job) {
        JobLines none = new JobLines();
        OptionalLong offset = index.offset(job);
        return offset.isEmpty() ? none : none.add(offset.getAsLong(), index.length(job));
    }

    private void said(Said said) {
        switch (said) {
            case Said.Unknown u -> live += reader.length();
            case Said.Known(BatchRecord r, var was) -> live += batch.add(r, reader.offset(), reader.length());
            case Said.Known(JobRecord r, var was) when was.isPresent() -> {
                forget(r.job());
                begin(r.job());
            }
            case Said.Known(JobRecord r, var was) -> step(r.job());
        }
    }

    /** Reads what is recorded of the jobs that need more than one line. */
    private void readLines() {
        LineReader again = reader.beside(LineReader.MEDIUM);
        lines.values().stream().flatMapToLong(JobLines::offsets).sorted()
                .forEachOrdered(offset -> readLine(again, offset));
        lines.clear();
    }

    private void readLine(LineReader again, long offset) {
        if (SingleLine.said(again, offset).orElse(null) instanceof Said.Known(JobRecord record, var was)) {
            JobLines all = lines.get(record.job());
            if (all != null) {
                OpenJob before = jobs.get(record.job());
                JobHistory history = was.orElseGet(
                        () -> before == null ? JobHistory.none(record.job()) : before.history());
                jobs.put(record.job(), new OpenJob(history.then(record), all.from(), all.bytes()));
                return;
            }
        }
        throw SingleLine.gone(again, "a job", offset);
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
        return batch.history().equals(other.batch.history()) && settledJobs() == other.settledJobs()
                && histories().equals(other.histories());
    }

    /** How many jobs are in the index and not under way again. */
    private long settledJobs() {
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
