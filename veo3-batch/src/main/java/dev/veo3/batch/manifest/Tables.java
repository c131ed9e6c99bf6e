// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.manifest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The CSV files that {@code for_each:} names, each read once. */
final class Tables {
    private static final CsvTable NONE = new CsvTable(List.of(), List.of());

    private final Optional<Path> directory;
    private final Map<Path, CsvTable> read = new HashMap<>();

    /** @param directory of the manifest, where files are looked for first */
    Tables(Optional<Path> directory) {
        this.directory = directory;
    }

    /**
     * The table that is named; an empty one when it cannot be read.
     *
     * @param findings for what is wrong with the name
     * @param problems for what is wrong with the file
     */
    CsvTable read(Value name, Findings findings, List<Problem> problems) {
        if (!(name instanceof Value.Scalar scalar)) {
            findings.report(name.position(), "\"for_each\" is " + name.describe(), "Write the path of a CSV file");
            return NONE;
        }
        try {
            Path file = file(scalar.text());
            CsvTable known = read.get(file);
            if (known != null) {
                return known;
            }
            int before = problems.size();
            CsvTable table = CsvTable.read(file, (position, message, remedy) -> problems
                    .add(new Problem(file.toString(), position, Optional.empty(), message, remedy)));
            if (table.rows().isEmpty() && problems.size() == before) {
                findings.report(name.position(), file + " has no row below its header", "Write one for each job");
            }
            read.put(file, table);
            return table;
        } catch (InvalidPathException e) {
            findings.report(name.position(), "\"" + scalar.text() + "\" is no path: " + e.getReason(), "Name a file");
        } catch (IOException e) {
            findings.report(name.position(), "the table \"" + scalar.text() + "\" cannot be read: "
                    + FileFault.why(Path.of(scalar.text()), e), "Name a CSV file that can be read");
        }
        return NONE;
    }

    private Path file(String name) {
        return directory.map(beside -> beside.resolve(name)).filter(Files::exists).orElse(Path.of(name));
    }
}
