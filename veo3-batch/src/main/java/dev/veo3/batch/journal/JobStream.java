// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.journal;

import dev.veo3.batch.journal.JsonScanner.UnexpectedException;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators.AbstractSpliterator;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** The histories of all jobs of a file, read while they are taken: first those that one line tells everything about. */
final class JobStream extends AbstractSpliterator<JobHistory> {
    private final LineReader lines;
    private final Source source;
    private @Nullable Iterator<JobHistory> open;

    private JobStream(LineReader lines, Source source) {
        super(Long.MAX_VALUE, Spliterator.NONNULL | Spliterator.DISTINCT);
        this.lines = lines;
        this.source = source;
    }

    /** What the stream is taken from. */
    interface Source {

        /** How far the lines have found their way into the index. */
        long end();

        /** Whether this line tells everything about the job. */
        boolean isEverything(String job, long offset);

        /** The jobs that need more than one line; empty when the end is not here any more. */
        Optional<List<JobHistory>> openAt(long end);
    }

    /** A stream that closes the reader when it is closed. */
    static Stream<JobHistory> of(LineReader lines, Source source) {
        return StreamSupport.stream(new JobStream(lines, source), false).onClose(() -> {
            try {
                lines.close();
            } catch (IOException e) {
                throw Refusal.unreadable(lines.file(), e);
            }
        });
    }

    @Override
    public boolean tryAdvance(Consumer<? super JobHistory> action) {
        try {
            JobHistory next = next();
            if (next == null) {
                return false;
            }
            action.accept(next);
            return true;
        } catch (IOException e) {
            throw Refusal.unreadable(lines.file(), e);
        }
    }

    private @Nullable JobHistory next() throws IOException {
        while (open == null) {
            long end = source.end();
            JobHistory next = inFile(end);
            if (next != null) {
                return next;
            }
            open = source.openAt(end).map(List::iterator).orElse(null);
        }
        return open.hasNext() ? open.next() : null;
    }

    private @Nullable JobHistory inFile(long end) throws IOException {
        while (lines.next(end)) {
            if (lines.kind() == LineFrame.Kind.WHOLE) {
                JobHistory history = everything();
                if (history != null) {
                    return history;
                }
            }
        }
        return null;
    }

    private @Nullable JobHistory everything() {
        try {
            return lines.gist() instanceof Gist.Whole whole && source.isEverything(whole.job(), lines.offset())
                    ? SingleLine.history(lines.said()).orElse(null)
                    : null;
        } catch (UnexpectedException e) {
            throw Refusal.notUnderstood(lines, e);
        }
    }
}
