// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.journal;

import dev.veo3.batch.journal.JournalRecord.Admitted;
import dev.veo3.batch.journal.JournalRecord.BatchRecord;
import dev.veo3.batch.journal.JournalRecord.Ended;
import dev.veo3.batch.journal.JournalRecord.JobRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A journal in a file. In memory there is an object for each job that is under way; of a job that has ended there is its place
 * in the index, and its history is read from the file.
 */
final class FileJournal implements Journal {
    private final Path file;
    private final JobIndex index;
    private final Map<String, JobHistory> open = new ConcurrentHashMap<>();
    private final AtomicReference<BatchHistory> batch;
    private final GroupWriter writer;
    private final Thread thread;
    private final AtomicBoolean closed = new AtomicBoolean();
    /** Guards the order of records about the batch: the one in memory is the one in the file. */
    private final ReentrantLock batchLock = new ReentrantLock();
    /** Guards the way of jobs from {@link #open} into the index, together with {@link #settledEnd}. */
    private final ReentrantLock settling = new ReentrantLock();
    private long settledEnd;

    /**
     * Goes on behind what a replay has read.
     *
     * @param thread the one that calls {@link #run}
     */
    FileJournal(Path file, Replay replay, Disk.Writable disk, Thread thread) {
        this.file = file;
        this.index = replay.index();
        replay.open().forEach((job, known) -> open.put(job, known.history()));
        this.batch = new AtomicReference<>(replay.batch().history());
        this.settledEnd = replay.end();
        this.writer = new GroupWriter(file, disk, replay.end(), replay.number() + 1, this::settle);
        this.thread = thread;
    }

    /** Writes what is appended, until the journal is closed or fails. */
    void run() {
        writer.run();
    }

    /** How many jobs have an object: those that one line does not tell everything about, or whose line is not written yet. */
    int objects() {
        return open.size();
    }

    @Override
    public void expect(int jobs) {
        index.reserve(jobs);
    }

    @Override
    public boolean append(JournalRecord record) {
        keep(record, false);
        return true;
    }

    @Override
    public void force(JournalRecord record) {
        keep(record, true);
    }

    private void keep(JournalRecord record, boolean force) {
        writer.failIfOver();
        switch (record) {
            case BatchRecord b -> keep(b, force).await();
            case JobRecord j -> keep(j, force).await();
        }
    }

    private GroupWriter.Wait keep(BatchRecord record, boolean force) {
        JsonLine line = RecordWriter.write(record);
        batchLock.lock();
        try {
            GroupWriter.Wait wait = writer.add(line, null, force);
            batch.set(batch.get().then(record));
            return wait;
        } finally {
            batchLock.unlock();
        }
    }

    private GroupWriter.Wait keep(JobRecord record, boolean force) {
        while (true) {
            JobHistory before = open.get(record.job());
            JobHistory history = before != null ? before : recorded(record.job());
            JobHistory after = history.then(record);
            JsonLine line = RecordWriter.write(record, history);
            if (replace(before, after)) {
                boolean everything = record instanceof Ended
                        || (record instanceof Admitted && (history.isNone() || history.isOnlyAdmitted()));
                return writer.add(line, everything ? after : null, force);
            }
        }
    }

    /** Whether the job's history is still the one that was looked at: it may have settled meanwhile. */
    private boolean replace(@Nullable JobHistory before, JobHistory after) {
        return before == null
                ? open.putIfAbsent(after.job(), after) == null
                : open.replace(after.job(), before, after);
    }

    /** A group is written. A job about which one of its lines tells everything needs no object any more. */
    private void settle(Group group) {
        settling.lock();
        try {
            for (Group.Told told : group.told()) {
                JobHistory history = told.history();
                if (history.equals(open.get(history.job()))
                        && index.put(history.job(), history.state(), told.offset(), told.length())) {
                    open.remove(history.job(), history);
                }
            }
            settledEnd = group.end();
        } finally {
            settling.unlock();
        }
    }

    @Override
    public void sync() {
        writer.sync().await();
    }

    @Override
    public JobState state(String job) {
        JobHistory history = open.get(job);
        return history != null ? history.state() : index.state(job);
    }

    @Override
    public JobHistory history(String job) {
        JobHistory history = open.get(job);
        return history != null ? history : recorded(job);
    }

    private JobHistory recorded(String job) {
        OptionalLong offset = index.offset(job);
        if (offset.isEmpty()) {
            return JobHistory.none(job);
        }
        try (LineReader reader = LineReader.of(file, LineReader.SMALL)) {
            return SingleLine.read(reader, job, offset.getAsLong());
        } catch (IOException e) {
            throw Refusal.unreadable(file, e);
        }
    }

    @Override
    public Histories histories(Iterable<String> order) {
        try {
            return new InFile(LineReader.of(file, LineReader.MEDIUM));
        } catch (IOException e) {
            throw Refusal.unreadable(file, e);
        }
    }

    private final class InFile implements Histories {
        private final LineReader reader;

        InFile(LineReader reader) {
            this.reader = reader;
        }

        @Override
        public JobState state(String job) {
            return FileJournal.this.state(job);
        }

        @Override
        public JobHistory history(String job) {
            JobHistory history = open.get(job);
            if (history != null) {
                return history;
            }
            OptionalLong offset = index.offset(job);
            return offset.isEmpty() ? JobHistory.none(job) : SingleLine.read(reader, job, offset.getAsLong());
        }

        @Override
        public Milestones milestones(String job) {
            OptionalLong offset = open.containsKey(job) ? OptionalLong.empty() : index.offset(job);
            return offset.isEmpty()
                    ? Milestones.of(history(job))
                    : SingleLine.milestones(reader, job, offset.getAsLong());
        }

        @Override
        public void close() {
            try {
                reader.close();
            } catch (IOException e) {
                throw Refusal.unreadable(file, e);
            }
        }
    }

    @Override
    public BatchHistory batch() {
        return batch.get();
    }

    @Override
    public Stream<JobHistory> jobs() {
        try {
            return JobStream.of(LineReader.of(file, LineReader.LARGE), new Jobs());
        } catch (IOException e) {
            throw Refusal.unreadable(file, e);
        }
    }

    private final class Jobs implements JobStream.Source {

        @Override
        public long end() {
            settling.lock();
            try {
                return settledEnd;
            } finally {
                settling.unlock();
            }
        }

        @Override
        public boolean isEverything(String job, long offset) {
            return index.isAt(job, offset) && !open.containsKey(job);
        }

        @Override
        public Optional<List<JobHistory>> openAt(long end) {
            settling.lock();
            try {
                return settledEnd == end ? Optional.of(List.copyOf(open.values())) : Optional.empty();
            } finally {
                settling.unlock();
            }
        }
    }

    @Override
    public Optional<JournalException> failure() {
        return writer.failure();
    }

    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        writer.close();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        Optional<JournalException> broken = writer.broken();
        if (broken.isPresent()) {
            throw broken.get();
        }
    }
}
