// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.journal;

import dev.veo3.batch.journal.JournalRecord.BatchRecord;
import dev.veo3.batch.journal.JournalRecord.JobRecord;
import dev.veo3.batch.journal.JsonScanner.UnexpectedException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Records as text, for journals that are not in a file: a JSON object with the fields that a line of a file has. Stateless.
 *
 * @since 1.0
 */
public final class RecordText {

    private RecordText() {}

    /** The record as text, on one line and in ASCII where that is possible. */
    public static String write(JournalRecord record) {
        JsonLine line = switch (record) {
            case BatchRecord b -> RecordWriter.write(b);
            case JobRecord j -> RecordWriter.write(j, JobHistory.none(j.job()));
        };
        return "{" + new String(line.bytes(), 0, line.size(), StandardCharsets.UTF_8).substring(1) + "}";
    }

    /**
     * The record that the text is.
     *
     * @return empty when it is of a type that a later version has written
     * @throws JournalException when it is no record
     */
    public static Optional<JournalRecord> read(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length < 2 || bytes[0] != '{' || bytes[bytes.length - 1] != '}') {
            throw new JournalException("This is no record of a journal: " + text);
        }
        bytes[0] = ',';
        try {
            return switch (RecordReader.read(bytes, 0, bytes.length - 1)) {
                case RecordReader.Said.Known known -> Optional.of(known.record());
                case RecordReader.Said.Unknown unknown -> Optional.empty();
            };
        } catch (UnexpectedException e) {
            throw Refusal.notUnderstood("a record of the journal, " + text + ": ", e);
        }
    }
}
