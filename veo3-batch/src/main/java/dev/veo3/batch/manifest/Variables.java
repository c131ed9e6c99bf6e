// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.manifest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The variables that a job gets from {@code vars:} and {@code matrix:}. */
final class Variables {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_]{1,100}");

    private Variables() {}

    /** Whether a template can name a variable like this. */
    static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    /**
     * The values under {@code vars:}, by their names; what is none has been reported.
     *
     * @param outer may be named in the values
     */
    static Map<String, String> given(Value.Mapping job, Map<String, String> outer, Findings findings) {
        Map<String, String> given = new LinkedHashMap<>();
        Optional<Value.Mapping> vars = job.get("vars").flatMap(value -> table(value, "vars", findings));
        Filling filling = new Filling(outer, findings);
        vars.ifPresent(table -> table.entries().forEach((name, entry) -> {
            if (!isName(name)) {
                refuse(name, entry, findings);
            } else if (!(entry instanceof Value.Scalar scalar)) {
                findings.report(entry.position(), "the variable \"" + name + "\" is " + entry.describe(),
                        "Write one value");
            } else if (outer.isEmpty()) {
                given.put(name, scalar.text());
            } else if (filling.fill(scalar) instanceof Value.Scalar filled) {
                given.put(name, filled.text());
            }
        }));
        return given;
    }

    /** The values under {@code matrix:}, for each name a list; empty where there is none, or a wrong one. */
    static Map<String, List<String>> matrix(Value.Mapping job, Findings findings) {
        Map<String, List<String>> matrix = new LinkedHashMap<>();
        job.get("matrix").ifPresent(value -> table(value, "matrix", findings).ifPresent(table -> table.entries()
                .forEach((name, entry) -> {
                    List<String> values = values(name, entry, findings);
                    if (isName(name)) {
                        matrix.put(name, values);
                    } else {
                        refuse(name, entry, findings);
                    }
                })));
        return matrix;
    }

    private static void refuse(String name, Value entry, Findings findings) {
        findings.report(entry.position(), "\"" + name + "\" is no name for a variable",
                "Use letters, digits and underscores");
    }

    private static Optional<Value.Mapping> table(Value value, String key, Findings findings) {
        if (value instanceof Value.Mapping table) {
            return Optional.of(table);
        }
        findings.report(value.position(), "\"" + key + "\" is " + value.describe(),
                key.equals("vars")
                        ? "Write a table of values, for example {subject: a cat}"
                        : "Write a table of lists, for example {subject: [a cat, a dog]}");
        return Optional.empty();
    }

    private static List<String> values(String name, Value entry, Findings findings) {
        List<Value> items = entry instanceof Value.Sequence list ? list.items() : List.of(entry);
        List<String> values = new ArrayList<>();
        for (Value item : items) {
            if (item instanceof Value.Scalar scalar) {
                values.add(scalar.text());
            } else {
                findings.report(item.position(), "the matrix has " + item.describe() + " among the values of \"" + name
                        + "\"", "Write single values");
            }
        }
        if (items.isEmpty()) {
            findings.report(entry.position(), "the matrix has no value for \"" + name + "\"", "Write at least one");
        }
        return values;
    }
}
