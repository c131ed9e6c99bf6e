// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.journal;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** What a journal's file said when it was read. The file is held open, so that it stays the same when another takes its place. */
final class JournalSnapshot implements JournalReader {
    private final Path file;
    private final RandomAccessFile in;
    private final Replay replay;

    private JournalSnapshot(Path file, RandomAccessFile in, Replay replay) {
        this.file = file;
        this.in = in;
        this.replay = replay;
    }

    static JournalSnapshot of(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new JournalException(file + (Files.exists(file)
                    ? ": this is no journal. Name a file that a batch has written."
                    : ": the journal does not exist. Correct the path."));
        }
        try {
            RandomAccessFile in = new RandomAccessFile(file.toFile(), "r");
            Replay replay = null;
            try {
                replay = Replay.of(LineReader.over(in, file, LineReader.LARGE), in.length());
                return new JournalSnapshot(file, in, replay);
            } finally {
                if (replay == null) {
                    in.close();
                }
            }
        } catch (IOException e) {
            throw Refusal.unreadable(file, e);
        }
    }

    @Override
    public JobState state(String job) {
        Replay.OpenJob open = replay.open().get(job);
        return open != null ? open.history().state() : replay.index().state(job);
    }

    @Override
    public JobHistory history(String job) {
        Replay.OpenJob open = replay.open().get(job);
        if (open != null) {
            return open.history();
        }
        OptionalLong offset = replay.index().offset(job);
        if (offset.isEmpty()) {
            return JobHistory.none(job);
        }
        return SingleLine.read(LineReader.over(in, file, LineReader.SMALL), job, offset.getAsLong());
    }

    @Override
    public BatchHistory batch() {
        return replay.batch().history();
    }

    @Override
    public List<JournalRecord.LimitLearned> learnedLimits() {
        return replay.batch().learned();
    }

    /** Of a journal's lines most are steps on the way, which the line of the job's end has repeated: these are not read again. */
    @Override
    public Stream<JobHistory> jobs() {
        LineReader lines = LineReader.over(in, file, LineReader.LARGE);
        return Stream.concat(
                Arrays.stream(replay.index().offsetsWithout(replay.open().keySet()))
                        .mapToObj(offset -> SingleLine.read(lines, offset)),
                replay.open().values().stream().sorted(Comparator.comparingLong(Replay.OpenJob::from))
                        .map(Replay.OpenJob::history));
    }

    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException e) {
            throw Refusal.unreadable(file, e);
        }
    }
}
