package dev.veo3.batch.manifest;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The jobs of a manifest of JSON Lines or CSV. They are read when they are needed, one at a time, so that a million of them need no
 * memory; the file must stay as it is meanwhile. Thread-safe. An interrupt does not disturb the reading.
 */
public final class JobFile {
    private final Path file;
    private final RecordFormat format;
    private final int recordsBefore;
    private final JobExpansion expansion;

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
     * Reads a job again.
     *
     * @throws ManifestException when the file cannot be read, or has other bytes in that place by now
     */
    public JobSpec at(Place place) {
        // Neither a shared position nor a channel that an interrupt would close.
        try (InputStream in = Files.newInputStream(file)) {
            in.skipNBytes(place.offset());
            byte[] bytes = in.readNBytes(place.length());
            if (new LineCheck().of(bytes, 0, bytes.length) != place.check()) {
                throw changed(place);
            }
            return job(bytes, 0, bytes.length, place.line());
        } catch (EOFException e) {
            throw changed(place);
        } catch (IOException e) {
            throw FileFault.manifest(file, e);
        }
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
