// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.manifest;

import java.util.List;
import java.util.Optional;

/** How one job is written in a manifest that is read record by record. */
interface RecordFormat {

    /** Whether the ends of lines may stand in quotes. */
    boolean isQuoted();

    /**
     * The job's fields; empty when there are none, which has been reported then.
     *
     * @param line on which the record begins
     */
    Optional<Value.Mapping> read(byte[] bytes, int from, int length, int line, Findings findings);

    /** JSON Lines: one object on a line. */
    record JsonLines() implements RecordFormat {

        @Override
        public boolean isQuoted() {
            return false;
        }

        @Override
        public Optional<Value.Mapping> read(byte[] bytes, int from, int length, int line, Findings findings) {
            try {
                Optional<Value> value = JsonReader.read(bytes, from, length, line, findings);
                if (value.isPresent() && value.get() instanceof Value.Mapping fields) {
                    return Optional.of(fields);
                }
                value.ifPresent(other -> findings.report(other.position(), "a job is a table of keys, not "
                        + other.describe(), "Write id, type, options and output"));
            } catch (UnreadableException e) {
                findings.report(e.position(), String.valueOf(e.getMessage()), "Correct it at this place");
            }
            return Optional.empty();
        }
    }

    /** CSV: one row, whose fields have the names of the first row. */
    record Csv(CsvColumns columns) implements RecordFormat {

        @Override
        public boolean isQuoted() {
            return true;
        }

        @Override
        public Optional<Value.Mapping> read(byte[] bytes, int from, int length, int line, Findings findings) {
            List<CsvRow.Field> fields = CsvRow.parse(bytes, from, length, line, findings);
            return fields.isEmpty()
                    ? Optional.empty()
                    : Optional.of(columns.job(fields, new SourcePosition(line, 1), findings));
        }
    }
}
