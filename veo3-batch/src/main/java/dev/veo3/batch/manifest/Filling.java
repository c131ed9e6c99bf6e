// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.manifest;

import dev.veo3.batch.manifest.Value.Kind;
import dev.veo3.prompt.MissingVariablesException;
import dev.veo3.prompt.PromptTemplate;
import dev.veo3.prompt.TemplateException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Puts the values of variables into the texts of one job. Each text is filled once: a value is never read as a template. */
final class Filling {
    private static final String OPEN = "{{";
    // A job has some tens of values; what is shared by aliases over and over is visited once for each place.
    private static final int MOST_VALUES = 10_000;

    private final Map<String, String> variables;
    private final Findings findings;
    private int left = MOST_VALUES;

    Filling(Map<String, String> variables, Findings findings) {
        this.variables = variables;
        this.findings = findings;
    }

    /** The value with its texts filled. What cannot be filled has been reported, and stays as it was. */
    Value fill(Value value) {
        left--;
        if (left < 0) {
            if (left == -1) {
                findings.report(value.position(), "this has more than " + MOST_VALUES + " values in it",
                        "Write a job of fewer");
            }
            return value;
        }
        return switch (value) {
            case Value.Scalar scalar -> scalar.text().contains(OPEN) ? fill(scalar) : scalar;
            case Value.Sequence list -> {
                List<Value> items = new ArrayList<>(list.items().size());
                list.items().forEach(item -> items.add(fill(item)));
                yield new Value.Sequence(items, list.position());
            }
            case Value.Mapping table -> {
                Map<String, Value> entries = new LinkedHashMap<>();
                table.entries().forEach((key, entry) -> entries.put(key, fill(entry)));
                yield new Value.Mapping(entries, table.position());
            }
        };
    }

    private Value fill(Value.Scalar scalar) {
        return text(scalar.text(), scalar.position())
                // An empty cell leaves out the option that it would have filled.
                .map(text -> (Value) new Value.Scalar(text, text.isBlank() ? Kind.NULL : Kind.TEXT, scalar.position()))
                .orElse(scalar);
    }

    /** The text of a template with the values in it; empty when that cannot be, which has been reported then. */
    Optional<String> text(String template, SourcePosition position) {
        try {
            return Optional.of(PromptTemplate.parse(template).render(variables));
        } catch (TemplateException e) {
            findings.report(position, "the template cannot be read: " + firstLine(e), "");
        } catch (MissingVariablesException e) {
            String names = e.names().stream().map(name -> OPEN + name + "}}").collect(Collectors.joining(", "));
            findings.report(position, "there is no value for " + names,
                    remedy(e.names().getFirst(), variables.keySet()));
        }
        return Optional.empty();
    }

    private static String firstLine(TemplateException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("").replaceAll("\\.$", "");
    }

    private static String remedy(String name, Collection<String> given) {
        return NearestName.of(name, given).map(near -> "Write {{" + near + "}} if that is meant")
                .orElse("Give it one under \"vars:\", or write {{" + name + "|default}}");
    }
}
