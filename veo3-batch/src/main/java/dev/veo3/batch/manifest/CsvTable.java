// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.manifest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A CSV file whose first row names the variables and whose other rows give them values.
 *
 * @param names the columns that a template can name
 */
record CsvTable(List<String> names, List<Map<String, String>> rows) {
    private static final int MOST_ROWS = 100_000;

    /**
     * Reads it. What is wrong with it is reported as a problem of that file.
     *
     * @throws IOException when it cannot be read
     */
    static CsvTable read(Path file, Findings findings) throws IOException {
        try (RecordReader records = new RecordReader(Files.newInputStream(file), true)) {
            List<String> header = new ArrayList<>();
            List<Map<String, String>> rows = new ArrayList<>();
            while (records.next()) {
                if (records.isTooLong()) {
                    findings.report(records.position(), "the row is longer than " + RecordReader.LONGEST_MB + " MB",
                            "Close its quotes, or shorten it");
                    continue;
                }
                List<CsvRow.Field> fields = CsvRow.parse(records, findings);
                if (header.isEmpty()) {
                    fields.forEach(field -> header.add(name(field, header, findings)));
                } else if (rows.size() == MOST_ROWS) {
                    findings.report(records.position(), "the table has more than " + MOST_ROWS + " rows",
                            "Write a manifest of JSON Lines, one line for each job");
                    break;
                } else {
                    rows.add(row(header, fields, records.position(), findings));
                }
            }
            return new CsvTable(header.stream().filter(Variables::isName).toList(), rows);
        }
    }

    private static String name(CsvRow.Field field, List<String> before, Findings findings) {
        String name = field.text().strip();
        if (Variables.isName(name) && before.contains(name)) {
            findings.report(field.position(), "the column \"" + name + "\" stands twice", "Keep one of the two");
        }
        return name;
    }

    private static Map<String, String> row(List<String> header, List<CsvRow.Field> fields, SourcePosition position,
            Findings findings) {
        CsvRow.checkLength(header.size(), fields.size(), position, findings);
        Map<String, String> row = new LinkedHashMap<>();
        for (int i = 0; i < Math.min(header.size(), fields.size()); i++) {
            if (Variables.isName(header.get(i))) {
                row.putIfAbsent(header.get(i), fields.get(i).text());
            }
        }
        return row;
    }
}
