// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.journal;

import dev.veo3.batch.journal.JsonScanner.UnexpectedException;
import dev.veo3.batch.journal.RecordReader.Said;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Why a journal is not read: nothing was changed then. */
final class Refusal {
    private static final String REMEDY = " Nothing was changed. Restore the journal from a copy; without what it says,"
            + " jobs that the service has taken would be paid again.";

    private Refusal() {}

    static JournalException damaged(LineReader reader, long line, long offset) {
        return new JournalException(at(reader.file(), line, offset)
                + "this is not what was written, and it is no end that a crash has cut off, because there is a whole record"
                + " behind it." + REMEDY);
    }

    static JournalException gap(LineReader reader, long expected, long read) {
        return new JournalException(at(reader) + "record " + expected + " is missing: here is record " + read + "."
                + REMEDY);
    }

    static JournalException otherVersion(LineReader reader) {
        return new JournalException(at(reader) + "this is a journal in another version of the format; this library"
                + " reads version " + LineFrame.VERSION + ". Use the version of the library that has written it.");
    }

    static JournalException noJournal(LineReader reader) {
        return new JournalException(at(reader) + "this is no journal. Name a file that a batch has written, or one"
                + " that is not there yet.");
    }

    static JournalException unreadable(Path file, IOException cause) {
        return new JournalException(file + ": the journal cannot be read: " + reason(cause)
                + ". See to the disk and to who may read the file.", cause);
    }

    static JournalException unopened(Path file, IOException cause) {
        return new JournalException(file + ": the journal cannot be opened: " + reason(cause)
                + ". See to the disk and to who may write there.", cause);
    }

    /** The messages of some exceptions are a file's name and nothing else. */
    private static String reason(IOException cause) {
        return switch (cause) {
            case AccessDeniedException e -> "no access to " + e.getFile();
            case NoSuchFileException e -> e.getFile() + " is not there";
            case FileAlreadyExistsException e -> e.getFile() + " is no directory";
            default -> String.valueOf(cause.getMessage());
        };
    }

    /** Of a line that is whole: its number says which it is, wherever reading began. */
    static JournalException notUnderstood(LineReader reader, UnexpectedException why) {
        return notUnderstood(at(reader.file(), LineFrame.number(reader.bytes(), reader.start()), reader.offset()), why);
    }

    static JournalException notUnderstood(String at, UnexpectedException why) {
        return new JournalException(at + "the record cannot be understood: " + why.getMessage()
                + ". A later version of the library may have written it: use that one.");
    }

    /** What a whole line says. */
    static Said said(LineReader reader) {
        try {
            return reader.said();
        } catch (UnexpectedException e) {
            throw notUnderstood(reader, e);
        }
    }

    private static String at(LineReader reader) {
        return at(reader.file(), reader.lineNumber(), reader.offset());
    }

    private static String at(Path file, long line, long offset) {
        return file + ":" + line + " (offset " + offset + "): ";
    }
}
