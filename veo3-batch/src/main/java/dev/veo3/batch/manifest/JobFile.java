// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.manifest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Spliterators;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The jobs of a manifest of JSON Lines or CSV. They are read when they are needed, one at a time, so that a million of them need no
 * memory; the file must stay as it is meanwhile. Thread-safe. An interrupt does not disturb the reading.
 *
 * @since 1.0
 */
public final class JobFile {
    private static final int MOST_MISSED = 1_000;

    private final Path file;
    private final RecordFormat format;
    private final int recordsBefore;
    private final JobExpansion expansion;
    private final AtomicReference<FilePiece> last = new AtomicReference<>(FilePiece.NOTHING);
    /** How far behind its place a job was found last: a line that changed its length has moved those that follow. */
    private volatile long moved;
    /** How many jobs in a row were looked for and not found. */
    private final AtomicInteger missed = new AtomicInteger();

    /**
     * @param recordsBefore how many records stand before the first job
     */
    JobFile(Path file, RecordFormat format, int recordsBefore, JobExpansion expansion) {
        this.file = file;
        this.format = format;
        this.recordsBefore = recordsBefore;
        this.expansion = expansion;
    }

    /**
     * Where a job stands in the file.
     *
     * @param offset of its first byte
     * @param length in bytes
     * @param line on which it begins, from 1
     * @param check tells these bytes from others
     */
    public record Place(long offset, int length, int line, long check) {}

    /** A job and its place. */
    public record Entry(JobSpec job, Place place) {}

    /**
     * Every job in the order of the file; a new stream at each call, which reads while it is used and holds the file until its
     * end. A stream that is not used up must be closed. It throws a {@link ManifestException} when the file cannot be read.
     */
    public Stream<Entry> entries() {
        try {
            RecordReader records = new RecordReader(Files.newInputStream(file), format.isQuoted());
            Entries entries = new Entries(records);
            return StreamSupport.stream(entries, false).onClose(entries::close);
        } catch (IOException e) {
            throw FileFault.manifest(file, e);
        }
    }

    private final class Entries extends Spliterators.AbstractSpliterator<Entry> {
        private final RecordReader records;
        private final LineCheck check = new LineCheck();
        private int left = recordsBefore;

        Entries(RecordReader records) {
            super(Long.MAX_VALUE, ORDERED | NONNULL | IMMUTABLE);
            this.records = records;
        }

        @Override
        public boolean tryAdvance(Consumer<? super Entry> action) {
            try {
                while (left > 0 && records.next()) {
                    left--;
                }
                if (!records.next()) {
                    records.close();
                    return false;
                }
            } catch (IOException e) {
                close();
                throw FileFault.manifest(file, e);
            }
            action.accept(entry());
            return true;
        }

        private Entry entry() {
            int line = records.position().line();
            Place place = new Place(records.offset(), records.length(), line,
                    check.of(records.buffer(), records.from(), records.length()));
            return new Entry(records.isTooLong()
                    ? tooLong(line)
                    : job(records.buffer(), records.from(), records.length(), line), place);
        }

        void close() {
            try {
                records.close();
            } catch (IOException e) {
                throw FileFault.manifest(file, e);
            }
        }
    }

    /**
     * Reads a job again. It may have moved a little, because a line before it was changed.
     *
     * @throws ManifestException when the file cannot be read, or does not have these bytes any more
     */
    public JobSpec at(Place place) {
        try {
            FilePiece piece = last.get();
            long offset = place.offset() + moved;
            if (!isIn(piece, offset, place)) {
                // It has not been read yet, or other bytes were there and may have been put right.
                piece = piece.next(file, offset, place.length());
                if (!isIn(piece, offset, place)) {
                    piece = around(place);
                    offset = place.offset() + moved;
                }
                last.set(piece);
            }
            return job(piece.bytes(), piece.from(offset), place.length(), place.line());
        } catch (IOException e) {
            throw FileFault.manifest(file, e);
        }
    }

    /** Looks for a job that is not where it should be. */
    private FilePiece around(Place place) throws IOException {
        LineCheck check = new LineCheck();
        long[] guesses = moved == 0 ? new long[]{0} : new long[]{moved, 0};
        // Where the whole file is another one, to look for each of a million jobs would take long.
        for (long guess : missed.get() < MOST_MISSED ? guesses : new long[0]) {
            FilePiece piece = FilePiece.around(file, place.offset() + guess, place.length());
            for (int at = piece.firstLine(); at >= 0; at = piece.nextLine(at)) {
                if (at + place.length() <= piece.bytes().length
                        && check.of(piece.bytes(), at, place.length()) == place.check()) {
                    moved = piece.offset() + at - place.offset();
                    missed.set(0);
                    return piece;
                }
            }
        }
        missed.incrementAndGet();
        throw changed(place);
    }

    private static boolean isIn(FilePiece piece, long offset, Place place) {
        return piece.has(offset, place.length()) && new LineCheck().of(piece.bytes(), piece.from(offset),
                place.length()) == place.check();
    }

    private JobSpec job(byte[] bytes, int from, int length, int line) {
        List<Problem> problems = new ArrayList<>();
        Optional<Value.Mapping> fields = format.read(bytes, from, length, line, (position, message,
                remedy) -> problems.add(new Problem(file.toString(), position, Optional.empty(), message, remedy)));
        return fields.isPresent() ? expansion.single(fields.get(), problems) : new JobSpec.Unreadable(problems);
    }

    private JobSpec tooLong(int line) {
        return new JobSpec.Unreadable(List.of(new Problem(file.toString(), new SourcePosition(line, 1),
                Optional.empty(), "the job is longer than " + RecordReader.LONGEST_MB + " MB",
                "Shorten it; in CSV, close its quotes")));
    }

    private ManifestException changed(Place place) {
        return new ManifestException(List.of(new Problem(file.toString(), new SourcePosition(place.line(), 1),
                Optional.empty(), "the manifest was changed after it had been planned",
                "Put it back as it was, or plan and run it anew")));
    }
}
