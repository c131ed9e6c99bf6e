// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.manifest;

import dev.veo3.batch.manifest.Value.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the columns of a CSV manifest mean: {@code id}, {@code type}, {@code output} and the other keys of a job, the options, and
 * {@code labels.x} and {@code vars.x} for tables. A list is written with semicolons; an empty field is left out.
 */
final class CsvColumns {
    private static final Set<String> LISTS = Stream
            .concat(JobType.LISTS.stream(), Stream.of("depends_on")).collect(Collectors.toUnmodifiableSet());
    private static final String LABELS = "labels.";
    private static final String VARS = "vars.";

    private final List<String> names;

    private CsvColumns(List<String> names) {
        this.names = List.copyOf(names);
    }

    /** Reads the header; a column that means nothing is reported and passed over. */
    static CsvColumns of(List<CsvRow.Field> header, Findings findings) {
        Set<String> known = new TreeSet<>(JobKeys.OPTIONS);
        known.addAll(JobKeys.ALL);
        known.removeAll(Set.of("options", "labels", "vars", "matrix", "for_each"));
        List<String> names = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (CsvRow.Field field : header) {
            String name = field.text().strip();
            boolean table = (name.startsWith(LABELS) && name.length() > LABELS.length())
                    || (name.startsWith(VARS) && name.length() > VARS.length());
            if (!table && !known.contains(name)) {
                findings.report(field.position(), "a job has no \"" + name + "\" for a column",
                        NearestName.remedy(name, known) + ", or labels.x or vars.x");
                name = "";
            } else if (!seen.add(name)) {
                findings.report(field.position(), "the column \"" + name + "\" stands twice", "Keep one of the two");
                name = "";
            }
            names.add(name);
        }
        return new CsvColumns(names);
    }

    /** The job of a row. */
    Value.Mapping job(List<CsvRow.Field> fields, SourcePosition position, Findings findings) {
        CsvRow.checkLength(names.size(), fields.size(), position, findings);
        Map<String, Value> job = new LinkedHashMap<>();
        Map<String, Value> options = new LinkedHashMap<>();
        Map<String, Value> labels = new LinkedHashMap<>();
        Map<String, Value> vars = new LinkedHashMap<>();
        for (int i = 0; i < Math.min(names.size(), fields.size()); i++) {
            String name = names.get(i);
            CsvRow.Field field = fields.get(i);
            if (name.isEmpty() || field.text().isEmpty()) {
                continue;
            }
            if (name.startsWith(LABELS)) {
                labels.put(name.substring(LABELS.length()), scalar(field));
            } else if (name.startsWith(VARS)) {
                vars.put(name.substring(VARS.length()), scalar(field));
            } else {
                (JobKeys.ALL.contains(name) ? job : options).put(name,
                        LISTS.contains(name) ? list(field) : scalar(field));
            }
        }
        putTable(options, "labels", labels, position);
        putTable(job, "vars", vars, position);
        putTable(job, "options", options, position);
        return new Value.Mapping(job, position);
    }

    private static void putTable(Map<String, Value> into, String key, Map<String, Value> table,
            SourcePosition position) {
        if (!table.isEmpty()) {
            into.put(key, new Value.Mapping(table, position));
        }
    }

    private static Value scalar(CsvRow.Field field) {
        return new Value.Scalar(field.text(), Kind.TEXT, field.position());
    }

    private static Value list(CsvRow.Field field) {
        List<Value> items = new ArrayList<>();
        for (String item : field.text().split(";", -1)) {
            items.add(new Value.Scalar(item.strip(), Kind.TEXT, field.position()));
        }
        return new Value.Sequence(items, field.position());
    }
}
